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
	entries []*Entry
}

// Entry is one register (and region) in a Report.
type Entry struct {
	Register  string
	Region    string
	FetchedAt time.Time     // of the last answer; zero when there was none
	Took      time.Duration // of the slowest question
	Calls     int           // HTTP requests sent, retries included
	Answered  int           // questions answered, "no such record" included
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
		out[i] = *e
		out[i].Failed = make(map[Kind]int, len(e.Failed))
		maps.Copy(out[i].Failed, e.Failed)
	}
	return out
}

func (r *Report) add(c *Client, took time.Duration, calls int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.entry(c.config.Register, c.config.Region)
	e.Took, e.Calls = max(e.Took, took), e.Calls+calls
	switch kind := KindOf(err); {
	case errors.Is(err, partial{}):
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

func (r *Report) entry(register, region string) *Entry {
	for _, e := range r.entries {
		if e.Register == register && e.Region == region {
			return e
		}
	}
	e := &Entry{Register: register, Region: region, Failed: map[Kind]int{}}
	r.entries = append(r.entries, e)
	return e
}

// counting gives ctx a counter of the HTTP requests sent under it.
func counting(ctx context.Context) (context.Context, *atomic.Int32) {
	n := new(atomic.Int32)
	return context.WithValue(ctx, callsKey{}, n), n
}

func count(ctx context.Context) {
	if n, ok := ctx.Value(callsKey{}).(*atomic.Int32); ok {
		n.Add(1)
	}
}

// record notes the outcome in the request's report and dresses err: what
// leaves is nil or an *Error that says where.
func (c *Client) record(ctx context.Context, op Operation, took time.Duration, calls int, err error) error {
	if r, ok := ctx.Value(reportKey{}).(*Report); ok {
		r.add(c, took, calls, err)
	}
	if err == nil || errors.Is(err, partial{}) {
		return nil
	}
	e := &Error{Register: c.config.Register, Region: c.config.Region, Operation: op.Name, Kind: KindOf(err)}
	if detail, ok := errors.AsType[*Error](err); ok {
		e.RetryAfter, e.cause = detail.RetryAfter, detail.cause
	}
	return e
}
