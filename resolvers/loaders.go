package resolvers

import (
	"context"
	"sync"
	"time"

	"github.com/graph-gophers/dataloader/v7"
	"golang.org/x/sync/errgroup"

	"helsegraf/graph/policy"
	"helsegraf/sources"
)

// loader fetches all the keys that the plan foresees from one operation of one
// register, in one batch that is sent before the first field is resolved. There
// is no timer: the batch is complete when the last expected key is in. It lives
// for one request.
type loader[K comparable, V any] struct {
	batchFetch[K, V]
	keys   []K
	marked int // how many were expected at the mark
	// ahead holds what was sent ahead. It is written before the first field is
	// resolved and only read after.
	ahead map[K]dataloader.Thunk[V]
	// over are keys that the request's budget had no room for.
	over map[K]error

	mu     sync.Mutex
	strays map[K]func() (V, error)
}

// batchFetch is how keys are fetched from a register.
type batchFetch[K comparable, V any] struct {
	fetch dataloader.BatchFunc[K, V]
	// asOne: all keys go in one call to the register.
	asOne bool
}

// expect adds a key to the coming batch. A subject reached by two branches is one
// key.
func (l *loader[K, V]) expect(key K) {
	if l.ahead == nil {
		l.ahead = map[K]dataloader.Thunk[V]{}
	}
	if _, ok := l.ahead[key]; !ok {
		l.ahead[key] = nil
		l.keys = append(l.keys, key)
	}
}

// expects reports whether a key was foreseen, within the budget or not.
func (l *loader[K, V]) expects(key K) bool {
	_, ahead := l.ahead[key]
	return ahead || l.over[key] != nil
}

func (l *loader[K, V]) mark() { l.marked = len(l.keys) }

func (l *loader[K, V]) undo(because error) {
	for _, key := range l.keys[l.marked:] {
		delete(l.ahead, key)
		if l.over == nil {
			l.over = map[K]error{}
		}
		l.over[key] = because
	}
	l.keys = l.keys[:l.marked]
}

// size is the number of calls the expected keys take.
func (l *loader[K, V]) size() int {
	if l.asOne {
		return min(len(l.keys), 1)
	}
	return len(l.keys)
}

func (l *loader[K, V]) about(people int) int {
	if l.asOne {
		return l.size()
	}
	return people * l.size()
}

// start sends the batch. The context is the request's, with its deadline. With
// nothing expected it does nothing: dataloader takes a capacity of 0 as
// unlimited.
func (l *loader[K, V]) start(ctx context.Context) {
	if len(l.keys) == 0 {
		return
	}
	batch := dataloader.NewBatchedLoader(l.fetch,
		dataloader.WithBatchCapacity[K, V](len(l.keys)),
		dataloader.WithInputCapacity[K, V](len(l.keys)),
		dataloader.WithWait[K, V](never))
	for _, key := range l.keys {
		l.ahead[key] = batch.Load(ctx, key)
	}
}

// never exceeds any request's deadline, so a batch is only sent when full.
const never = time.Hour

// load waits for the response to a key. A response that arrives after a decision of
// the request has lapsed is withheld: no gate runs again below a handle, and a
// new request costs the client little.
func (l *loader[K, V]) load(ctx context.Context, key K) (V, error) {
	q := requestOf(ctx)
	v, err := l.lookup(ctx, q, key)
	if q.lapsed() {
		var none V
		return none, refused(policy.ConsentSourceUnavailable)
	}
	return v, err
}

// lookup returns the register's response to a key. A key that was not foreseen is sent
// at once, on its own.
func (l *loader[K, V]) lookup(ctx context.Context, q *request, key K) (V, error) {
	if thunk := l.ahead[key]; thunk != nil {
		return thunk()
	}
	if because := l.over[key]; because != nil {
		var none V
		return none, because
	}
	l.mu.Lock()
	fetch, ok := l.strays[key]
	if !ok {
		q.r.unforeseen.Add(1)
		fetch = sync.OnceValues(func() (V, error) {
			r := l.fetch(ctx, []K{key})[0]
			return r.Data, r.Error
		})
		if l.strays == nil {
			l.strays = map[K]func() (V, error){}
		}
		l.strays[key] = fetch
	}
	l.mu.Unlock()
	return fetch()
}

// inFlight is the most concurrent calls of one request to a register that is
// called person by person.
const inFlight = 32

// each fetches key by key, several at a time, and returns results in key order.
func each[K comparable, V any](fetch func(context.Context, K) (V, error)) batchFetch[K, V] {
	return batchFetch[K, V]{fetch: func(ctx context.Context, keys []K) []*dataloader.Result[V] {
		results := make([]*dataloader.Result[V], len(keys))
		if len(keys) == 1 {
			results[0] = one(ctx, keys[0], fetch)
			return results
		}
		var group errgroup.Group
		group.SetLimit(inFlight)
		for i, key := range keys {
			group.Go(func() error {
				results[i] = one(ctx, key, fetch)
				return nil
			})
		}
		_ = group.Wait()
		return results
	}}
}

// one fetches one key. It recovers panics, which would end the process, or be
// printed by dataloader along with the keys.
func one[K comparable, V any](ctx context.Context, key K, fetch func(context.Context, K) (V, error)) (r *dataloader.Result[V]) {
	defer func() {
		if recover() != nil {
			r = &dataloader.Result[V]{Error: sources.Internal}
		}
	}()
	v, err := fetch(ctx, key)
	return &dataloader.Result[V]{Data: v, Error: err}
}

// many fetches all keys in one call, and matches answers to keys by subject,
// never by position.
func many[K, S comparable, V any](subject func(K) S, fetch func(context.Context, []K) map[S]sources.Result[V]) batchFetch[K, V] {
	return batchFetch[K, V]{asOne: true, fetch: func(ctx context.Context, keys []K) (results []*dataloader.Result[V]) {
		results = make([]*dataloader.Result[V], len(keys))
		var fetched map[S]sources.Result[V]
		func() {
			defer func() {
				if recover() != nil {
					fetched = nil
				}
			}()
			fetched = fetch(ctx, keys)
		}()
		for i, key := range keys {
			a, ok := fetched[subject(key)]
			if !ok {
				a.Err = sources.Internal
			}
			results[i] = &dataloader.Result[V]{Data: a.Value, Error: a.Err}
		}
		return results
	}}
}
