package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"helsegraf/cmd/lab"
)

// series is a process's resource use over time.
type series struct {
	goroutines counter
	samples    []sample
}

type sample struct {
	at         time.Duration
	rss        int64 // bytes
	fds        int
	goroutines int
}

func newSeries(binary string) (*series, error) {
	goroutines, err := newCounter(binary)
	return &series{goroutines: goroutines}, err
}

// watch takes samples until ctx ends, and shows each.
func (s *series) watch(ctx context.Context, pid int, show func(sample)) {
	start := time.Now()
	for pause(ctx, 500*time.Millisecond) {
		n, err := s.goroutines.count(pid)
		if err != nil {
			continue // it was changing
		}
		one := sample{at: time.Since(start), rss: lab.Memory(pid), fds: descriptors(pid), goroutines: n}
		s.samples = append(s.samples, one)
		show(one)
	}
}

// warm is the time that memory, connections and goroutines need to reach the
// level of the load.
const warm = 2 * time.Minute

// flat are the samples after the warm-up, in two halves.
func (s *series) flat() (early, late []sample) {
	i := slices.IndexFunc(s.samples, func(one sample) bool { return one.at >= warm })
	if i < 0 || len(s.samples)-i < 20 {
		return nil, nil
	}
	after := s.samples[i:]
	return after[:len(after)/2], after[len(after)/2:]
}

// slope is the growth of memory after the warm-up, in bytes a minute, by least
// squares.
func (s *series) slope() float64 {
	early, late := s.flat()
	var n, x, y, xx, xy float64
	for _, one := range slices.Concat(early, late) {
		at, memory := one.at.Minutes(), float64(one.rss)
		n, x, y, xx, xy = n+1, x+at, y+memory, xx+at*at, xy+at*memory
	}
	if n == 0 || n*xx == x*x {
		return 0
	}
	return (n*xy - x*y) / (n*xx - x*x)
}

// median of one figure of the samples.
func median(samples []sample, of func(sample) int) int {
	var all []int
	for _, one := range samples {
		all = append(all, of(one))
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func goroutinesOf(s sample) int { return s.goroutines }
func fdsOf(s sample) int        { return s.fds }

// judge says what grows. Short runs are not judged.
func (s *series) judge() []string {
	if len(s.samples) == 0 {
		return []string{"nothing was measured"}
	}
	early, late := s.flat()
	if early == nil {
		return nil
	}
	var out []string
	for name, of := range map[string]func(sample) int{"goroutines": goroutinesOf, "descriptors": fdsOf} {
		before, after := median(early, of), median(late, of)
		if allowed := max(5, before/20); after > before+allowed || after < before-allowed {
			out = append(out, fmt.Sprintf("%d %s became %d", before, name, after))
		}
	}
	const most = 1 << 20
	if slope := s.slope(); slope >= most {
		out = append(out, fmt.Sprintf("memory grows by %.1f MiB a minute", slope/most))
	}
	return out
}

// rows are the figures, for a table.
func (s *series) rows() [][2]string {
	if len(s.samples) == 0 {
		return [][2]string{{"what it took", "nothing was measured"}}
	}
	last := s.samples[len(s.samples)-1]
	early, late := s.flat()
	if early == nil {
		return [][2]string{
			{"goroutines", fmt.Sprint(last.goroutines)}, {"descriptors", fmt.Sprint(last.fds)}, {"memory", fmt.Sprintf("%d MiB", last.rss>>20)},
			{"", "too short to tell whether that is flat"},
		}
	}
	halves := func(of func(sample) int) string {
		return fmt.Sprintf("%d, then %d", median(early, of), median(late, of))
	}
	return [][2]string{
		{"goroutines", halves(goroutinesOf)},
		{"descriptors", halves(fdsOf)},
		{"memory", fmt.Sprintf("%d MiB at the end, growing by %.2f MiB a minute after the second", last.rss>>20, s.slope()/(1<<20))},
	}
}
