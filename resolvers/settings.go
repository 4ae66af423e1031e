package resolvers

import (
	"context"
	"slices"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/personvern"
)

// setting completes the row of a change of somebody's settings. Whether it is so
// already is read with the facts and, after a failure, by a look at them; to is the
// setting and its value, for a row that does not say itself how it is carried out.
func setting[I input](row change[I], is func(personvern.Settings, I) bool, to func(I) (personvern.Setting, bool)) change[I] {
	row.service = policy.Privacy
	row.already = func(q *request, subject fnr.Number, in I) bool { return is(q.people.settings[subject].Value, in) }
	row.look = func(ctx context.Context, q *request, subject fnr.Number, _ attempt, in I) bool {
		inquiry := q.actor.Inquiry()
		if subject != q.actor.Number() {
			inquiry = inquiry.Related(subject)[0]
		}
		now, err := q.r.Personvern.Settings(ctx, inquiry)
		return err == nil && is(now, in)
	}
	if row.carryOut == nil {
		row.carryOut = func(ctx context.Context, q *request, w policy.Warrant, a attempt, in I) (sources.Outcome, graph.ProblemCode, error) {
			s, active := to(in)
			return changed(q.r.Personvern.Set(ctx, w, personvern.Change{Setting: s, Active: active, At: a.at, Reference: a.reference}))
		}
	}
	return row
}

// changed is Personvern's outcome with its problem as the schema names it.
func changed(o sources.Outcome, p personvern.Problem, err error) (sources.Outcome, graph.ProblemCode, error) {
	return o, graph.ProblemCode(p), err
}

// settings are the changes of somebody's settings.
func (t *changes) settings(there bool) {
	tie(t, &t.setConsentLevel, setting(change[graph.SetConsentLevelInput]{field: "setConsentLevel"},
		func(s personvern.Settings, in graph.SetConsentLevelInput) bool { return s.Consent.Level == in.Level },
		func(in graph.SetConsentLevelInput) (personvern.Setting, bool) {
			return personvern.ConsentTo(in.Level), true
		}), there)
	tie(t, &t.withdrawConsent, setting(change[graph.WithdrawConsentInput]{
		field: "withdrawConsent",
		carryOut: func(ctx context.Context, q *request, w policy.Warrant, a attempt, _ graph.WithdrawConsentInput) (sources.Outcome, graph.ProblemCode, error) {
			from := q.people.settings[q.actor.Number()].Value.Consent.Level
			return changed(q.r.Personvern.WithdrawConsent(ctx, w, from, a.reference, a.at))
		},
	}, func(s personvern.Settings, _ graph.WithdrawConsentInput) bool { return s.Consent.Level == policy.None }, nil), there)
	tie(t, &t.blockService, setting(change[graph.BlockServiceInput]{
		field: "blockService", closes: true,
		hindered: func(_ *request, in graph.BlockServiceInput) (*problem, error) {
			if _, ok := personvern.BlockOf(in.Service); !ok || in.Service == policy.Profile {
				return &problem{graph.ProblemNotBlockable, "service"}, nil
			}
			return nil, nil
		},
	}, func(s personvern.Settings, in graph.BlockServiceInput) bool { return blocks(s, in.Service) },
		func(in graph.BlockServiceInput) (personvern.Setting, bool) {
			block, _ := personvern.BlockOf(in.Service)
			return block, true
		}), there)
	tie(t, &t.unblockService, setting(change[graph.UnblockServiceInput]{
		field: "unblockService",
		hindered: func(_ *request, in graph.UnblockServiceInput) (*problem, error) {
			_, ok := personvern.BlockOf(in.Service)
			switch {
			case !ok:
				return &problem{graph.ProblemNotBlockable, "service"}, nil
			case in.Service == policy.HospitalJournal:
				return &problem{graph.ProblemFormNeeded, "service"}, nil
			}
			return nil, nil
		},
	}, func(s personvern.Settings, in graph.UnblockServiceInput) bool { return !blocks(s, in.Service) },
		func(in graph.UnblockServiceInput) (personvern.Setting, bool) {
			block, _ := personvern.BlockOf(in.Service)
			return block, false
		}), there)
	tie(t, &t.blockEverything, setting(change[graph.BlockEverythingInput]{
		field: "blockEverything", kind: policy.BlockEverything, closes: true,
		carryOut: func(ctx context.Context, q *request, w policy.Warrant, a attempt, _ graph.BlockEverythingInput) (sources.Outcome, graph.ProblemCode, error) {
			return changed(q.r.Personvern.BlockEverything(ctx, w, a.reference, a.at))
		},
	}, func(s personvern.Settings, _ graph.BlockEverythingInput) bool {
		return slices.ContainsFunc(s.Blocks, func(b personvern.Block) bool { return b.Service == nil })
	}, nil), there)
	tie(t, &t.setYouthAccess, setting(change[graph.SetYouthAccessInput]{field: "setYouthAccess", kind: policy.SetYouthAccess},
		func(s personvern.Settings, in graph.SetYouthAccessInput) bool { return s.YouthAccess == in.Allowed },
		func(in graph.SetYouthAccessInput) (personvern.Setting, bool) {
			return personvern.YouthAccess(), in.Allowed
		}), there)
	tie(t, &t.reserveSummaryCareRecord, setting(change[graph.ReserveSummaryCareRecordInput]{
		field:    "reserveSummaryCareRecord",
		undoable: func(today time.Time) fhir.Date { return fhir.DateOf(today.AddDate(0, 0, restorable)) },
	}, func(s personvern.Settings, _ graph.ReserveSummaryCareRecordInput) bool { return s.Reservation != nil },
		func(graph.ReserveSummaryCareRecordInput) (personvern.Setting, bool) {
			return personvern.CareRecordReservation(), true
		}), there)
	tie(t, &t.withdrawReservation, setting(change[graph.WithdrawReservationInput]{field: "withdrawReservation"},
		func(s personvern.Settings, _ graph.WithdrawReservationInput) bool { return s.Reservation == nil },
		func(graph.WithdrawReservationInput) (personvern.Setting, bool) {
			return personvern.CareRecordReservation(), false
		}), there)
	tie(t, &t.setSharing, setting(change[graph.SetSharingInput]{field: "setSharing"},
		func(s personvern.Settings, in graph.SetSharingInput) bool {
			return slices.Contains(s.Sharing, personvern.Sharing{Purpose: in.Purpose, Allowed: in.Allowed})
		},
		func(in graph.SetSharingInput) (personvern.Setting, bool) {
			return personvern.SharingFor(in.Purpose), in.Allowed
		}), there)
}

// restorable is how many days a reservation can be withdrawn without losing what
// the record holds.
const restorable = 30

// blocks reports whether the settings have a block of the service itself.
func blocks(s personvern.Settings, service policy.Service) bool {
	return slices.ContainsFunc(s.Blocks, func(b personvern.Block) bool { return b.Service != nil && *b.Service == service })
}
