package sources

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"
)

// Report records, for one request, which registers were called and the outcome.
// It becomes extensions.sources. It is safe for concurrent use.
type Report struct {
	mu      sync.Mutex
	entries []*entryCounters
}

// entryCounters is an Entry with the counters of calls in flight.
type entryCounters struct {
	Entry
	sent, retried atomic.Int32
}

// Entry is one register (and region) in a Report.
type Entry struct {
	Register  string
	Region    string
	FetchedAt time.Time     // of the last response; zero when there was none
	Began     time.Time     // when it was first called
	Took      time.Duration // of the slowest call
	Calls     int           // HTTP requests sent, including retries and those in flight
	Retries   int           // how many of them were retries
	Answered  int           // calls that succeeded, "no such record" included; 0 with none failed means all are in flight
	Failed    map[Kind]int  // failed calls, by kind
	Partial   bool          // records about other people were dropped
	// RetryAfter is the longest delay the register asked for.
	RetryAfter time.Duration
}

type reportKey struct{}

type callsKey struct{}

// WithReport records every call under ctx in r.
func WithReport(ctx context.Context, r *Report) context.Context {
	return context.WithValue(ctx, reportKey{}, r)
}

// Entries are the registers called so far, in the order of their first call.
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

func (r *Report) entry(c *Client) *entryCounters {
	for _, e := range r.entries {
		if e.Register == c.config.Register && e.Region == c.config.Region {
			return e
		}
	}
	e := &entryCounters{Entry: Entry{Register: c.config.Register, Region: c.config.Region, Began: c.config.Now(), Failed: map[Kind]int{}}}
	r.entries = append(r.entries, e)
	return e
}

// counting makes the HTTP requests sent under ctx count in the request's
// report, including those in flight when it is read.
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
	if e, ok := ctx.Value(callsKey{}).(*entryCounters); ok {
		e.sent.Add(1)
	}
}

// countRetry counts a retry, which also counts as a call when it is sent.
func countRetry(ctx context.Context) {
	if e, ok := ctx.Value(callsKey{}).(*entryCounters); ok {
		e.retried.Add(1)
	}
}

// record adds the outcome to the request's report and completes err: the result
// is nil or an *Error that names the operation.
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
