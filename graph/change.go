package graph

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/personvern"
)

// Changed is the outcome of a mutation, which all payloads have.
type Changed struct {
	Receipt  *Receipt
	Problems []Problem
	// About is whom the change is about: a handle.
	About *Person
	// Reference is the register's reference of what was changed; "" if nothing was.
	Reference string
}

// Person is the person after the change. It takes a context because gqlgen defers
// only fields that have a resolver.
func (c *Changed) Person(context.Context) (*Person, error) { return c.About, nil }

// Receipt is the outcome of a change.
type Receipt struct {
	Key           string
	Outcome       ChangeOutcome
	EffectiveOn   *fhir.Date
	UndoableUntil *fhir.Date
}

// ChangeOutcome is the name of an outcome.
type ChangeOutcome string

// Problem is why a change was not made, where the reason lies in the matter itself.
type Problem struct {
	Code    ProblemCode
	Message string
	Field   *string // of the input
	URL     *string // of a form
}

// ProblemCode is a kind of problem.
type ProblemCode string

// The kinds of problems.
const (
	ProblemKeyReused       ProblemCode = "KEY_REUSED"
	ProblemPowersRemain    ProblemCode = "POWERS_REMAIN"
	ProblemFormNeeded      ProblemCode = "FORM_NEEDED"
	ProblemNotBlockable    ProblemCode = "NOT_BLOCKABLE"
	ProblemVersionConflict ProblemCode = "VERSION_CONFLICT"
	ProblemRefused         ProblemCode = "REFUSED"

	ProblemHolderNotAccepted ProblemCode = "HOLDER_NOT_ACCEPTED"
	ProblemTooManyAttempts   ProblemCode = "TOO_MANY_ATTEMPTS"
	ProblemPowerExists       ProblemCode = "POWER_EXISTS"
	ProblemNotDelegable      ProblemCode = "SERVICE_NOT_DELEGABLE"
	ProblemDateInPast        ProblemCode = "DATE_IN_PAST"
	ProblemNothingThere      ProblemCode = "NOTHING_THERE"
)

// ChangeInput is what the inputs of all mutations have.
type ChangeInput struct {
	Key    string
	Person string // "" is the viewer, where the schema has no such field
}

// Change is the input itself.
func (c ChangeInput) Change() ChangeInput { return c }

// SetConsentLevelInput is the input of setConsentLevel.
type SetConsentLevelInput struct {
	ChangeInput
	Level policy.Level
}

// WithdrawConsentInput is the input of withdrawConsent.
type WithdrawConsentInput struct{ ChangeInput }

// BlockServiceInput is the input of blockService.
type BlockServiceInput struct {
	ChangeInput
	Service policy.Service
}

// UnblockServiceInput is the input of unblockService.
type UnblockServiceInput struct {
	ChangeInput
	Service policy.Service
}

// BlockEverythingInput is the input of blockEverything.
type BlockEverythingInput struct{ ChangeInput }

// SetYouthAccessInput is the input of setYouthAccess.
type SetYouthAccessInput struct {
	ChangeInput
	Allowed bool
}

// ReserveSummaryCareRecordInput is the input of reserveSummaryCareRecord.
type ReserveSummaryCareRecordInput struct{ ChangeInput }

// WithdrawReservationInput is the input of withdrawReservation.
type WithdrawReservationInput struct{ ChangeInput }

// SetSharingInput is the input of setSharing.
type SetSharingInput struct {
	ChangeInput
	Purpose personvern.Purpose
	Allowed bool
}

// GivePowerInput is the input of givePower.
type GivePowerInput struct {
	ChangeInput
	HolderNumber   fnr.Number
	HolderLastName string
	Services       []policy.Service
	Mode           policy.Mode
	ValidUntil     *fhir.Date
}

// Masked is the number that the input does not show in any form.
func (in GivePowerInput) Masked() fnr.Number { return in.HolderNumber }

// ChangePowerInput is the input of changePower. Power is the id of a record.
type ChangePowerInput struct {
	ChangeInput
	Power      string
	Services   []policy.Service
	Mode       policy.Mode
	ValidUntil *fhir.Date
}

// EndPowerInput is the input of endPower. Power is the id of a record.
type EndPowerInput struct {
	ChangeInput
	Power string
}
