package graph

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/personvern"
	"helsegraf/sources/usagelog"
)

// Privacy is a person's own settings. It holds the grant, since the powers are
// questions of their own.
type Privacy struct {
	Grant         policy.Grant
	Consent       *personvern.Consent
	Blocks        []personvern.Block
	InactiveSince *fhir.Date
	Reservation   *personvern.Reservation
	Sharing       []personvern.Sharing
}

// PowerGiven is a power the person has given.
type PowerGiven struct {
	ID          fhir.RecordID
	Holder      *usagelog.Actor
	Services    []policy.Service
	Mode        *policy.Mode
	AllServices *bool
	ValidFrom   *fhir.Date
	ValidUntil  *fhir.Date
}

// PowerReceived is a power the person holds.
type PowerReceived struct {
	ID             fhir.RecordID
	Giver          *usagelog.Actor
	GivenBySubject *bool
	Services       []policy.Service
	Mode           *policy.Mode
	ValidFrom      *fhir.Date
	ValidUntil     *fhir.Date
}
