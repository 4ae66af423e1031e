package resolvers_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/cmd/registers"
	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
	"helsegraf/resolvers"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/sourcetest"
)

// testEnv is everything behind the gateway: the stand-ins of all registers on
// loopback, and resolvers that call them over the registers' real protocols.
type testEnv struct {
	t      testing.TB
	world  *world.World
	issuer *issuer.Issuer
	key    []byte
	// urls are the stand-ins' addresses, by register.
	urls     map[string]string
	exec     *executor.Executor
	resolver *resolvers.Resolver
	// impatient are the registers with a timeout of a second. The others have a
	// minute, since the machine may be busy.
	impatient []string
	// through is the client that personas log in with; "web" when empty.
	through string
	// covers are that client's services; all when zero.
	covers policy.ServiceSet
	// session is their session; when zero, their tokens name none.
	session policy.Session
	// language is the language of the answers.
	language graph.Language
	clock    atomic.Int64 // Unix nanoseconds
}

var regions = []string{"NORD", "MIDT", "VEST", "SOR_OST"}

// stopped is a register that does not answer.
var stopped = standin.Fault{Status: http.StatusServiceUnavailable}

func newTestEnv(t testing.TB, impatient ...string) *testEnv {
	t.Helper()
	h := &testEnv{t: t, urls: map[string]string{}, impatient: impatient}
	h.setClock(sourcetest.Now())
	var err error
	h.world, err = world.New(world.Options{Now: func() time.Time { return time.Unix(0, h.clock.Load()) }, People: 20})
	h.must(err)
	front := http.NewServeMux()
	h.issuer, err = issuer.New(h.world, h.serve(front))
	h.must(err)
	front.Handle("/", h.issuer)
	h.registerClient()
	for _, r := range registers.All() {
		h.urls[r.Key] = h.serve(r.StandIn(h.world, h.issuer))
	}
	h.resolve(h.config(everyEndpoint))
	return h
}

// everyEndpoint configures all registers.
func everyEndpoint(registers.Endpoint) bool { return true }

// resolve makes the resolvers that queries are sent to.
func (h *testEnv) resolve(c resolvers.Config) {
	h.t.Helper()
	var err error
	h.resolver, err = resolvers.New(c)
	h.must(err)
	h.exec = executor.New(h.resolver.Schema())
	h.exec.Use(h.resolver)
	h.exec.SetErrorPresenter(h.resolver.PresentError)
}

// setClock sets the time, for the stand-ins too. The personas keep the ages of
// the day the testEnv was made.
func (h *testEnv) setClock(to time.Time) { h.clock.Store(to.UnixNano()) }

func (h *testEnv) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *testEnv) serve(handler http.Handler) string {
	s := httptest.NewServer(handler)
	h.t.Cleanup(s.Close)
	return s.URL
}

func (h *testEnv) registerClient() {
	raw, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.must(err)
	h.key = h.jwk(raw)
	h.must(h.issuer.RegisterClient("helsegraf", "999999901", h.jwk(raw.Public())))
}

func (h *testEnv) jwk(raw any) []byte {
	key, err := jwk.Import(raw)
	h.must(err)
	b, err := json.Marshal(key)
	h.must(err)
	return b
}

// client is a client for an endpoint's stand-in.
func (h *testEnv) client(e registers.Endpoint, helseID *sources.HelseID) *sources.Client {
	timeout := time.Minute
	if slices.Contains(h.impatient, e.Register.Key) {
		timeout = time.Second
	}
	var login sources.Authorizer
	switch {
	case e.HelseID():
		login = helseID.For(e.Audience, e.Scope)
	case e.KeyHeader != "":
		login = sources.Key{Header: e.KeyHeader, Value: nhn.SubscriptionKey}
	case e.Password():
		login = sources.Basic{User: fastlegeregister.User, Password: fastlegeregister.Password}
	}
	config := sources.Config{Register: e.Register.Key, Region: e.RegionKey(), BaseURL: h.urls[e.Register.Key] + e.Prefix(), Authorizer: login, Timeout: timeout}
	if e.OpenData() {
		config.Now = h.world.Now // by which its age is counted
	}
	c, err := sources.New(config)
	h.must(err)
	return c
}

// config is the resolvers' configuration with those endpoints that are offered.
func (h *testEnv) config(offered func(registers.Endpoint) bool) resolvers.Config {
	h.t.Helper()
	helseID, err := sources.NewHelseID(sources.HelseIDConfig{Issuer: h.issuer.URL(), ClientID: "helsegraf", Key: h.key, Now: h.world.Now})
	h.must(err)
	norway, err := time.LoadLocation("Europe/Oslo")
	h.must(err)
	all := registers.All()
	endpoints := map[*registers.Register]map[string]*sources.Client{}
	for _, e := range registers.Endpoints(all) {
		if !offered(e) {
			continue
		}
		if endpoints[e.Register] == nil {
			endpoints[e.Register] = map[string]*sources.Client{}
		}
		endpoints[e.Register][e.Part] = h.client(e, helseID)
	}
	c := resolvers.Config{IDKeys: [][]byte{bytes.Repeat([]byte{7}, 64)}, PublicURL: "http://gateway.invalid", Now: h.world.Now}
	for i := range all {
		r := &all[i]
		c.Abouts = append(c.Abouts, r.About)
		if endpoints[r] != nil {
			h.must(r.Connect(&c.Registers, registers.Connection{Endpoints: endpoints[r], Settings: h.settings(r), Norway: norway}))
		}
	}
	return c
}

// settings are a register's own settings: the demonstration's, or else the
// defaults.
func (h *testEnv) settings(r *registers.Register) sources.Settings {
	h.t.Helper()
	if r.Settings == nil {
		return nil
	}
	s := r.Settings()
	if r.Demo != nil {
		s = r.Demo()
	}
	s.Check(func(key, what string) { h.t.Fatalf("%s.%s %s", r.Key, key, what) })
	return s
}

// actor is a persona logged in through a client that may do everything.
func (h *testEnv) actor(persona string) policy.Actor {
	p := h.world.Persona(persona)
	if p == nil {
		h.t.Fatalf("no persona %q", persona)
	}
	n, err := fnr.Parse(p.Number)
	h.must(err)
	all := cmp.Or(h.covers, policy.SetOf(policy.Services()...))
	return policy.Authenticated(policy.Credentials{
		Number: n, Assurance: policy.AssuranceHigh, Client: policy.Client{ID: cmp.Or(h.through, "web"), Name: "Web"}, Read: all, Write: all, Session: h.session,
	})
}

// query sends a query as a persona; "" is without a login.
func (h *testEnv) query(persona, query string, variables map[string]any) response {
	h.t.Helper()
	return h.send(persona, &graphql.RawParams{Query: query, Variables: variables})[0]
}

// send sends a request as a persona and returns the responses, deferred ones
// separately.
func (h *testEnv) send(persona string, params *graphql.RawParams) []response {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(h.t.Context()), time.Minute)
	defer cancel()
	ctx = graph.WithLanguage(ctx, h.language)
	if persona != "" {
		ctx = graph.WithActor(ctx, h.actor(persona))
	}
	oc, errs := h.exec.CreateOperationContext(ctx, params)
	if errs != nil {
		h.t.Fatal(errs)
	}
	next, ctx := h.exec.DispatchOperation(ctx, oc)
	var responses []response
	for r := next(ctx); r != nil; r = next(ctx) {
		b, err := json.Marshal(r)
		h.must(err)
		a := response{raw: string(b)}
		h.must(json.Unmarshal(b, &a))
		responses = append(responses, a)
	}
	return responses
}
