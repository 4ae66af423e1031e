package resolvers

import (
	"context"
	"slices"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/personvern"
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
	// hindered is a problem that is known without the register; nil if there is none.
	hindered func(I) *problem
	// already reports whether things are as requested.
	already func(personvern.Settings, I) bool
	// carryOut calls the register.
	carryOut func(context.Context, *personvern.Client, policy.Warrant, attempt, I) (sources.Outcome, personvern.Problem, error)
	// undoable is the last day on which it can be undone; nil if there is none.
	undoable func(today time.Time) fhir.Date
}

// input is the input of a mutation.
type input interface{ Change() graph.ChangeInput }

// attempt is one try of a change.
type attempt struct {
	reference string
	at        time.Time
	before    personvern.Settings
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
	there := r.Personvern.Writes()

	tie(t, &t.setConsentLevel, change[graph.SetConsentLevelInput]{
		field: "setConsentLevel", service: policy.Privacy,
		already: func(s personvern.Settings, in graph.SetConsentLevelInput) bool { return s.Consent.Level == in.Level },
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, in graph.SetConsentLevelInput) (sources.Outcome, personvern.Problem, error) {
			return c.Set(ctx, w, a.set(personvern.ConsentTo(in.Level), true))
		},
	}, there)
	tie(t, &t.withdrawConsent, change[graph.WithdrawConsentInput]{
		field: "withdrawConsent", service: policy.Privacy,
		already: func(s personvern.Settings, _ graph.WithdrawConsentInput) bool { return s.Consent.Level == policy.None },
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, _ graph.WithdrawConsentInput) (sources.Outcome, personvern.Problem, error) {
			return c.WithdrawConsent(ctx, w, a.before.Consent.Level, a.reference, a.at)
		},
	}, there)
	tie(t, &t.blockService, change[graph.BlockServiceInput]{
		field: "blockService", service: policy.Privacy, closes: true,
		hindered: func(in graph.BlockServiceInput) *problem {
			if _, ok := personvern.BlockOf(in.Service); !ok || in.Service == policy.Profile {
				return &problem{graph.ProblemNotBlockable, "service"}
			}
			return nil
		},
		already: func(s personvern.Settings, in graph.BlockServiceInput) bool { return blocks(s, in.Service) },
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, in graph.BlockServiceInput) (sources.Outcome, personvern.Problem, error) {
			block, _ := personvern.BlockOf(in.Service)
			return c.Set(ctx, w, a.set(block, true))
		},
	}, there)
	tie(t, &t.unblockService, change[graph.UnblockServiceInput]{
		field: "unblockService", service: policy.Privacy,
		hindered: func(in graph.UnblockServiceInput) *problem {
			_, ok := personvern.BlockOf(in.Service)
			switch {
			case !ok:
				return &problem{graph.ProblemNotBlockable, "service"}
			case in.Service == policy.HospitalJournal:
				return &problem{graph.ProblemFormNeeded, "service"}
			}
			return nil
		},
		already: func(s personvern.Settings, in graph.UnblockServiceInput) bool { return !blocks(s, in.Service) },
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, in graph.UnblockServiceInput) (sources.Outcome, personvern.Problem, error) {
			block, _ := personvern.BlockOf(in.Service)
			return c.Set(ctx, w, a.set(block, false))
		},
	}, there)
	tie(t, &t.blockEverything, change[graph.BlockEverythingInput]{
		field: "blockEverything", service: policy.Privacy, kind: policy.BlockEverything, closes: true,
		already: func(s personvern.Settings, _ graph.BlockEverythingInput) bool {
			return slices.ContainsFunc(s.Blocks, func(b personvern.Block) bool { return b.Service == nil })
		},
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, _ graph.BlockEverythingInput) (sources.Outcome, personvern.Problem, error) {
			return c.BlockEverything(ctx, w, a.reference, a.at)
		},
	}, there)
	tie(t, &t.setYouthAccess, change[graph.SetYouthAccessInput]{
		field: "setYouthAccess", service: policy.Privacy, kind: policy.SetYouthAccess,
		already: func(s personvern.Settings, in graph.SetYouthAccessInput) bool { return s.YouthAccess == in.Allowed },
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, in graph.SetYouthAccessInput) (sources.Outcome, personvern.Problem, error) {
			return c.Set(ctx, w, a.set(personvern.YouthAccess(), in.Allowed))
		},
	}, there)
	tie(t, &t.reserveSummaryCareRecord, change[graph.ReserveSummaryCareRecordInput]{
		field: "reserveSummaryCareRecord", service: policy.Privacy,
		already: func(s personvern.Settings, _ graph.ReserveSummaryCareRecordInput) bool { return s.Reservation != nil },
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, _ graph.ReserveSummaryCareRecordInput) (sources.Outcome, personvern.Problem, error) {
			return c.Set(ctx, w, a.set(personvern.CareRecordReservation(), true))
		},
		undoable: func(today time.Time) fhir.Date { return fhir.DateOf(today.AddDate(0, 0, restorable)) },
	}, there)
	tie(t, &t.withdrawReservation, change[graph.WithdrawReservationInput]{
		field: "withdrawReservation", service: policy.Privacy,
		already: func(s personvern.Settings, _ graph.WithdrawReservationInput) bool { return s.Reservation == nil },
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, _ graph.WithdrawReservationInput) (sources.Outcome, personvern.Problem, error) {
			return c.Set(ctx, w, a.set(personvern.CareRecordReservation(), false))
		},
	}, there)
	tie(t, &t.setSharing, change[graph.SetSharingInput]{
		field: "setSharing", service: policy.Privacy,
		already: func(s personvern.Settings, in graph.SetSharingInput) bool {
			return slices.Contains(s.Sharing, personvern.Sharing{Purpose: in.Purpose, Allowed: in.Allowed})
		},
		carryOut: func(ctx context.Context, c *personvern.Client, w policy.Warrant, a attempt, in graph.SetSharingInput) (sources.Outcome, personvern.Problem, error) {
			return c.Set(ctx, w, a.set(personvern.SharingFor(in.Purpose), in.Allowed))
		},
	}, there)
	return t
}

// restorable is how many days a reservation can be withdrawn without losing what
// the record holds.
const restorable = 30

func (a attempt) set(s personvern.Setting, active bool) personvern.Change {
	return personvern.Change{Setting: s, Active: active, At: a.at, Reference: a.reference}
}

// blocks reports whether the settings have a block of the service itself.
func blocks(s personvern.Settings, service policy.Service) bool {
	return slices.ContainsFunc(s.Blocks, func(b personvern.Block) bool { return b.Service != nil && *b.Service == service })
}
