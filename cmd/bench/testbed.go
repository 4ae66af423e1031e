package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/cmd/registers"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/world"
)

// testbed is everything around the contenders: registers, issuer, people.
type testbed struct {
	*lab.Lab
	server   *http.Server // of the issuer
	standIns map[string]*standIn
	delay    atomic.Int64 // of every register's response

	citizens []*citizen
	// guardians act for as many people as their key says.
	guardians map[int]*citizen
}

// citizen is a user with their token.
type citizen struct{ number, token string }

const thousand = 1000

func newTestbed(ctx context.Context, sizes []int) (_ *testbed, err error) {
	const population = 3000
	w, err := world.New(world.Options{People: population})
	if err != nil {
		return nil, err
	}
	plain := plainAdults(w)
	if len(plain) < thousand+len(sizes) {
		return nil, fmt.Errorf("there are %d plain adults, too few", len(plain))
	}
	for i, size := range sizes {
		for j, giver := range plain[:size] {
			lab.Empower(w, giver, plain[thousand+i], size*1_000_000+j)
		}
	}
	h := &testbed{standIns: map[string]*standIn{}, guardians: map[int]*citizen{}}
	if h.Lab, err = lab.New("bench", w); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	if err = h.startIssuer(ctx); err != nil {
		return nil, err
	}
	for _, r := range registers.All() {
		if h.standIns[r.Key], err = newStandIn(ctx, r, r.StandIn(h.World, h.Issuer), &h.delay); err != nil {
			return nil, err
		}
	}
	for _, p := range plain[:thousand] {
		one, err := h.citizen(p)
		if err != nil {
			return nil, err
		}
		h.citizens = append(h.citizens, one)
	}
	for i, size := range sizes {
		if h.guardians[size], err = h.citizen(plain[thousand+i]); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// plainAdults are people without a story, young enough to have the same calls as
// all others.
func plainAdults(w *world.World) []*world.Person {
	return slices.DeleteFunc(lab.Citizens(w), func(p *world.Person) bool {
		return len(p.Powers) > 0 || p.Adult(w.Now().AddDate(-72, 0, 0))
	})
}

// startIssuer starts the issuer of tokens.
func (h *testbed) startIssuer(ctx context.Context) error {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := h.Issue(l.Addr().String()); err != nil {
		return errors.Join(err, l.Close())
	}
	h.server = &http.Server{Handler: h.Issuer, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = h.server.Serve(l) }() // until close
	return nil
}

func (h *testbed) citizen(p *world.Person) (*citizen, error) {
	token, err := h.Token(p)
	return &citizen{p.Number, token}, err
}

func (h *testbed) close() {
	for _, s := range h.standIns {
		s.close()
	}
	if h.server != nil {
		_ = h.server.Close()
	}
	h.Close()
}

// calls are the numbers of calls to registers, and of those refused.
func (h *testbed) calls() (all map[string]int64, refused int64) {
	all = map[string]int64{}
	for name, s := range h.standIns {
		all[name] = s.calls.Load()
		refused += s.refused.Load()
	}
	return all, refused
}

// urls are the registers' addresses, by endpoint.
func (h *testbed) urls() map[string]string {
	out := map[string]string{}
	for _, e := range registers.Endpoints(registers.All()) {
		out[e.Key()] = h.standIns[e.Register.Key].url() + e.Prefix()
	}
	return out
}

// variant is a variation of the gateway's configuration.
type variant struct {
	// basic uses user and password everywhere: no proofs are made.
	basic bool
}

// configuration is the gateway's. It differs from production's defaults only in
// having room for the most clients, people and requests of a scenario: limits
// are checked and never reached.
func (h *testbed) configuration(v variant) ([]byte, error) {
	urls := h.urls()
	return h.Configuration(func(e registers.Endpoint) map[string]any {
		one := map[string]any{"baseUrl": urls[e.Key()]}
		if v.basic {
			maps.Copy(one, lab.Password())
		}
		return one
	}, map[string]any{"drain": "10ms", "deadline": "15s", "limits": map[string]any{"inFlight": 256, "calls": 20_000}})
}

// floorConfiguration is the configuration of the floor, and of other peers.
func (h *testbed) floorConfiguration() ([]byte, error) {
	token := make([]byte, 600) // as long as the issuer's
	_, _ = rand.Read(token)    // never fails
	return json.Marshal(map[string]any{
		"listen": "127.0.0.1:0", "urls": h.urls(), "user": fastlegeregister.User, "password": fastlegeregister.Password,
		"token": base64.RawURLEncoding.EncodeToString(token),
	})
}
