package sources

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"
)

// Report collects, for one request, which registers were asked and how that
// went. It becomes extensions.sources. It is safe for concurrent use.
type Report struct {
	mu      sync.Mutex
	entries []*tally
}

// tally is an entry, and what is counted while questions are under way.
type tally struct {
	Entry
	sent, retried atomic.Int32
}

// Entry is one register (and region) in a Report.
type Entry struct {
	Register  string
	Region    string
	FetchedAt time.Time     // of the last answer; zero when there was none
	Began     time.Time     // when it was first asked
	Took      time.Duration // of the slowest question
	Calls     int           // HTTP requests sent, retries and those under way included
	Retries   int           // how many of them were further tries
	Answered  int           // questions answered, "no such record" included; without any, and none failed, all are under way
	Failed    map[Kind]int  // questions that failed, by kind
	Partial   bool          // records about others were dropped
	// RetryAfter is the longest time the register asked to be left alone.
	RetryAfter time.Duration
}

type reportKey struct{}

type callsKey struct{}

// WithReport has every call under ctx recorded in r.
func WithReport(ctx context.Context, r *Report) context.Context {
	return context.WithValue(ctx, reportKey{}, r)
}

// Entries are the registers asked so far, in the order they were first asked.
func (r *Report) Entries() []Entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]Entry, len(r.entries))
	for i, e := range r.entries {
		out[i] = e.Entry
		out[i].Calls, out[i].Retries = int(e.sent.Load()), int(e.retried.Load())
		out[i].Failed = make(map[Kind]int, len(e.Failed))
		maps.Copy(out[i].Failed, e.Failed)
	}
	return out
}

func (r *Report) add(c *Client, took time.Duration, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.entry(c)
	e.Took = max(e.Took, took)
	switch kind := KindOf(err); {
	case isPartial(err):
		e.Answered, e.Partial, e.FetchedAt = e.Answered+1, true, c.config.Now()
	case kind == 0, kind == NotFound:
		e.Answered, e.FetchedAt = e.Answered+1, c.config.Now()
	default:
		e.Failed[kind]++
		if detail, ok := errors.AsType[*Error](err); ok {
			e.RetryAfter = max(e.RetryAfter, detail.RetryAfter)
		}
	}
}

func (r *Report) entry(c *Client) *tally {
	for _, e := range r.entries {
		if e.Register == c.config.Register && e.Region == c.config.Region {
			return e
		}
	}
	e := &tally{Entry: Entry{Register: c.config.Register, Region: c.config.Region, Began: c.config.Now(), Failed: map[Kind]int{}}}
	r.entries = append(r.entries, e)
	return e
}

// counting has the HTTP requests sent under ctx counted in the request's
// report, also those that are under way when it is read.
func (c *Client) counting(ctx context.Context) context.Context {
	r, ok := ctx.Value(reportKey{}).(*Report)
	if !ok {
		return ctx
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return context.WithValue(ctx, callsKey{}, r.entry(c))
}

func count(ctx context.Context) {
	if e, ok := ctx.Value(callsKey{}).(*tally); ok {
		e.sent.Add(1)
	}
}

// countRetry counts a further try, which is counted as a call when it is sent.
func countRetry(ctx context.Context) {
	if e, ok := ctx.Value(callsKey{}).(*tally); ok {
		e.retried.Add(1)
	}
}

// record notes the outcome in the request's report and dresses err: what
// leaves is nil or an *Error that says where.
func (c *Client) record(ctx context.Context, op Operation, took time.Duration, err error) error {
	if r, ok := ctx.Value(reportKey{}).(*Report); ok {
		r.add(c, took, err)
	}
	if err == nil || isPartial(err) {
		return nil
	}
	e := &Error{Register: c.config.Register, Region: c.config.Region, Operation: op.Name, Kind: KindOf(err)}
	if detail, ok := errors.AsType[*Error](err); ok {
		e.RetryAfter, e.cause = detail.RetryAfter, detail.cause
	}
	return e
}
