package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"slices"
	"sync"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/mocks/world"
)

// writesSoak is a long run of changes while registers fail and gateways restart: two
// gateways with the same keys, and people who try again under the same key.
type writesSoak struct {
	changes, people, workers int
	wrong                    float64
	every                    time.Duration // between restarts
	longest                  time.Duration

	testbed  *testbed
	replicas []*replica
	askers   []*asker
	table    []write

	stdout io.Writer
	bar    *lab.Progress
	began  time.Time

	mu                        sync.Mutex
	begun, ended, tries, gone int
	stops, kills              int
	last                      map[string]int // how changes ended
	exceptions                []string
	open                      []*attempt // without an outcome in the log
}

// opposites are changes that undo those of the table, so that there is always
// something to change.
func opposites() []write {
	return []write{
		{field: "setConsentLevel", input: "level: FULL", holds: func(s standing) bool { return s.Consent == "FULL" }},
		{field: "unblockService", input: "service: TOOLS", holds: unblocked("TOOLS")},
		{field: "blockService", input: "service: VACCINATION", closes: true, holds: func(s standing) bool { return !unblocked("VACCINATION")(s) }},
		{field: "setYouthAccess", input: "allowed: false", byParent: true, holds: func(s standing) bool { return !s.YouthAccess }},
		{field: "setSharing", input: "purpose: RESEARCH, allowed: false", holds: func(s standing) bool { return !s.Sharing["RESEARCH"] }},
	}
}

func unblocked(service string) func(standing) bool {
	return func(s standing) bool { return !slices.Contains(s.Blocks, service) }
}

// run makes the changes.
func (s *writesSoak) run(ctx context.Context, build []string) error {
	w, err := world.New(world.Options{People: 4 * s.people})
	if err != nil {
		return err
	}
	if s.testbed, err = newTestbed(ctx, w, "", build...); err != nil {
		return err
	}
	defer s.testbed.close()
	defer s.end()
	for range 2 {
		one := &replica{}
		if one.port, err = newPort(); err != nil {
			return err
		}
		s.replicas = append(s.replicas, one)
		if err := s.start(ctx, one); err != nil {
			return err
		}
		s.askers = append(s.askers, newAsker(one.gateway))
	}
	s.bar.Step("people and their ids")
	all, parent, err := s.testbed.writers(ctx, s.askers[0], s.people)
	if err != nil {
		return err
	}
	all = append(all, parent)
	s.began, s.last, s.table = time.Now(), map[string]int{}, append(slices.DeleteFunc(writes(), write.aboutPowers), opposites()...)
	bounded, stop := context.WithTimeout(ctx, s.longest)
	defer stop()
	going, settle := context.WithCancel(bounded)
	defer settle()
	var around sync.WaitGroup
	around.Go(func() { s.fail(going) })
	around.Go(func() { s.refuse(going) })
	var restarting error
	around.Go(func() { restarting = s.restart(going) })
	work := s.work(bounded, all)
	settle()
	around.Wait()
	if err := errors.Join(work, restarting, s.calm(ctx)); err != nil {
		return err
	}
	if err := s.finish(ctx); err != nil {
		return err
	}
	for _, one := range s.replicas {
		if s.testbed.leaks(one.gateway.output.String()) {
			return errors.New("an identity number is in the log")
		}
	}
	return ctx.Err()
}

func (s *writesSoak) end() {
	for i, one := range s.replicas {
		if i < len(s.askers) {
			s.askers[i].close()
		}
		if one.gateway != nil {
			one.gateway.kill()
		}
		_ = one.port.close()
	}
}

// start starts a replica. The network fails between it and what takes changes.
func (s *writesSoak) start(ctx context.Context, one *replica) (err error) {
	addresses := s.testbed.nearby()
	delete(addresses, s.testbed.changes.key)
	delete(addresses, s.testbed.log().key)
	one.gateway, err = s.testbed.start(ctx, settings{logLevel: "error", addresses: addresses, listen: one.port.address, drain: 300 * time.Millisecond}, nil)
	return err
}

// work makes the changes, each worker as people of its own.
func (s *writesSoak) work(ctx context.Context, all []*writer) error {
	errs := make([]error, s.workers)
	var group sync.WaitGroup
	for i := range s.workers {
		var own []*turn
		for j := i; j < len(all); j += s.workers {
			own = append(own, &turn{writer: all[j]})
		}
		group.Go(func() { errs[i] = s.as(ctx, own, mathrand.New(mathrand.NewPCG(uint64(i), 7))) }) //nolint:gosec // the mix is no secret
	}
	group.Wait()
	return errors.Join(errs...)
}

// turn is a person who makes one change after the other.
type turn struct {
	*writer
	free    time.Time // when nothing of the last change can be on its way
	pending *attempt  // which is not judged before
	retired bool      // everything is blocked
}

// longestChange is how long a change may be on its way after its writer has gone: at
// the gateway, and at the register.
const longestChange = 15 * time.Second

// as makes changes as some people, in turn.
func (s *writesSoak) as(ctx context.Context, people []*turn, r *mathrand.Rand) error {
	for i := 0; ctx.Err() == nil && (i%len(people) > 0 || s.more()); i++ {
		p := people[i%len(people)]
		if i%len(people) == len(people)-1 && !pause(ctx, 5*time.Millisecond) {
			break
		}
		if p.retired || time.Now().Before(p.free) {
			continue
		}
		if p.pending != nil {
			if err := s.judge(ctx, p.pending); err != nil {
				return err
			}
			p.pending = nil
		}
		if !s.next() {
			break
		}
		if err := s.change(ctx, p, r); err != nil && ctx.Err() == nil {
			return err
		}
	}
	for _, p := range people {
		if p.pending != nil && pause(ctx, time.Until(p.free)) {
			if err := s.judge(ctx, p.pending); err != nil {
				return err
			}
		}
	}
	return nil
}

// more reports whether there are more changes to make.
func (s *writesSoak) more() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begun < s.changes
}

// next counts a change, and reports whether there are more to make.
func (s *writesSoak) next() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.begun == s.changes {
		return false
	}
	s.begun++
	return true
}

// change makes one change, which is tried again until it is done.
func (s *writesSoak) change(ctx context.Context, p *turn, r *mathrand.Rand) (err error) {
	t := &attempt{testbed: s.testbed, writer: p.writer, key: rand.Text(), deaf: true}
	if t.before, err = s.testbed.account(ctx, p.of); err != nil {
		return err
	}
	for t.write == nil {
		w := &s.table[r.IntN(len(s.table))]
		const seldom = 100
		if w.byParent == (p.of != p.number) && !w.holds(t.before.now) && (w.field != "blockEverything" || r.IntN(seldom) == 0) {
			t.write = w
		}
	}
	const most = 8
	for range most {
		if err := s.try(ctx, t, r); err != nil {
			return err
		}
		if last := t.answers[len(t.answers)-1]; last.outcome == done || last.code == "VERSION_CONFLICT" {
			break
		}
		pause(ctx, time.Duration(r.IntN(200))*time.Millisecond)
	}
	p.retired = t.write.field == "blockEverything"
	if t.last() != done {
		p.free, p.pending = time.Now().Add(longestChange), t
		return nil
	}
	const again = 10
	if r.IntN(again) == 0 {
		if err := s.try(ctx, t, r); err != nil {
			return err
		}
	}
	return s.judge(ctx, t)
}

// try tries a change at any of the gateways. Some writers do not wait for the answer.
func (s *writesSoak) try(ctx context.Context, t *attempt, r *mathrand.Rand) error {
	impatient := context.WithoutCancel(ctx)
	const some = 20
	if r.IntN(some) == 0 {
		var cancel context.CancelFunc
		impatient, cancel = context.WithTimeout(ctx, time.Duration(10+r.IntN(1500))*time.Millisecond)
		defer cancel()
	}
	got := s.askers[r.IntN(len(s.askers))].make(impatient, t.writer, t.write.field, t.write.input, t.key)
	s.mu.Lock()
	s.tries++
	if got == (answer{}) {
		s.gone++
	}
	s.mu.Unlock()
	return t.heard(context.WithoutCancel(ctx), got)
}

// judge judges a change of which nothing is on its way.
func (s *writesSoak) judge(ctx context.Context, t *attempt) error {
	open, err := t.settled(context.WithoutCancel(ctx))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended++
	s.last[t.answers[len(t.answers)-1].String()]++
	s.exceptions = append(s.exceptions, t.wrong...)
	if open {
		t.wrong = nil
		s.open = append(s.open, t)
	}
	if time.Since(s.began) > 0 && s.ended%100 == 0 {
		s.bar.Bar(s.ended, s.changes, fmt.Sprintf("%.0f/s, %d exceptions, %d restarts", float64(s.ended)/time.Since(s.began).Seconds(), len(s.exceptions), s.stops+s.kills))
	}
	return err
}
