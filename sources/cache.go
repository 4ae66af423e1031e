package sources

import (
	"context"
	"time"

	"github.com/patrickmn/go-cache"
	"golang.org/x/sync/singleflight"
)

// Cache keeps what belongs to nobody for a while: tokens of ours, keys, code
// lists and open data. Nothing about a person may enter it; a test holds the
// list of types it is made for.
//
// go-cache holds anything, without bound and with a goroutine of its own. Here
// it holds one type, at most so many items, and is swept when it is full.
type Cache[V any] struct {
	items  *cache.Cache
	most   int
	flight singleflight.Group
}

// NewCache makes a Cache of at most so many items.
func NewCache[V any](most int) *Cache[V] {
	return &Cache[V]{items: cache.New(cache.NoExpiration, 0), most: most}
}

// Get gives what is kept under key, or else fetches it: once, however many ask
// at the same time. The fetch goes on when the one who began it goes away,
// since others may wait for it; it bounds its own time. It tells how long its
// result may be kept; zero is not at all. Errors are not kept.
func (c *Cache[V]) Get(ctx context.Context, key string, fetch func(context.Context) (V, time.Duration, error)) (V, error) {
	if kept, ok := c.kept(key); ok {
		return kept, nil
	}
	fetched := c.flight.DoChan(key, func() (_ any, err error) {
		// A panic here would end the process: singleflight throws it again in
		// a goroutine of its own.
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

// Drop forgets what is kept under key.
func (c *Cache[V]) Drop(key string) { c.items.Delete(key) }

func (c *Cache[V]) kept(key string) (V, bool) {
	v, ok := c.items.Get(key)
	if !ok {
		var none V
		return none, false
	}
	return v.(V), true
}

func (c *Cache[V]) keep(key string, v V, d time.Duration) {
	if c.items.ItemCount() >= c.most {
		c.items.DeleteExpired()
	}
	if c.items.ItemCount() < c.most {
		c.items.Set(key, v, d)
	}
}
