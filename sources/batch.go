package sources

import (
	"slices"
	"sync"
)

// Batch asks about every key, each once, at most so many in a question and all
// questions at the same time. A question that fails answers so for those it was
// about, and for no others.
func Batch[K comparable, T any](keys []K, most int, ask func([]K) (map[K]Answer[T], error)) map[K]Answer[T] {
	all := make(map[K]Answer[T], len(keys))
	once := make([]K, 0, len(keys))
	for _, k := range keys {
		if _, seen := all[k]; !seen {
			all[k] = Answer[T]{Err: Internal} // until it is asked about
			once = append(once, k)
		}
	}
	var mu sync.Mutex
	var questions sync.WaitGroup
	for some := range slices.Chunk(once, most) {
		questions.Go(func() {
			answers, err := ask(some)
			mu.Lock()
			defer mu.Unlock()
			for _, k := range some {
				if err != nil {
					all[k] = Answer[T]{Err: err}
					continue
				}
				all[k] = answers[k]
			}
		})
	}
	questions.Wait()
	return all
}

// Left is how many records of an answer were left out: about others, or not to
// be read.
type Left struct{ Foreign, Faulty int }

// Complete gives those asked about who are not in answers the lack of one, and
// reports the records that were left out. Beside records about others who is
// missing is Mismatch, for such a record may be theirs; beside faulty ones it is
// Garbled, likewise; else NotFound. It is that itself when nothing is left that
// can be believed.
func Complete[K comparable, T any](r *Response, asked []K, answers map[K]Answer[T], left Left) error {
	missing := NotFound
	if left.Faulty > 0 {
		r.Faulty(left.Faulty)
		missing = Garbled
	}
	if left.Foreign > 0 {
		r.Foreign(left.Foreign)
		missing = Mismatch
	}
	if missing != NotFound && len(answers) == 0 {
		return missing
	}
	for _, k := range asked {
		if _, ok := answers[k]; !ok {
			answers[k] = Answer[T]{Err: missing}
		}
	}
	return nil
}
