package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"helsegraf/mocks"
)

// soak is a long run of mixed requests while registers mix people up.
type soak struct {
	requests int
	people   int
	workers  int
	wrong    float64
	seconds  time.Duration

	house   *house
	gateway *gateway
	asker   *asker
	kinds   []kind
	asking  []*person

	sent, foreign, whole, refused atomic.Int64

	mu    sync.Mutex
	codes map[string]int
	first string // the first foreign value's kind
}

func runSoak(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s := &soak{codes: map[string]int{}}
	flags := flag.NewFlagSet("faults soak", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&s.requests, "requests", 1_000_000, "how many requests")
	flags.IntVar(&s.people, "people", 1000, "how many people ask")
	flags.IntVar(&s.workers, "workers", 16, "how many ask at a time")
	flags.Float64Var(&s.wrong, "wrong", 0.05, "the share of registers' answers that are wrong")
	flags.DurationVar(&s.seconds, "most", 3*time.Hour, "how long at most")
	race := flags.Bool("race", false, "build the gateway with the race detector")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var build []string
	if *race {
		build = []string{"-race"}
	}
	bar := newProgress(stderr)
	series, err := s.run(ctx, build, bar)
	bar.clear()
	if err != nil {
		return err
	}
	return s.tell(stdout, series)
}

// run asks until it has asked enough, and gives what the gateway took meanwhile.
func (s *soak) run(ctx context.Context, build []string, bar *progress) (*series, error) {
	var err error
	// Somewhat more than half of a population may use everything.
	if s.house, err = newHouse(ctx, 2*s.people, nil, build...); err != nil {
		return nil, err
	}
	defer s.house.close()
	if s.gateway, err = s.house.start(ctx, settings{logLevel: "error", addresses: s.house.nearby()}, nil); err != nil {
		return nil, err
	}
	defer s.gateway.kill()
	s.asker, s.kinds = newAsker(s.gateway), kinds()
	defer s.asker.close()
	if err := s.learn(ctx); err != nil {
		return nil, err
	}
	bounded, stop := context.WithTimeout(ctx, s.seconds)
	defer stop()
	var group sync.WaitGroup
	for _, e := range s.house.endpoints {
		group.Go(func() { s.mix(bounded, e) })
	}
	taken := newSeries(s.house.binary)
	group.Go(func() { taken.watch(bounded, s.gateway.pid) })
	group.Go(func() {
		for pause(bounded, 200*time.Millisecond) {
			bar.begin(int(s.sent.Load()), s.requests, fmt.Sprintf("%d foreign values", s.foreign.Load()))
		}
	})
	var workers sync.WaitGroup
	for i := range s.workers {
		workers.Go(func() { s.work(bounded, i) })
	}
	workers.Wait()
	stop()
	group.Wait()
	if s.house.leaks(s.gateway.output.String()) {
		return nil, errors.New("an identity number is in the log")
	}
	return taken, ctx.Err()
}

// learn asks everybody for everything once, while all is well.
func (s *soak) learn(ctx context.Context) error {
	all := citizens(s.house.world)
	if len(all) < s.people {
		return fmt.Errorf("%d people are all there are", len(all))
	}
	everything := named(s.kinds, "everything")
	var mu sync.Mutex
	var failed error
	var group sync.WaitGroup
	next := make(chan *mocks.Person)
	for range 4 {
		group.Go(func() {
			for one := range next {
				p, err := s.introduce(ctx, one, everything)
				mu.Lock()
				s.asking, failed = append(s.asking, p), errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	for _, one := range all[:s.people] {
		next <- one
	}
	close(next)
	group.Wait()
	if failed != nil {
		return failed
	}
	for i, p := range s.asking { // or one could not be told from another
		if i > 0 && same(p.baseline[everything.name], s.asking[i-1].baseline[everything.name]) {
			return errors.New("two people are answered the same")
		}
	}
	return nil
}

func (s *soak) introduce(ctx context.Context, one *mocks.Person, everything *kind) (*person, error) {
	token, err := s.house.token(one)
	if err != nil {
		return nil, err
	}
	p := &person{number: one.Number, token: token, baseline: map[string]any{}}
	a := s.asker.put(ctx, everything, p)
	if a.err != nil || len(a.errors) > 0 {
		return nil, errors.Join(fmt.Errorf("not answered when all is well: status %d, %v", a.status, a.codes("", "")), a.err)
	}
	p.baseline[everything.name] = a.data
	return p, nil
}

// mix has an endpoint answer about somebody else, leave records out and give
// them twice, in turn. They come in any order always.
func (s *soak) mix(ctx context.Context, e *endpoint) {
	bodies := []string{"wrong-subject", "missing", "wrong-subject", "duplicate"}
	for i := 0; pause(ctx, 300*time.Millisecond); i++ {
		_ = e.show(ctx, &mocks.Fault{Body: bodies[i%len(bodies)], Rate: s.wrong}) // again in a moment
	}
}

// work is one who asks, as anybody and for anything.
func (s *soak) work(ctx context.Context, i int) {
	r := rand.New(rand.NewPCG(uint64(i), 4)) //nolint:gosec // which mix it is may be known
	for ctx.Err() == nil && s.sent.Add(1) <= int64(s.requests) {
		k, who := &s.kinds[r.IntN(len(s.kinds))], s.asking[r.IntN(len(s.asking))]
		if k.open { // nobody's, and so no stranger's
			k = named(s.kinds, "represents")
		}
		a := s.asker.put(ctx, k, who)
		if ctx.Err() != nil {
			return
		}
		s.judge(k, who, &a)
	}
}

func (s *soak) judge(k *kind, who *person, a *answer) {
	switch {
	case a.err != nil || a.status != http.StatusOK:
		s.refused.Add(1)
		return
	case !within(a.data, who.baseline["everything"]):
		s.foreign.Add(1)
		s.mu.Lock()
		s.first = k.name
		s.mu.Unlock()
	case len(a.errors) == 0:
		s.whole.Add(1)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, code := range a.codes("", "") {
		s.codes[code]++
	}
}

// tell prints what came of it; the error is that something does not hold.
func (s *soak) tell(w io.Writer, taken *series) error {
	sent := min(s.sent.Load(), int64(s.requests))
	_, _ = fmt.Fprintf(w, "%d requests of %d people, %g %% of registers' answers wrong: %d foreign values, %d answers without errors, %d not answered\n",
		sent, len(s.asking), 100*s.wrong, s.foreign.Load(), s.whole.Load(), s.refused.Load())
	for _, code := range slices.Sorted(maps.Keys(s.codes)) {
		_, _ = fmt.Fprintf(w, "  %-28s %d\n", code, s.codes[code])
	}
	faults := taken.judge()
	_, _ = fmt.Fprintln(w, taken.text())
	switch {
	case s.foreign.Load() > 0:
		faults = append(faults, "foreign values, first in "+s.first)
	case s.refused.Load() > sent/1000:
		faults = append(faults, "too many were not answered")
	case s.whole.Load() < sent/2:
		faults = append(faults, "too few answers are whole")
	case s.wrong > 0 && s.codes[codeMismatch] == 0:
		faults = append(faults, "no register answered about somebody else")
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %v", errNotHeld, faults)
	}
	return nil
}

// leaks tells whether somebody's identity number is in a text.
func (h *house) leaks(text string) bool {
	digits := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			digits = 0
			continue
		}
		if digits++; digits >= 11 && h.world.Person(text[i-10:i+1]) != nil {
			return true
		}
	}
	return false
}
