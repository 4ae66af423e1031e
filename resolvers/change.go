package resolvers

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"log/slog"
	"regexp"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/sync/singleflight"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/usagelog"
)

// Time limits of a change, which is completed whether or not its caller waits. The
// first covers the register's own timeout, with room for the log before it and the
// look after it.
const (
	changeTime = 7 * time.Second
	lookTime   = time.Second
	logTime    = 4 * time.Second // with a retry
)

// attempts are the changes being made in this process.
type attempts struct {
	key    []byte // of references
	flight singleflight.Group
}

// newAttempts derives the key of references from that of ids: the same in every
// process of a deployment, and useless for anything else.
func newAttempts(idKey []byte) *attempts {
	key, _ := hkdf.Key(sha256.New, idKey, nil, "helsegraf changes", sha256.Size) // fails only for a longer key
	return &attempts{key: key}
}

// digest is a keyed digest of words, each with its length before it.
func (a *attempts) digest(words ...string) string {
	m := hmac.New(sha256.New, a.key)
	for _, w := range words {
		_, _ = m.Write(binary.BigEndian.AppendUint64(nil, uint64(len(w))))
		_, _ = m.Write([]byte(w))
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(m.Sum(nil)[:20])
}

// keyFormat is the format of a client's key.
var keyFormat = regexp.MustCompile(`^[A-Za-z0-9_-]{16,64}$`)

// made is the outcome of a change, shared by requests that made it at the same
// time.
type made struct {
	reference string
	outcome   sources.Outcome
	problem   graph.ProblemCode
	none      bool // nothing was tried
}

// make makes a change: decide, log, call the register once, look if that failed,
// log the outcome.
func (c *change[I]) make(ctx context.Context, in I) (*graph.Changed, error) {
	q, key := requestOf(ctx), in.Change().Key
	if q.r == nil {
		return nil, sources.Internal
	}
	if q.actor.Number().IsZero() {
		return nil, refused(policy.Unauthenticated)
	}
	if !keyFormat.MatchString(key) {
		return nil, badInput(badKey)
	}
	subject := q.actor.Number()
	if id := in.Change().Person; id != "" {
		subject = q.subjectOf(id)
	}
	if !c.there(q) {
		return nil, refused(policy.NotOffered)
	}
	if _, code := q.reach(subject); code != policy.Open {
		return nil, refused(code)
	}
	d := q.decisionFor(c.decision(q, subject))
	w, ok := d.Warrant()
	if !ok {
		return nil, c.denied(ctx, q, subject, d)
	}
	if c.hindered != nil {
		p, err := c.hindered(q, in)
		if err != nil {
			return nil, err
		}
		if p != nil {
			return &graph.Changed{Problems: []graph.Problem{problemOf(ctx, p.code, &p.field)}, About: graph.PersonOf(subject)}, nil
		}
	}
	m, err := c.once(ctx, q, subject, w, in)
	if err != nil {
		return nil, err
	}
	out := &graph.Changed{Problems: []graph.Problem{}, About: graph.PersonOf(subject)}
	if m.problem != "" {
		out.Problems = append(out.Problems, problemOf(ctx, m.problem, nil))
	}
	if m.none {
		return out, nil
	}
	out.Reference = m.reference
	out.Receipt = &graph.Receipt{Key: key, Outcome: graph.ChangeOutcome(m.outcome.String())}
	if c.undoable != nil && m.outcome == sources.OutcomeDone {
		until := c.undoable(q.now)
		out.Receipt.UndoableUntil = &until
	}
	return out, nil
}

// there reports whether the change's register is configured.
func (c *change[I]) there(q *request) bool { return q.r.changes.byField["Mutation."+c.field].there }

// decision is the key of the decision that a change requires.
func (c *change[I]) decision(q *request, subject fnr.Number) decisionKey {
	return decisionKey{subject: subject, service: c.service, mode: policy.Write, change: c.kind, absent: !c.there(q)}
}

// denied is the error of a denied change, once the usage log has the refusal.
func (c *change[I]) denied(ctx context.Context, q *request, subject fnr.Number, d policy.Decision) error {
	if err := q.usage.acknowledged(ctx, q, subject, c.service, d); err != nil {
		return err
	}
	return denied(d, c.service)
}

// once makes the change once among the requests of this process that make it now.
// From here on the caller may leave.
func (c *change[I]) once(ctx context.Context, q *request, subject fnr.Number, w policy.Warrant, in I) (made, error) {
	client, actor, key := q.actor.Client().ID, q.actor.Number().Digits(), in.Change().Key
	canonical, err := json.Marshal(in, json.Deterministic(true))
	if err != nil {
		return made{}, sources.Internal
	}
	words := []string{"input", subject.Digits(), string(canonical)}
	if in, ok := any(in).(interface{ Masked() fnr.Number }); ok {
		words = append(words, in.Masked().Digits())
	}
	act := usagelog.Act{
		Reference: q.r.attempts.digest("reference", client, actor, c.field, key),
		Input:     q.r.attempts.digest(words...),
	}
	v, err, _ := q.r.attempts.flight.Do(act.Reference+act.Input, func() (_ any, err error) {
		defer func() {
			if recover() != nil {
				err = sources.Internal
			}
		}()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), changeTime)
		defer cancel()
		return c.attempt(ctx, q, subject, w, act, in)
	})
	if err != nil {
		return made{}, err
	}
	m := v.(made)
	m.reference = act.Reference
	return m, nil
}

// attempt logs, makes and logs the change. The usage log is the memory of all
// processes: what it says has been done is not done again.
func (c *change[I]) attempt(ctx context.Context, q *request, subject fnr.Number, w policy.Warrant, act usagelog.Act, in I) (made, error) {
	key := c.decision(q, subject)
	entry := q.entry(subject, c.service, q.decisionFor(key))
	entry.Act = &act
	began, err := q.r.UsageLog.Act(ctx, q.actor.Inquiry(), entry)
	logged := err == nil
	switch {
	case !logged && !c.closes:
		return made{}, unlogged() // and nothing was called
	case logged && began.Input != act.Input:
		return made{problem: graph.ProblemKeyReused, none: true}, nil
	case began.Is(sources.OutcomeDone), began.Is(sources.OutcomeAccepted):
		return made{outcome: *began.Outcome}, nil // under this key, whatever has come since
	}
	out := made{outcome: sources.OutcomeDone}
	if c.already == nil || !c.already(q, subject, in) {
		if again := q.decisionFor(key); !again.Allowed() {
			out = made{outcome: sources.OutcomeNotDone} // it lapsed while the log was written
		} else {
			out = c.call(ctx, q, subject, w, attempt{act.Reference, q.now}, in)
		}
		if out.outcome == sources.OutcomeNotDone && !began.Fresh && !began.Is(sources.OutcomeNotDone) {
			out.outcome = sources.OutcomeUnknown // an earlier try may have done it; without the log nobody knows
		}
	}
	act.Outcome = &out.outcome
	// Without the outcome the entry says that nothing is known.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), logTime)
	defer cancel()
	ended, err := q.r.UsageLog.Act(last, q.actor.Inquiry(), entry)
	switch {
	case err != nil:
		q.r.log.ErrorContext(ctx, "the usage log did not take the outcome of a change", slog.String("change", c.field), slog.String("outcome", out.outcome.String()))
	case ended.Is(sources.OutcomeDone) && out.outcome != sources.OutcomeDone:
		out = made{outcome: sources.OutcomeDone} // by another process, meanwhile
	case logged && ended.Tries != began.Tries && out.outcome == sources.OutcomeNotDone:
		out.outcome = sources.OutcomeUnknown // another try has begun, and may do it
		if _, err := q.r.UsageLog.Act(last, q.actor.Inquiry(), entry); err != nil {
			q.r.log.ErrorContext(ctx, "the usage log did not take the outcome of a change", slog.String("change", c.field), slog.String("outcome", out.outcome.String()))
		}
	}
	return out, nil
}

// call calls the register, and looks if that failed: one that failed may have done
// it all the same. That it has not is no proof, since a request may still be on its
// way.
func (c *change[I]) call(ctx context.Context, q *request, subject fnr.Number, w policy.Warrant, a attempt, in I) made {
	outcome, why, err := c.carryOut(ctx, q, w, a, in)
	if err == nil {
		return made{outcome: outcome, problem: why}
	}
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	if c.look != nil && c.look(ctx, q, subject, a, in) {
		outcome = sources.OutcomeDone
	}
	return made{outcome: outcome}
}
