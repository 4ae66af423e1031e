package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/cmd/registers"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
)

// house is what the contenders stand among: registers, issuer, people.
type house struct {
	dir      string
	world    *world.World
	issuer   *issuer.Issuer
	server   *http.Server // of the issuer
	standIns map[string]*standIn
	delay    atomic.Int64 // of every register's answer
	key, ids string       // the gateway's

	citizens []*citizen
	// guardians act for as many people as their key says.
	guardians map[int]*citizen
}

// citizen is somebody who asks, with the token they ask by.
type citizen struct{ number, token string }

const (
	clientID     = "helsegraf"
	organization = "999999901"
	thousand     = 1000
)

func newHouse(ctx context.Context, sizes []int) (_ *house, err error) {
	h := &house{standIns: map[string]*standIn{}, guardians: map[int]*citizen{}}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	if h.dir, err = os.MkdirTemp("", "helsegraf-bench-"); err != nil {
		return nil, err
	}
	const population = 3000
	if h.world, err = world.New(world.Options{People: population}); err != nil {
		return nil, err
	}
	plain := plainAdults(h.world)
	if len(plain) < thousand+len(sizes) {
		return nil, fmt.Errorf("there are %d plain adults, too few", len(plain))
	}
	for i, size := range sizes {
		empower(h.world, plain[thousand+i], plain[:size])
	}
	if err = h.startIssuer(ctx); err != nil {
		return nil, err
	}
	for _, r := range registers.All() {
		if h.standIns[r.Key], err = newStandIn(ctx, r, r.StandIn(h.world, h.issuer), &h.delay); err != nil {
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

// plainAdults are people for whom every service is open.
func plainAdults(w *world.World) []*world.Person {
	var out []*world.Person
	for _, p := range w.People() {
		if p.Key == "" && len(p.Powers) == 0 && p.Consent.Level == "FULL" && len(p.Blocks) == 0 && p.Reserved.Since.IsZero() && p.Died.IsZero() &&
			p.Inactive.IsZero() && p.Confidentiality == "Unclassified" && p.Adult(w.Now()) && !p.Adult(w.Now().AddDate(-72, 0, 0)) {
			out = append(out, p)
		}
	}
	return out
}

// empower has givers give everything they can to a holder.
func empower(w *world.World, holder *world.Person, givers []*world.Person) {
	for i, giver := range givers {
		giver.Powers = append(giver.Powers, world.Power{
			ID: fmt.Sprintf("00000000-0000-4000-8000-%06d%06d", len(givers), i), Kind: "FU", Holder: holder.Number,
			From: w.Today().AddDate(0, -1, 0), All: true,
		})
	}
}

// startIssuer starts the issuer of tokens, and makes the gateway known to it.
func (h *house) startIssuer(ctx context.Context) error {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if h.issuer, err = issuer.New(h.world, "http://"+l.Addr().String()); err != nil {
		return errors.Join(err, l.Close())
	}
	h.server = &http.Server{Handler: h.issuer, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = h.server.Serve(l) }() // until close
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	key, err := asJWK(private)
	if err != nil {
		return err
	}
	public, err := asJWK(private.Public())
	if err != nil {
		return err
	}
	h.key = string(key)
	ids := make([]byte, 64)
	_, _ = rand.Read(ids) // never fails
	h.ids = base64.StdEncoding.EncodeToString(ids)
	return h.issuer.RegisterClient(clientID, organization, public)
}

func asJWK(key any) ([]byte, error) {
	k, err := jwk.Import(key)
	if err != nil {
		return nil, err
	}
	return json.Marshal(k)
}

func (h *house) citizen(p *world.Person) (*citizen, error) {
	token, err := h.issuer.Token("line", func(claims, _ map[string]any) {
		claims["pid"], claims["sub"] = p.Number, rand.Text()
		claims["exp"] = time.Now().Add(6 * time.Hour).Unix()
	})
	return &citizen{p.Number, token}, err
}

func (h *house) close() {
	for _, s := range h.standIns {
		s.close()
	}
	if h.server != nil {
		_ = h.server.Close()
	}
	if h.dir != "" {
		_ = os.RemoveAll(h.dir)
	}
}

// calls are how often the registers have been asked, and how often in vain.
func (h *house) calls() (all map[string]int64, refused int64) {
	all = map[string]int64{}
	for name, s := range h.standIns {
		all[name] = s.calls.Load()
		refused += s.refused.Load()
	}
	return all, refused
}

// urls are the registers' addresses, by endpoint.
func (h *house) urls() map[string]string {
	out := map[string]string{}
	for _, e := range registers.Endpoints(registers.All()) {
		out[e.Key()] = h.standIns[e.Register.Key].url() + e.Prefix()
	}
	return out
}

// variant is what a gateway may have otherwise than usual.
type variant struct {
	// basic logs in by name and password everywhere: no proofs are made.
	basic bool
}

// configuration is the gateway's, in JSON, which is YAML. All it has that is
// not production's own default is room for the most clients, the most people
// and the most requests of a scenario: limits are looked at and not reached.
func (h *house) configuration(v variant) ([]byte, error) {
	of, urls, plenty := map[string]any{}, h.urls(), map[string]any{"perMinute": 1_000_000_000}
	for _, e := range registers.Endpoints(registers.All()) {
		one := map[string]any{"baseUrl": urls[e.Key()]}
		if !e.HelseID() || v.basic {
			one["user"], one["password"] = fastlegeregister.User, fastlegeregister.Password
		}
		of[e.Key()] = one
	}
	return json.Marshal(map[string]any{
		"listen": "127.0.0.1:0", "publicUrl": "http://gateway.invalid", "drain": "10ms", "deadline": "15s",
		"ids":       map[string]any{"key": h.ids},
		"issuers":   []any{map[string]any{"issuer": h.issuer.URL(), "audience": "helsegraf", "synthetic": true}},
		"clients":   []any{map[string]any{"id": "web", "scopes": []string{"helsegraf:read", "helsegraf:write"}}},
		"helseId":   map[string]any{"issuer": h.issuer.URL(), "clientId": clientID, "key": h.key},
		"limits":    map[string]any{"inFlight": 256, "calls": 20_000},
		"rates":     map[string]any{"client": plenty, "subject": plenty},
		"registers": registers.Section(of),
	})
}

// floorConfiguration is that of the floor, and of other peers.
func (h *house) floorConfiguration() ([]byte, error) {
	token := make([]byte, 600) // as long as the issuer's
	_, _ = rand.Read(token)    // never fails
	return json.Marshal(map[string]any{
		"listen": "127.0.0.1:0", "urls": h.urls(), "user": fastlegeregister.User, "password": fastlegeregister.Password,
		"token": base64.RawURLEncoding.EncodeToString(token),
	})
}

// file writes a file into the house.
func (h *house) file(name string, text []byte) (string, error) {
	path := filepath.Join(h.dir, name)
	return path, os.WriteFile(path, text, 0o600) //nolint:gosec // in a folder of our own
}
