package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// soak is a long run of mixed requests while registers mix people up.
type soak struct {
	requests int
	people   int
	workers  int
	wrong    float64
	seconds  time.Duration

	testbed *testbed
	gateway *gateway
	asker   *asker
	kinds   []kind
	asking  []*person

	sent, foreign, whole, refused atomic.Int64

	stdout         io.Writer
	bar            *lab.Progress
	began, printed time.Time
	took           time.Duration

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
	writes := flags.Int("writes", 0, "make so many changes, instead of requests that only read")
	every := flags.Duration("every", 10*time.Second, "between restarts, while changes are made")
	race := flags.Bool("race", false, "build the gateway with the race detector")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var build []string
	if *race {
		build = []string{"-race"}
	}
	s.stdout, s.bar = stdout, lab.NewProgress(stderr)
	if *writes > 0 {
		w := &writesSoak{changes: *writes, people: s.people, workers: s.workers, wrong: s.wrong, every: *every, longest: s.seconds, stdout: stdout, bar: s.bar}
		err := w.run(ctx, build)
		s.bar.Clear()
		return errors.Join(err, w.print())
	}
	taken, err := s.run(ctx, build)
	s.bar.Clear()
	if err != nil {
		return err
	}
	return s.print(taken)
}

// run sends the requests, and returns the gateway's resource use meanwhile.
func (s *soak) run(ctx context.Context, build []string) (*series, error) {
	// About half of a population may use everything and has a doctor to write to.
	w, err := world.New(world.Options{People: 3 * s.people})
	if err != nil {
		return nil, err
	}
	if s.testbed, err = newTestbed(ctx, w, "", build...); err != nil {
		return nil, err
	}
	defer s.testbed.close()
	if s.gateway, err = s.testbed.start(ctx, settings{logLevel: "error", addresses: s.testbed.nearby()}, nil); err != nil {
		return nil, err
	}
	defer s.gateway.kill()
	s.asker, s.kinds = newAsker(s.gateway), kinds()
	defer s.asker.close()
	if err := s.learn(ctx); err != nil {
		return nil, err
	}
	taken, err := newSeries(s.testbed.binary)
	if err != nil {
		return nil, err
	}
	s.began = time.Now()
	bounded, stop := context.WithTimeout(ctx, s.seconds)
	defer stop()
	var group sync.WaitGroup
	for _, e := range s.testbed.endpoints {
		group.Go(func() { s.mix(bounded, e) })
	}
	group.Go(func() { taken.watch(bounded, s.gateway.pid, s.show) })
	var workers sync.WaitGroup
	for i := range s.workers {
		workers.Go(func() { s.work(bounded, i) })
	}
	workers.Wait()
	s.took = time.Since(s.began)
	stop()
	group.Wait()
	if s.testbed.leaks(s.gateway.output.String()) {
		return nil, errors.New("an identity number is in the log")
	}
	return taken, ctx.Err()
}

// learn runs the full query once for everybody, while all is well.
func (s *soak) learn(ctx context.Context) error {
	all := citizens(s.testbed.World)
	if len(all) < s.people {
		return fmt.Errorf("%d people are all there are", len(all))
	}
	everything := named(s.kinds, "everything")
	var mu sync.Mutex
	var failed error
	var group sync.WaitGroup
	next := make(chan *world.Person)
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
	for i, p := range s.asking { // so that people can be told apart
		if i > 0 && same(p.baseline[everything.name], s.asking[i-1].baseline[everything.name]) {
			return errors.New("two people are answered the same")
		}
	}
	return nil
}

func (s *soak) introduce(ctx context.Context, one *world.Person, everything *kind) (*person, error) {
	token, err := s.testbed.Token(one)
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

// mix makes an endpoint return other people's records, omit records and repeat
// them, in turn. The order always varies.
func (s *soak) mix(ctx context.Context, e *endpoint) {
	bodies := []string{"wrong-subject", "missing", "wrong-subject", "duplicate"}
	for i := 0; pause(ctx, 300*time.Millisecond); i++ {
		_ = e.show(ctx, &standin.Fault{Body: bodies[i%len(bodies)], Rate: s.wrong}) // set again in a moment
	}
}

// work is one worker, which sends any query as anyone.
func (s *soak) work(ctx context.Context, i int) {
	r := rand.New(rand.NewPCG(uint64(i), 4)) //nolint:gosec // the mix is no secret
	for ctx.Err() == nil && s.sent.Add(1) <= int64(s.requests) {
		k, who := &s.kinds[r.IntN(len(s.kinds))], s.asking[r.IntN(len(s.asking))]
		if k.open { // about nobody, so it cannot leak
			k = named(s.kinds, "represents")
		}
		a := s.asker.put(ctx, k, who)
		if ctx.Err() != nil {
			return
		}
		s.judge(k, who, &a)
	}
}

func (s *soak) judge(k *kind, who *person, a *response) {
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

// leaks reports whether a text contains a person's identity number.
func (h *testbed) leaks(text string) bool {
	digits := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			digits = 0
			continue
		}
		if digits++; digits >= 11 && h.World.Person(text[i-10:i+1]) != nil {
			return true
		}
	}
	return false
}
