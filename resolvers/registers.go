package resolvers

import (
	"time"

	"helsegraf/graph"
	"helsegraf/sources"
	"helsegraf/sources/pasientjournal"
)

// registerStatuses is each register's (and region's) recent status.
func (r *Resolver) registerStatuses(all []sources.Status) []graph.RegisterStatus {
	out := make([]graph.RegisterStatus, 0, len(all))
	for _, s := range all {
		shown := graph.RegisterStatus{
			Name:          r.registerNamed(s.Register),
			Status:        graph.RegisterState(s.State()),
			Since:         instant(s.Since),
			LastSuccessAt: instant(s.LastSuccessAt),
			Operations:    make([]graph.RegisterOperation, 0, len(s.Operations)),
		}
		for _, o := range s.Operations {
			shown.Operations = append(shown.Operations, graph.RegisterOperation{Name: o.Name, Breaker: graph.BreakerState(o.Breaker)})
		}
		if s.Region != "" {
			region := pasientjournal.Region(s.Region)
			shown.Region = &region
		}
		if s.Calls > 0 {
			shown.ErrorRate = &s.ErrorRate
			shown.LatencyMs = &graph.Latency{P50: milliseconds(s.P50), P95: milliseconds(s.P95)}
		}
		out = append(out, shown)
	}
	return out
}

// Statuses are the registers' recent statuses.
func (r *Resolver) Statuses() []sources.Status { return sources.Statuses(r.status) }

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
