package sources

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
	"golang.org/x/sync/singleflight"
)

// OpenData keeps what registers publish to everybody, for hours, and for longer
// while the register is down: at most a day in all. What is kept says when it was
// read. Like Cache it is for nothing about a person.
//
// It is bounded in items and in bytes; the oldest make room.
type OpenData[V any] struct {
	options OpenOptions
	items   *cache.Cache // of *openItem[V]; when they end is decided by the clock
	flight  singleflight.Group
	slots   chan struct{}

	mu    sync.Mutex
	bytes int64
}

// OpenOptions are how open data is kept. The zero value keeps nothing.
type OpenOptions struct {
	// Fresh is how long an item is used without a call.
	Fresh time.Duration
	// Stale is how old an item may be that is used because the register cannot be
	// read.
	Stale time.Duration
	// InFlight is how many fetches there may be at once; 8 when it is 0.
	InFlight int
	// Items and Bytes bound what is kept.
	Items int
	Bytes int64
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Dated is a value and when it was read.
type Dated[V any] struct {
	Value V
	AsOf  time.Time
	// Stale reports that the register could not be read since it should have been.
	Stale bool
}

type openItem[V any] struct {
	value Dated[V]
	size  int64
	// tried is when the register last failed; it is left alone for a while then.
	tried time.Time
}

// alone is how long a register is left alone that could not be read, while
// there is a value to use.
const alone = 30 * time.Second

// NewOpenData makes an OpenData.
func NewOpenData[V any](o OpenOptions) *OpenData[V] {
	if o.Now == nil {
		o.Now = time.Now
	}
	setDefault(&o.InFlight, 8)
	return &OpenData[V]{options: o, items: cache.New(cache.NoExpiration, 0), slots: make(chan struct{}, o.InFlight)}
}

// Get returns the value of key, or fetches it: once, however many callers wait. The
// fetch also returns the value's size in bytes, and is detached from the caller that
// started it. Without a value young enough, its error is returned. How long the value
// stands is recorded in ctx's Freshness.
func (o *OpenData[V]) Get(ctx context.Context, key string, fetch func(context.Context) (V, int64, error)) (Dated[V], error) {
	v, err := o.get(ctx, key, fetch)
	if err == nil {
		left := o.options.Fresh - o.options.Now().Sub(v.AsOf)
		if v.Stale {
			left = MostStale
		}
		Stands(ctx, left)
	}
	return v, err
}

func (o *OpenData[V]) get(ctx context.Context, key string, fetch func(context.Context) (V, int64, error)) (Dated[V], error) {
	if kept, ok := o.usable(key); ok {
		return kept, nil
	}
	fetched := o.flight.DoChan(key, func() (_ any, err error) {
		defer func() {
			if recover() != nil { // singleflight panics again, in a goroutine of its own
				err = Internal
			}
		}()
		if kept, ok := o.usable(key); ok {
			return kept, nil
		}
		o.slots <- struct{}{} // each before it bounds its own time
		defer func() { <-o.slots }()
		v, size, err := fetch(context.WithoutCancel(ctx))
		if err != nil {
			return o.stale(key, err)
		}
		return o.keep(key, v, size), nil
	})
	select {
	case <-ctx.Done():
		return Dated[V]{}, KindOf(ctx.Err())
	case r := <-fetched:
		if r.Err != nil {
			return Dated[V]{}, r.Err
		}
		return r.Val.(Dated[V]), nil
	}
}

// usable is a value that needs no call.
func (o *OpenData[V]) usable(key string) (Dated[V], bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	item, ok := o.item(key)
	if !ok {
		return Dated[V]{}, false
	}
	now := o.options.Now()
	age := now.Sub(item.value.AsOf)
	switch {
	case age < o.options.Fresh:
		return item.value, true
	case age < o.options.Stale && !item.tried.IsZero() && now.Sub(item.tried) < alone:
		stale := item.value
		stale.Stale = true
		return stale, true
	}
	return Dated[V]{}, false
}

// stale is the value to use when the register cannot be read, or the error.
func (o *OpenData[V]) stale(key string, err error) (Dated[V], error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	item, ok := o.item(key)
	now := o.options.Now()
	if !ok || now.Sub(item.value.AsOf) >= o.options.Stale {
		o.drop(key)
		return Dated[V]{}, err
	}
	item.tried = now
	v := item.value
	v.Stale = true
	return v, nil
}

func (o *OpenData[V]) keep(key string, v V, size int64) Dated[V] {
	now := o.options.Now()
	dated := Dated[V]{Value: v, AsOf: now}
	if o.options.Fresh <= 0 && o.options.Stale <= 0 || size > o.options.Bytes || o.options.Items < 1 {
		return dated
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.drop(key)
	o.makeRoom(size, now)
	o.items.Set(key, &openItem[V]{value: dated, size: size}, cache.NoExpiration)
	o.bytes += size
	return dated
}

// makeRoom drops what is too old, and then the oldest until there is room.
func (o *OpenData[V]) makeRoom(size int64, now time.Time) {
	full := func() bool { return o.items.ItemCount() >= o.options.Items || o.bytes+size > o.options.Bytes }
	if !full() {
		return
	}
	type aged struct {
		key  string
		asOf time.Time
	}
	var all []aged
	for key, item := range o.items.Items() {
		all = append(all, aged{key, item.Object.(*openItem[V]).value.AsOf})
	}
	slices.SortFunc(all, func(a, b aged) int { return a.asOf.Compare(b.asOf) })
	for _, one := range all {
		if !full() && now.Sub(one.asOf) < max(o.options.Fresh, o.options.Stale) {
			return
		}
		o.drop(one.key)
	}
}

func (o *OpenData[V]) item(key string) (*openItem[V], bool) {
	v, ok := o.items.Get(key)
	if !ok {
		return nil, false
	}
	return v.(*openItem[V]), true
}

func (o *OpenData[V]) drop(key string) {
	if item, ok := o.item(key); ok {
		o.items.Delete(key)
		o.bytes -= item.size
	}
}

// OpenSettings are the configuration of how long open data is kept.
type OpenSettings struct {
	// Keep is how long it is used without a call: 4 hours by default.
	Keep time.Duration `yaml:"keep" env:"KEEP"`
	// Stale is how old it may be while the register cannot be read: a day by
	// default, and at most.
	Stale time.Duration `yaml:"stale" env:"STALE"`
}

// Check fills in the defaults.
func (s *OpenSettings) Check(wrong func(key, what string)) {
	const day = 24 * time.Hour
	setDefault(&s.Keep, 4*time.Hour)
	setDefault(&s.Stale, day)
	if s.Keep < 0 || s.Keep > day {
		wrong("keep", "must be at most 24h")
	}
	if s.Stale < 0 || s.Stale > day {
		wrong("stale", "must be at most 24h")
	}
}
