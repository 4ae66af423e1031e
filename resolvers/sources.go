package resolvers

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/sources"
)

// sourceEntry is one register in extensions.sources.
type sourceEntry struct {
	Register   graph.Register     `json:"register"`
	Region     string             `json:"region,omitempty"`
	Status     graph.SourceStatus `json:"status"`
	FetchedAt  *time.Time         `json:"fetchedAt,omitempty"`
	StartMs    float64            `json:"startMs,omitempty"` // since the request arrived
	DurationMs float64            `json:"durationMs"`
	Calls      int                `json:"calls"`
	Retries    int                `json:"retries,omitempty"`    // of the calls
	RetryAfter int                `json:"retryAfter,omitempty"` // seconds
}

// InterceptResponse adds extensions.sources: each register the operation called,
// and those it would have called but for a denial. While more is to come
// (@defer) it lists the registers that have answered so far. It waits for the
// usage log, so that nothing leaves before that, and sorts the errors, since
// fields fail in any order.
func (r *Resolver) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	resp := next(ctx)
	q := requestOf(ctx)
	if resp == nil || q.r == nil {
		return resp
	}
	q.usage.settle(ctx)
	phases := []*request{q}
	if after := q.after.Load(); after != nil {
		after.usage.settle(ctx)
		phases = append(phases, after)
	}
	slices.SortStableFunc(resp.Errors, byPath)
	var out []sourceEntry
	listed := map[graph.Register]bool{}
	more := resp.HasNext != nil && *resp.HasNext
	for _, e := range q.report.Entries() {
		if more && e.Answered == 0 && len(e.Failed) == 0 {
			continue
		}
		entry := r.entryOf(e)
		if q.budget.over[entry.Register] && entry.Status == graph.SourceOK {
			entry.Status = graph.SourcePartial // some people were not covered
		}
		entry.StartMs = inMs(e.Began.Sub(q.now))
		listed[entry.Register] = true
		out = append(out, entry)
	}
	if more {
		phases = nil // their registers may still be called
	}
	for _, phase := range phases {
		out = phase.uncalled(out, listed)
	}
	slices.SortStableFunc(out, func(a, b sourceEntry) int {
		return cmp.Or(cmp.Compare(a.Register, b.Register), cmp.Compare(a.Region, b.Region))
	})
	if len(out) > 0 {
		if resp.Extensions == nil {
			resp.Extensions = map[string]any{}
		}
		resp.Extensions["sources"] = out
	}
	return resp
}

// uncalled adds the registers that the request would have called but for a denial.
func (q *request) uncalled(out []sourceEntry, listed map[graph.Register]bool) []sourceEntry {
	for i := range q.plan.Branches {
		for _, need := range q.plan.Branches[i].Needs {
			register := graph.Register(need.Register)
			if register == "" || listed[register] || q.r.absent[need.Field] || q.leftOut[partOf(need)] || ofPractice(need) {
				continue
			}
			status := graph.SourceNotCalled
			switch {
			case q.budget.over[register]:
				status = graph.SourceOverBudget
			case q.opened(need):
				continue // without a call: there was nothing to read, or it was kept
			}
			listed[register] = true
			out = append(out, sourceEntry{Register: register, Status: status})
		}
	}
	return out
}

// opened reports whether somebody's decision opened what a need is for.
func (q *request) opened(need plan.Need) bool {
	return slices.ContainsFunc(q.r.reads.byField[need.Field], func(r row) bool {
		expected := r.loader(&q.loaders)
		return expected != nil && expected.size() > 0
	})
}

func (r *Resolver) entryOf(e sources.Entry) sourceEntry {
	out := sourceEntry{
		Register:   r.registerNamed(e.Register),
		Region:     e.Region,
		Status:     statusOf(e),
		DurationMs: inMs(e.Took),
		Calls:      e.Calls,
		Retries:    e.Retries,
		RetryAfter: int(math.Ceil(e.RetryAfter.Seconds())),
	}
	if !e.FetchedAt.IsZero() {
		at := e.FetchedAt.UTC().Truncate(time.Millisecond)
		out.FetchedAt = &at
	}
	return out
}

// inMs is a duration in milliseconds, with two decimals.
func inMs(d time.Duration) float64 { return math.Round(float64(d.Microseconds())/10) / 100 }

// statusOf is how a register answered the whole request. When nothing was
// answered, the first failure decides.
func statusOf(e sources.Entry) graph.SourceStatus {
	failed := len(e.Failed) > 0
	switch {
	case !failed && e.Answered == 0:
		return graph.SourceTimeout // still running when the answer left
	case !failed && !e.Partial:
		return graph.SourceOK
	case e.Answered > 0:
		return graph.SourcePartial
	case e.Failed[sources.Timeout]+e.Failed[sources.Canceled] > 0:
		return graph.SourceTimeout
	case e.Failed[sources.Garbled]+e.Failed[sources.Mismatch]+e.Failed[sources.Invalid] > 0:
		return graph.SourceGarbled
	case e.Failed[sources.Unavailable]+e.Failed[sources.Denied]+e.Failed[sources.Internal] > 0:
		return graph.SourceUnavailable
	case e.Failed[sources.CircuitOpen] > 0:
		return graph.SourceCircuitOpen
	}
	return graph.SourceOverBudget
}

// registerNamed is a register's schema name, by its key.
func (r *Resolver) registerNamed(key string) graph.Register {
	if r == nil {
		return ""
	}
	return r.names[key]
}
