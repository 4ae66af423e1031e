package resolvers

import (
	"context"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// changes is which changes the mutations make. It is shared by all requests, and
// the only place that says so.
type changes struct {
	byField map[string]changeRow // by mutation

	setConsentLevel          change[graph.SetConsentLevelInput]
	withdrawConsent          change[graph.WithdrawConsentInput]
	blockService             change[graph.BlockServiceInput]
	unblockService           change[graph.UnblockServiceInput]
	blockEverything          change[graph.BlockEverythingInput]
	setYouthAccess           change[graph.SetYouthAccessInput]
	reserveSummaryCareRecord change[graph.ReserveSummaryCareRecordInput]
	withdrawReservation      change[graph.WithdrawReservationInput]
	setSharing               change[graph.SetSharingInput]
	givePower                change[graph.GivePowerInput]
	changePower              change[graph.ChangePowerInput]
	endPower                 change[graph.EndPowerInput]
}

// changeRow is what the plan and the rules need to know of a change.
type changeRow struct {
	kind  policy.Change
	there bool // its register is configured
}

// change is one mutation: what differs between it and the others.
type change[I input] struct {
	field   string // of Mutation
	service policy.Service
	// kind is its kind to the rules.
	kind policy.Change
	// closes: it only closes, and is made even if the usage log cannot be written.
	closes bool
	// hindered is a problem that is known without the register, or the error of an
	// input that names nothing the caller has; nil if there is none.
	hindered func(*request, I) (*problem, error)
	// already reports whether things are as requested, as the facts say; nil if no
	// fact does.
	already func(*request, fnr.Number, I) bool
	// carryOut calls the register. A problem comes without an error.
	carryOut func(context.Context, *request, policy.Warrant, attempt, I) (sources.Outcome, graph.ProblemCode, error)
	// look reads whether a change that failed has been made all the same; nil if the
	// register cannot tell.
	look func(context.Context, *request, fnr.Number, attempt, I) bool
	// undoable is the last day on which it can be undone; nil if there is none.
	undoable func(today time.Time) fhir.Date
}

// input is the input of a mutation.
type input interface{ Change() graph.ChangeInput }

// attempt is one try of a change.
type attempt struct {
	reference string
	at        time.Time
}

// problem is a problem that the input itself shows.
type problem struct {
	code  graph.ProblemCode
	field string
}

func tie[I input](t *changes, to *change[I], row change[I], there bool) {
	*to = row
	t.byField["Mutation."+row.field] = changeRow{row.kind, there}
}

func newChanges(r *Resolver) *changes {
	t := &changes{byField: map[string]changeRow{}}
	t.settings(r.Personvern.Writes())
	t.powers(r.Personvern.Writes())
	return t
}
