package sources

import (
	"context"
	"slices"
	"time"

	"github.com/patrickmn/go-cache"
	"golang.org/x/sync/singleflight"
)

// Cache keeps data that belongs to no person for a while: our own tokens, keys,
// code lists and open data. Nothing about a person may enter it; a test holds
// the list of types it is used for.
//
// go-cache holds values of any type, unbounded, with its own goroutine. Cache
// restricts it to one type and a fixed capacity, and sweeps it when full.
type Cache[V any] struct {
	items    *cache.Cache
	capacity int
	flight   singleflight.Group
}

// NewCache makes a Cache of at most capacity items.
func NewCache[V any](capacity int) *Cache[V] {
	return &Cache[V]{items: cache.New(cache.NoExpiration, 0), capacity: capacity}
}

// Get returns the cached value of key, or fetches it: once, however many
// callers wait. The fetch is detached from the caller that started it, since
// others may be waiting, and must bound its own time. It also returns how long
// its result may be kept; zero is not at all. Errors are not cached.
func (c *Cache[V]) Get(ctx context.Context, key string, fetch func(context.Context) (V, time.Duration, error)) (V, error) {
	if kept, ok := c.kept(key); ok {
		return kept, nil
	}
	fetched := c.flight.DoChan(key, func() (_ any, err error) {
		// A panic here would end the process: singleflight re-panics it in a
		// goroutine of its own.
		defer func() {
			if recover() != nil {
				err = Internal
			}
		}()
		if kept, ok := c.kept(key); ok {
			return kept, nil
		}
		v, keep, err := fetch(context.WithoutCancel(ctx))
		if err == nil && keep > 0 {
			c.keep(key, v, keep)
		}
		return v, err
	})
	var none V
	select {
	case <-ctx.Done():
		return none, KindOf(ctx.Err())
	case r := <-fetched:
		if r.Err != nil {
			return none, r.Err
		}
		return r.Val.(V), nil
	}
}

// GetAll returns the cached values of keys, and fetches those that are missing together.
// Keys that fetch leaves out are left out. It also returns how long its results may be
// kept; zero is not at all.
func (c *Cache[V]) GetAll(keys []string, fetch func(missing []string) (map[string]V, time.Duration, error)) (map[string]V, error) {
	all := make(map[string]V, len(keys))
	var missing []string
	for _, key := range keys {
		if kept, ok := c.kept(key); ok {
			all[key] = kept
		} else if !slices.Contains(missing, key) {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return all, nil
	}
	fetched, keep, err := fetch(missing)
	if err != nil {
		return nil, err
	}
	for key, v := range fetched {
		all[key] = v
		if keep > 0 {
			c.keep(key, v, keep)
		}
	}
	return all, nil
}

// Drop removes the value of key.
func (c *Cache[V]) Drop(key string) { c.items.Delete(key) }

// Kept is the cached value of key, if any.
func (c *Cache[V]) Kept(key string) (V, bool) { return c.kept(key) }

// Keep caches a value that was fetched with others, if there is room.
func (c *Cache[V]) Keep(key string, v V, d time.Duration) {
	if d > 0 {
		c.keep(key, v, d)
	}
}

func (c *Cache[V]) kept(key string) (V, bool) {
	v, ok := c.items.Get(key)
	if !ok {
		var none V
		return none, false
	}
	return v.(V), true
}

func (c *Cache[V]) keep(key string, v V, d time.Duration) {
	if c.items.ItemCount() >= c.capacity {
		c.items.DeleteExpired()
	}
	if c.items.ItemCount() < c.capacity {
		c.items.Set(key, v, d)
	}
}
