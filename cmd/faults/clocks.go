package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"helsegraf/mocks/world"
)

// clocks: the clock of the issuers and all registers is ahead or behind. A few
// seconds have no effect. With five minutes no token is valid on the other side:
// nothing is shown, and no health register is called, since it would reject the
// token.
func clocks(ctx context.Context, host *testbed, o matrixOptions, c *cell) error {
	apart := func(d time.Duration) error {
		w, err := world.New(world.Options{People: 60, Now: func() time.Time { return time.Now().Add(d) }})
		if err != nil {
			return err
		}
		h, err := newTestbed(ctx, w, host.binary)
		if err != nil {
			return err
		}
		defer h.close()
		g, err := h.start(ctx, settings{pace: o.pace()}, nil)
		if err != nil {
			return err
		}
		defer g.kill()
		b := &bench{testbed: h, gateway: g, asker: newAsker(g), kinds: kinds()}
		defer b.asker.close()
		return b.apart(ctx, d, c)
	}
	for _, d := range []time.Duration{-few, few, -many, many} {
		if err := apart(d); err != nil {
			return fmt.Errorf("%v: %w", d, err)
		}
	}
	c.notes("%v apart: all is answered; %v: no data, 0 calls to registers of health data", few, many)
	return nil
}

const (
	few  = 4 * time.Second // HelseID's window for proofs is slightly longer
	many = 5 * time.Minute
)

// apart runs the full query with a citizen's token by the issuer's clock, and
// with one by ours.
func (b *bench) apart(ctx context.Context, d time.Duration, c *cell) error {
	who := citizens(b.testbed.World)[0]
	theirs, err := b.testbed.Token(who)
	if err != nil {
		return err
	}
	ours, err := b.testbed.Issuer.Token("line", func(claims, _ map[string]any) {
		now := time.Now()
		claims["pid"], claims["iat"], claims["nbf"], claims["exp"] = who.Number, now.Unix(), now.Unix(), now.Add(time.Hour).Unix()
	})
	if err != nil {
		return err
	}
	for _, one := range b.testbed.fronts {
		one.reset()
	}
	for _, k := range b.guarded() {
		for _, token := range []string{theirs, ours} {
			a := b.asker.put(ctx, k, &person{token: token})
			codes, field := a.codes(k.field, ""), at(a.data, k.field)
			switch {
			case d.Abs() == few:
				if a.status != http.StatusOK || len(a.errors) > 0 || field == nil && !k.null {
					c.fail("%v: %s: status %d, %v", d, k.name, a.status, codes)
				}
			case d == many && token == theirs: // made in the future
				if a.status != http.StatusUnauthorized {
					c.fail("%v: %s: a token of the future: status %d", d, k.name, a.status)
				}
			case field != nil || !slices.Equal(codes, []string{codeConsent}):
				c.fail("%v: %s: status %d, %v", d, k.name, a.status, codes)
			}
		}
	}
	calls := int64(0)
	for _, e := range b.testbed.endpoints {
		calls += e.front.calls.Load()
	}
	if d.Abs() == many && calls > 0 {
		c.fail("%v: %d calls to registers", d, calls)
	}
	return ctx.Err()
}
