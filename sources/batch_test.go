package sources_test

import (
	"errors"
	"maps"
	"slices"
	"sync/atomic"
	"testing"

	"helsegraf/sources"
)

func TestBatch(t *testing.T) {
	const ill = 7
	var questions atomic.Int32
	answers := sources.Batch([]int{1, 2, 2, ill, 8, 3, 1}, 2, func(some []int) (map[int]sources.Result[int], error) {
		questions.Add(1)
		if slices.Contains(some, ill) {
			return nil, sources.Timeout
		}
		out := map[int]sources.Result[int]{100: {Value: 1}} // nobody asked
		for _, n := range some {
			out[n] = sources.Result[int]{Value: 10 * n}
		}
		return out, nil
	})
	want := map[int]sources.Result[int]{1: {Value: 10}, 2: {Value: 20}, 3: {Value: 30}, 7: {Err: sources.Timeout}, 8: {Err: sources.Timeout}}
	if !maps.Equal(answers, want) || questions.Load() != 3 {
		t.Errorf("%v in %d questions, want %v in 3", answers, questions.Load(), want)
	}
	if none := sources.Batch(nil, 2, func([]int) (map[int]sources.Result[int], error) { t.Error("asked about nobody"); return nil, nil }); len(none) != 0 {
		t.Errorf("%v about nobody", none)
	}
}

func TestComplete(t *testing.T) {
	for name, c := range map[string]struct {
		found   []int
		left    sources.Left
		missing error
		want    error
	}{
		"all":                       {[]int{1, 2}, sources.Left{}, nil, nil},
		"one missing":               {[]int{1}, sources.Left{}, sources.NotFound, nil},
		"none":                      {nil, sources.Left{}, sources.NotFound, nil},
		"a stranger in their place": {[]int{1}, sources.Left{Foreign: 1}, sources.Mismatch, nil},
		"strangers only":            {nil, sources.Left{Foreign: 2}, nil, sources.Mismatch},
		"one unreadable":            {[]int{1}, sources.Left{Faulty: 1}, sources.Garbled, nil},
		"all unreadable":            {nil, sources.Left{Faulty: 2}, nil, sources.Garbled},
		"one of each":               {[]int{1}, sources.Left{Foreign: 1, Faulty: 1}, sources.Mismatch, nil},
	} {
		t.Run(name, func(t *testing.T) {
			answers := map[int]sources.Result[bool]{}
			for _, n := range c.found {
				answers[n] = sources.Result[bool]{Value: true}
			}
			err := sources.Complete(new(sources.Response), []int{1, 2}, answers, c.left)
			if sources.KindOf(err) != sources.KindOf(c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if err == nil && (len(answers) != 2 || !errors.Is(answers[2].Err, c.missing)) {
				t.Errorf("got %v", answers)
			}
		})
	}
}
