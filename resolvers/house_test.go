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

	"helsegraf/graph"
	"helsegraf/graph/policy"
	mockfastlegeregister "helsegraf/mocks/fastlegeregister"
	mockfolkeregister "helsegraf/mocks/folkeregister"
	mockfrikort "helsegraf/mocks/frikort"
	"helsegraf/mocks/issuer"
	mockkjernejournal "helsegraf/mocks/kjernejournal"
	mockpasientjournal "helsegraf/mocks/pasientjournal"
	mockpersonvern "helsegraf/mocks/personvern"
	mockprovesvar "helsegraf/mocks/provesvar"
	mockreseptformidler "helsegraf/mocks/reseptformidler"
	"helsegraf/mocks/standin"
	mocksysvak "helsegraf/mocks/sysvak"
	mockusagelog "helsegraf/mocks/usagelog"
	"helsegraf/mocks/world"
	"helsegraf/resolvers"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/frikort"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/personvern"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/sysvak"
	"helsegraf/sources/usagelog"
)

// testEnv is everything behind the gateway: the stand-ins on loopback, and
// resolvers that call them over the registers' real protocols.
type testEnv struct {
	t        testing.TB
	world    *world.World
	issuer   *issuer.Issuer
	key      []byte
	servers  map[string][]*httptest.Server
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

func newHouse(t testing.TB, impatient ...string) *testEnv {
	t.Helper()
	h := &testEnv{t: t, servers: map[string][]*httptest.Server{}, impatient: impatient}
	h.setClock(sourcetest.Now())
	var err error
	h.world, err = world.New(world.Options{Now: func() time.Time { return time.Unix(0, h.clock.Load()) }, People: 20})
	h.must(err)
	front := http.NewServeMux()
	at := h.serve("issuer", front)
	h.issuer, err = issuer.New(h.world, at)
	h.must(err)
	front.Handle("/", h.issuer)
	h.registerClient()
	h.resolver, err = resolvers.New(h.config())
	h.must(err)
	h.exec = executor.New(h.resolver.Schema())
	h.exec.Use(h.resolver)
	h.exec.SetErrorPresenter(h.resolver.PresentError)
	return h
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

func (h *testEnv) serve(name string, handler http.Handler) string {
	s := httptest.NewServer(handler)
	h.t.Cleanup(s.Close)
	h.servers[name] = append(h.servers[name], s)
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

// client is a client for the stand-in at url.
func (h *testEnv) client(register, region, url string, auth sources.Authorizer) *sources.Client {
	timeout := time.Minute
	if slices.Contains(h.impatient, register) {
		timeout = time.Second
	}
	c, err := sources.New(sources.Config{Register: register, Region: region, BaseURL: url, Authorizer: auth, Timeout: timeout})
	h.must(err)
	return c
}

func (h *testEnv) config() resolvers.Config {
	helseID, err := sources.NewHelseID(sources.HelseIDConfig{Issuer: h.issuer.URL(), ClientID: "helsegraf", Key: h.key, Now: h.world.Now})
	h.must(err)
	flr, err := fastlegeregister.New(h.client("fastlegeregister", "", h.serve("fastlegeregister", mockfastlegeregister.New(h.world, h.issuer)), sources.Basic{User: mockfastlegeregister.User, Password: mockfastlegeregister.Password}), fastlegeregister.Options{})
	h.must(err)
	pvk := h.serve("personvern", mockpersonvern.New(h.world, h.issuer))
	people := h.serve("folkeregister", mockfolkeregister.New(h.world, h.issuer))
	hospitals := make([]*sources.Client, 0, len(regions))
	for _, region := range regions {
		hospitals = append(hospitals, h.client("pasientjournal", region, h.serve("pasientjournal", mockpasientjournal.NewRegion(h.world, h.issuer, region)), helseID.For(pasientjournal.Audience, pasientjournal.Scope)))
	}
	zone, err := time.LoadLocation("Europe/Oslo")
	h.must(err)
	return resolvers.Config{
		Registers: resolvers.Registers{
			Fastlegeregister: flr,
			Reseptformidler:  reseptformidler.New(h.client("reseptformidler", "", h.serve("reseptformidler", mockreseptformidler.New(h.world, h.issuer)), helseID.For(reseptformidler.Audience, reseptformidler.Scope)), reseptformidler.Options{}),
			Kjernejournal:    kjernejournal.New(h.client("kjernejournal", "", h.serve("kjernejournal", mockkjernejournal.New(h.world, h.issuer)), helseID.For(kjernejournal.Audience, kjernejournal.Scope)), kjernejournal.Options{}),
			Pasientjournal:   pasientjournal.New(pasientjournal.Options{}, hospitals...),
			Frikort: frikort.New(h.client("frikort", "", h.serve("frikort", mockfrikort.New(h.world, h.issuer)), helseID.For(frikort.Audience, frikort.Scope)),
				frikort.Options{Ceilings: map[int]fhir.Decimal{2026: "3278.00"}, Zone: zone}),
			Sysvak:    sysvak.New(h.client("sysvak", "", h.serve("sysvak", mocksysvak.New(h.world, h.issuer)), helseID.For(sysvak.Audience, sysvak.Scope)), nhn.Options{}),
			Provesvar: provesvar.New(h.client("provesvar", "", h.serve("provesvar", mockprovesvar.New(h.world, h.issuer)), helseID.For(provesvar.Audience, provesvar.Scope)), nhn.Options{}),
			Personvern: personvern.New(
				h.client("personvern", "", pvk, helseID.For("nhn:pvk", "nhn:pvk/personverninnstillinger-read")),
				h.client("personvern", "", pvk, helseID.For("nhn:fullmakt", "nhn:fullmakt/read"))),
			Folkeregister: folkeregister.New(
				h.client("folkeregister", "", people, helseID.For("nhn:hgd-persontjenesten-api", "nhn:hgd-persontjenesten-api/full-access")),
				h.client("folkeregister", "", people, helseID.For("krr:global", "krr:global/kontaktinformasjon.read"))),
			UsageLog: usagelog.New(h.client("usagelog", "", h.serve("usagelog", mockusagelog.New(h.world, h.issuer)), helseID.For(usagelog.Audience, usagelog.Scope)), usagelog.Options{}),
		},
		Abouts:    abouts(),
		IDKeys:    [][]byte{bytes.Repeat([]byte{7}, 64)},
		PublicURL: "http://gateway.invalid",
		Now:       h.world.Now,
	}
}

// abouts are the registers' descriptions.
func abouts() []sources.About {
	return []sources.About{
		fastlegeregister.About(), reseptformidler.About(), kjernejournal.About(), pasientjournal.About(),
		frikort.About(), sysvak.About(), provesvar.About(), personvern.About(), folkeregister.About(), usagelog.About(),
	}
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

// ask sends a query as a persona; "" is without a login.
func (h *testEnv) ask(persona, query string, variables map[string]any) answer {
	h.t.Helper()
	return h.send(persona, &graphql.RawParams{Query: query, Variables: variables})[0]
}

// send sends a request as a persona and returns the responses, deferred ones
// separately.
func (h *testEnv) send(persona string, params *graphql.RawParams) []answer {
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
	var answers []answer
	for r := next(ctx); r != nil; r = next(ctx) {
		b, err := json.Marshal(r)
		h.must(err)
		a := answer{raw: string(b)}
		h.must(json.Unmarshal(b, &a))
		answers = append(answers, a)
	}
	return answers
}
