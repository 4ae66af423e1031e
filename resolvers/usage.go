package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/usagelog"
)

// usage is what one request writes to the usage log (logg over bruk): one entry
// for each subject and service, used or refused, and the login of a session on
// its first use. It is written alongside the registers' calls and acknowledged
// before any data leaves.
type usage struct {
	entries []usagelog.Entry
	noted   map[noted]int // the index of each one's entry
	// opened are decisions that show nothing, so that nothing is written.
	opened map[noted]bool
	done   chan struct{}
	faults []error // one per entry; set before done is closed
}

// noted is what an entry is about. The zero subject is everyone the actor may
// not know of, so that such queries do not replace the actor's own entry.
type noted struct {
	subject fnr.Number
	service policy.Service
}

// note adds the entry of a decision. One about someone the actor may not know of
// has the zero subject, and is filed under the actor without a relation: nothing
// is written about that person. A service counts as refused if any part of it
// was.
func (u *usage) note(q *request, subject fnr.Number, service policy.Service, d policy.Decision) {
	key := noted{subject, service}
	if at, ok := u.noted[key]; ok {
		if d.Reason() != policy.Open && u.entries[at].Refused == policy.Open {
			u.entries[at] = q.entry(subject, service, d)
		}
		return
	}
	if u.noted == nil {
		u.noted = map[noted]int{}
	}
	u.noted[key] = len(u.entries)
	u.entries = append(u.entries, q.entry(subject, service, d))
}

// open notes a decision needed only to reach refused fields.
func (u *usage) open(subject fnr.Number, service policy.Service) {
	if u.opened == nil {
		u.opened = map[noted]bool{}
	}
	u.opened[noted{subject, service}] = true
}

// hidden adds the entries for someone the actor may not know of.
func (u *usage) hidden(q *request, branch *plan.Branch) {
	for _, need := range branch.Needs {
		key, ok := q.about(fnr.Number{}, need)
		if !ok {
			continue
		}
		if d := q.decisionFor(key); d.Code() != policy.NotOffered {
			u.note(q, fnr.Number{}, key.service, d)
		}
	}
}

func (q *request) entry(subject fnr.Number, service policy.Service, d policy.Decision) usagelog.Entry {
	e := usagelog.Entry{At: q.now, Client: q.actor.Client(), Subject: subject, Service: service, Mode: policy.Read, Refused: d.Reason()}
	if q.plan.After != nil {
		e.Mode = policy.Write
	}
	if relation, ok := d.Relation(); ok {
		e.Actor.Relation = &relation
	} else if known, code := q.reach(subject); code == policy.Open {
		// The decision rests on no relation: all failed alike, so any will do.
		e.Actor.Relation = &known[0].Relation
	}
	if subject.IsZero() {
		e.Subject = q.actor.Number()
	}
	e.Actor.Name = q.actorName()
	return e
}

func (q *request) actorName() *fhir.HumanName {
	if me := q.people.citizens[q.actor.Number()]; me.Err == nil {
		return me.Value.Name
	}
	return nil
}

// write sends the entries, if any, without waiting. A session's login goes with
// its first entries; for that, listing whom one may act for counts as a use.
func (u *usage) write(ctx context.Context, q *request) {
	entries := u.entries
	login, ok := q.r.logins.of(q.actor)
	if first := ok && !q.follows && (len(entries) > 0 || q.plan.Represents || q.plan.After != nil) && !q.r.logins.known(login); first {
		self := policy.Self
		entries = append(slices.Clip(entries), usagelog.Entry{
			At: q.now, Client: q.actor.Client(), Subject: q.actor.Number(), Session: login.String(),
			Actor: usagelog.Actor{Name: q.actorName(), Relation: &self},
		})
	}
	if len(entries) == 0 {
		return
	}
	u.done = make(chan struct{})
	go func() {
		defer close(u.done)
		defer func() {
			if recover() != nil {
				u.faults = slices.Repeat([]error{unlogged()}, len(entries))
			}
		}()
		u.faults = q.r.UsageLog.Write(ctx, q.actor.Inquiry(), entries)
		if last := len(entries) - 1; entries[last].Session != "" && u.faults[last] == nil {
			q.r.logins.add(login)
		}
	}()
}

// settle waits until the log has answered, even when nothing was shown: refusals
// are logged too, and the end of the request cancels its calls.
func (u *usage) settle(ctx context.Context) {
	if u.done == nil {
		return
	}
	select {
	case <-u.done:
	case <-ctx.Done():
	}
}

// acknowledged waits until the log has the entry of a decision. An entry that
// the plan did not foresee is written on its own.
func (u *usage) acknowledged(ctx context.Context, q *request, subject fnr.Number, service policy.Service, d policy.Decision) error {
	key := noted{subject, service}
	at, ok := u.noted[key]
	if !ok && u.opened[key] {
		return nil
	}
	if !ok {
		q.r.unforeseen.Add(1)
		if q.r.UsageLog.Write(ctx, q.actor.Inquiry(), []usagelog.Entry{q.entry(subject, service, d)})[0] != nil {
			return unlogged()
		}
		return nil
	}
	u.settle(ctx)
	if ctx.Err() != nil || u.faults[at] != nil {
		return unlogged()
	}
	return nil
}

// unlogged is the error of a field whose use was not logged.
func unlogged() error {
	return &fault{code: codeUsageLog, says: sentenceOf(codeUsageLog), extensions: map[string]any{"retryable": true}}
}
