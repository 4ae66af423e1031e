package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/mocks/world"
)

// rolling restarts two replicas in turn behind nginx, under load. No request may
// be lost.
type rolling struct {
	restarts int
	rate     int
	drain    time.Duration

	testbed  *testbed
	nginx    *nginx
	asker    *asker
	kinds    []*kind
	people   []*person
	replicas []*replica

	sent, failed atomic.Int64
	mu           sync.Mutex
	how          []string // the first failures

	stdout io.Writer
	bar    *lab.Progress
	began  time.Time
	took   time.Duration
}

// replica is one of the gateways, which restarts at the same address.
type replica struct {
	port    *port
	gateway *gateway
}

func runRolling(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	r := &rolling{stdout: stdout, bar: lab.NewProgress(stderr)}
	flags := flag.NewFlagSet("faults rolling", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&r.restarts, "restarts", 100, "how many restarts")
	flags.IntVar(&r.rate, "rate", 200, "requests a second")
	flags.DurationVar(&r.drain, "drain", 2*time.Second, "drain in the gateway's configuration")
	if err := flags.Parse(args); err != nil {
		return err
	}
	err := r.run(ctx)
	r.bar.Clear()
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(stdout, "%d restarts of %d replicas behind %s: %d requests, %.0f a second, %d failed, in %s\n",
		r.restarts, len(r.replicas), r.nginx.version, r.sent.Load(), float64(r.sent.Load())/r.took.Seconds(), r.failed.Load(), r.took.Round(time.Second))
	for _, how := range r.how {
		_, _ = fmt.Fprintln(stdout, "  "+how)
	}
	if r.failed.Load() > 0 {
		for line := range strings.Lines(r.nginx.output.String()) {
			if !strings.Contains(line, "while connecting to upstream") { // retried, so not a loss
				_, _ = fmt.Fprint(stdout, line)
			}
		}
		return errNotHeld
	}
	return nil
}

func (r *rolling) run(ctx context.Context) error {
	w, err := world.New(world.Options{People: 4 * asking})
	if err != nil {
		return err
	}
	if r.testbed, err = newTestbed(ctx, w, ""); err != nil {
		return err
	}
	defer r.testbed.close()
	defer r.end()
	var addresses []string
	for range 2 {
		one := &replica{}
		if one.port, err = newPort(); err != nil {
			return err
		}
		r.replicas = append(r.replicas, one)
		addresses = append(addresses, one.port.address)
		if err := r.start(ctx, one); err != nil {
			return err
		}
	}
	if r.nginx, err = startNginx(ctx, r.testbed.Dir, addresses); err != nil {
		return err
	}
	r.asker = newAsker(&gateway{url: r.nginx.url})
	defer r.asker.close()
	if err := r.learn(ctx); err != nil {
		return err
	}
	r.began = time.Now()
	going, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() { r.send(going, ctx) })
	err = r.restart(ctx)
	r.took = time.Since(r.began)
	stop()
	group.Wait()
	return err
}

// end stops what is left after a failure, and what never stops by itself.
func (r *rolling) end() {
	if r.nginx != nil {
		r.nginx.kill()
	}
	for _, one := range r.replicas {
		if one.gateway != nil {
			one.gateway.kill()
		}
		_ = one.port.close()
	}
}

func (r *rolling) start(ctx context.Context, one *replica) error {
	// On a busy machine answers are late, but still count.
	patient := pace{deadline: 10 * time.Second, timeout: 8 * time.Second, window: 10 * time.Second, open: time.Second, minCalls: 10_000, ratio: 1}
	g, err := r.testbed.start(ctx, settings{pace: patient, addresses: r.testbed.nearby(), listen: one.port.address, drain: r.drain}, nil)
	if err != nil {
		return err
	}
	one.gateway = g
	return nil
}

// asking is how many people send requests, mostly one at a time each.
const asking = 100

// learn runs the query once for everybody, while all is well.
func (r *rolling) learn(ctx context.Context) error {
	all := kinds()
	for _, name := range []string{"gp", "record", "contact", "represents"} {
		r.kinds = append(r.kinds, named(all, name))
	}
	for _, one := range citizens(r.testbed.World)[:asking] {
		token, err := r.testbed.Token(one)
		if err != nil {
			return err
		}
		p := &person{number: one.Number, token: token, baseline: map[string]any{}}
		for _, k := range r.kinds {
			a := r.asker.put(ctx, k, p)
			if a.err != nil || len(a.errors) > 0 {
				return errors.Join(fmt.Errorf("not answered when all is well: status %d, %v", a.status, a.codes("", "")), a.err)
			}
			p.baseline[k.name] = a.data
		}
		r.people = append(r.people, p)
	}
	return nil
}

// restart restarts one replica after the other, once the previous one is ready.
func (r *rolling) restart(ctx context.Context) error {
	const lines = 10 // lines, however many restarts
	for i := range r.restarts {
		r.bar.Bar(i, r.restarts, fmt.Sprintf("restarts, %d requests, %d failed", r.sent.Load(), r.failed.Load()))
		one := r.replicas[i%len(r.replicas)]
		if _, err := one.gateway.stop(); err != nil {
			return fmt.Errorf("a replica stops: %w\n%s", err, one.gateway.output)
		}
		if err := r.start(ctx, one); err != nil {
			return err
		}
		if (i+1)%max(1, r.restarts/lines) == 0 {
			r.bar.Clear()
			_, _ = fmt.Fprintf(r.stdout, "%4d restarts, %d requests, %d failed, %s\n", i+1, r.sent.Load(), r.failed.Load(), time.Since(r.began).Round(time.Second))
		}
	}
	return nil
}

// atOnce is the most concurrent requests, fewer than one replica accepts.
// Further ones wait, as users do.
const atOnce = 100

// send sends requests at a steady rate until told to stop, and waits for the
// answers.
func (r *rolling) send(going, ctx context.Context) {
	var group sync.WaitGroup
	free, next := make(chan struct{}, atOnce), time.Now()
	for i := 0; pause(going, time.Until(next)); i++ {
		free <- struct{}{}
		// Delays are not made up for by a burst.
		if next = next.Add(time.Second / time.Duration(r.rate)); time.Since(next) > time.Second {
			next = time.Now()
		}
		k, who := r.kinds[i/len(r.people)%len(r.kinds)], r.people[i%len(r.people)]
		r.sent.Add(1)
		group.Go(func() {
			defer func() { <-free }()
			a := r.asker.put(ctx, k, who)
			if a.err != nil || a.status != http.StatusOK || len(a.errors) > 0 || !same(a.data, who.baseline[k.name]) {
				r.fail(&a)
			}
		})
	}
	group.Wait()
}

// fail records a failed request.
func (r *rolling) fail(a *response) {
	const most = 10
	r.failed.Add(1)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.how) < most {
		r.how = append(r.how, fmt.Sprintf("%s: status %d, codes %v, %v", time.Since(r.began).Round(time.Millisecond), a.status, a.codes("", ""), a.err))
	}
}
