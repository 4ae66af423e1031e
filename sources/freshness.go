package sources

import (
	"context"
	"sync/atomic"
	"time"
)

// MostStale is how long others may keep what is read from data that is old because
// its register is down, or that is known to lack something.
const MostStale = time.Minute

// Freshness is for how long the open data that a request read stands. The zero value
// is that of a request that read none. It is safe for concurrent use.
type Freshness struct{ left atomic.Pointer[time.Duration] }

type freshnessKey struct{}

// WithFreshness records in f how long what is read under ctx stands.
func WithFreshness(ctx context.Context, f *Freshness) context.Context {
	return context.WithValue(ctx, freshnessKey{}, f)
}

// Stands records that something read under ctx stands for d and no longer.
func Stands(ctx context.Context, d time.Duration) {
	f, ok := ctx.Value(freshnessKey{}).(*Freshness)
	for ok {
		before := f.left.Load()
		if before != nil && *before <= d || f.left.CompareAndSwap(before, &d) {
			return
		}
	}
}

// Within is d, or less if something stands for less.
func (f *Freshness) Within(d time.Duration) time.Duration {
	if left := f.left.Load(); left != nil {
		return min(d, *left)
	}
	return d
}
