package sources

import (
	"slices"
	"sync"
)

// Batch calls ask with every key once, in concurrent chunks of at most size
// keys. A chunk that fails gives its error to its own keys and to no others.
func Batch[K comparable, T any](keys []K, size int, ask func([]K) (map[K]Result[T], error)) map[K]Result[T] {
	all := make(map[K]Result[T], len(keys))
	once := make([]K, 0, len(keys))
	for _, k := range keys {
		if _, dup := all[k]; !dup {
			all[k] = Result[T]{Err: Internal} // until its chunk has returned
			once = append(once, k)
		}
	}
	var mu sync.Mutex
	var questions sync.WaitGroup
	for some := range slices.Chunk(once, size) {
		questions.Go(func() {
			results, err := ask(some)
			mu.Lock()
			defer mu.Unlock()
			for _, k := range some {
				if err != nil {
					all[k] = Result[T]{Err: err}
					continue
				}
				all[k] = results[k]
			}
		})
	}
	questions.Wait()
	return all
}

// Left counts the records of a response that were dropped: about other people,
// or unreadable.
type Left struct{ Foreign, Faulty int }

// Complete returns every key without a result an error, and reports the dropped
// records. The error is NotFound, unless a dropped record may have been the
// missing one: Mismatch when records about other people were dropped, Garbled
// when unreadable ones were. If that leaves no result at all, Complete returns
// the error itself.
func Complete[K comparable, T any](r *Response, keys []K, results map[K]Result[T], left Left) error {
	missing := NotFound
	if left.Faulty > 0 {
		r.Faulty(left.Faulty)
		missing = Garbled
	}
	if left.Foreign > 0 {
		r.Foreign(left.Foreign)
		missing = Mismatch
	}
	if missing != NotFound && len(results) == 0 {
		return missing
	}
	for _, k := range keys {
		if _, ok := results[k]; !ok {
			results[k] = Result[T]{Err: missing}
		}
	}
	return nil
}
