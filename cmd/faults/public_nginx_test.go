//go:build nginx

package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"helsegraf/mocks/world"
)

// Open data comes from nginx's cache the second time, and then neither the gateway
// nor a register is called. What has a person in it, or somebody who says who they
// are, comes from the gateway every time.
func TestOpenDataIsCachedByNginx(t *testing.T) {
	t.Parallel()
	b := newBehindNginx(t)
	const (
		waits  = `{ treatments(search: "kne", first: 2) { asOf nodes { name providers(first: 2) { asOf nodes { place { name } } } } } }`
		towns  = `{ municipalities(first: 3) { nodes { code name } } }`
		person = `{ viewer { person { name { full } } } municipalities(first: 3) { nodes { name } } }`
	)
	for _, query := range []string{waits, towns} {
		first := b.get(query)
		if !strings.HasPrefix(first.Get("Cache-Control"), "public, max-age=") || len(first.body) < 50 {
			t.Errorf("%s: %v %s", query, first.Header, first.body)
		}
		came, read := b.gateway.calls.Load(), b.registers()
		for range 3 {
			if again := b.get(query); again.body != first.body {
				t.Errorf("%s: another answer: %s", query, again.body)
			}
		}
		if b.gateway.calls.Load() != came || b.registers() != read {
			t.Errorf("%s: the gateway was called %d times, and registers %d", query, b.gateway.calls.Load()-came, b.registers()-read)
		}
	}
	one := citizens(b.testbed.World)[0]
	token, err := b.testbed.Token(one)
	if err != nil {
		t.Fatal(err)
	}
	bearer := "Authorization: Bearer " + token
	for name, a := range map[string]struct {
		query   string
		headers []string
	}{
		"a person":                       {person, []string{bearer}},
		"a person without a login":       {person, nil},
		"open data by somebody":          {waits, []string{bearer}},
		"open data by somebody's proof":  {waits, []string{"DPoP: x"}},
		"open data by somebody's cookie": {waits, []string{"Cookie: a=b"}},
	} {
		came := b.gateway.calls.Load()
		for range 2 {
			if r := b.get(a.query, a.headers...); r.Get("Cache-Control") != "no-store" || r.Get("X-Request-Id") == "" {
				t.Errorf("%s: %v", name, r.Header)
			}
		}
		if b.gateway.calls.Load() != came+2 {
			t.Errorf("%s: the gateway was called %d times, not 2", name, b.gateway.calls.Load()-came)
		}
	}
	if r := b.get(person); strings.Contains(r.body, one.Family) {
		t.Error("somebody's name is in an answer to nobody")
	}
}

// behindNginx is a gateway that is reached through nginx.
type behindNginx struct {
	t       *testing.T
	testbed *testbed
	gateway *front // counts what nginx lets through
	nginx   *nginx
}

func newBehindNginx(t *testing.T) *behindNginx {
	t.Helper()
	w, err := world.New(world.Options{People: 20})
	if err != nil {
		t.Fatal(err)
	}
	b := &behindNginx{t: t}
	if b.testbed, err = newTestbed(t.Context(), w, gatewayOf(t)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.testbed.close)
	g, err := b.testbed.start(t.Context(), settings{pace: lenient, addresses: b.testbed.nearby(), keep: 4 * time.Hour}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.kill)
	at, err := url.Parse(g.url)
	if err != nil {
		t.Fatal(err)
	}
	if b.gateway, err = newFront(context.WithoutCancel(t.Context()), httputil.NewSingleHostReverseProxy(at), nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.gateway.close)
	if b.nginx, err = startNginx(t.Context(), b.testbed.Dir, []string{b.gateway.address, b.gateway.address}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.nginx.kill)
	return b
}

// registers is how many calls all registers have had.
func (b *behindNginx) registers() (calls int64) {
	for _, f := range b.testbed.fronts {
		calls += f.calls.Load()
	}
	return calls
}

type fromNginx struct {
	http.Header
	body string
}

func (b *behindNginx) get(query string, headers ...string) fromNginx {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.nginx.url+"/graphql?query="+url.QueryEscape(query), http.NoBody)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("GraphQL-Require-Preflight", "1")
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return fromNginx{resp.Header, string(body)}
}
