package sourcetest

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

// Now is the time in the tests' world: a Sunday noon in Norway.
func Now() time.Time { return time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC) }

// Env is one stand-in on loopback, with the population it answers about.
type Env struct {
	World  *world.World
	Issuer *issuer.Issuer
	URL    string

	mu  sync.Mutex
	log bytes.Buffer
}

// Start starts the stand-in that standIn makes, and the token issuer.
func Start(t testing.TB, standIn func(*world.World, *issuer.Issuer) *standin.StandIn) *Env {
	t.Helper()
	world, err := world.New(world.Options{Now: Now, People: 200})
	if err != nil {
		t.Fatal(err)
	}
	e := &Env{World: world}
	front := http.NewServeMux()
	tokens := httptest.NewServer(front)
	t.Cleanup(tokens.Close)
	if e.Issuer, err = issuer.New(world, tokens.URL); err != nil {
		t.Fatal(err)
	}
	front.Handle("/", e.Issuer)
	register := httptest.NewServer(standIn(world, e.Issuer))
	t.Cleanup(register.Close)
	e.URL = register.URL
	return e
}

// Config is a configuration that reaches the stand-in, with the patience a
// busy machine asks for. Change tunes it further.
func (e *Env) Config(register string, change ...func(*sources.Config)) sources.Config {
	c := sources.Config{
		Register:      register,
		BaseURL:       e.URL,
		Timeout:       time.Minute,
		StreamTimeout: time.Minute,
		Retry:         sources.Retry{Min: time.Millisecond, Wait: 2 * time.Millisecond},
		Breaker:       sources.Breaker{MinCalls: 1000},
		Log:           slog.New(slog.NewJSONHandler(e, nil)),
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

// Client is a client for the stand-in.
func (e *Env) Client(t testing.TB, register string, change ...func(*sources.Config)) *sources.Client {
	t.Helper()
	c, err := sources.New(e.Config(register, change...))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Write takes what the client logs.
func (e *Env) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.log.Write(p)
}

// Logged is what the client has logged.
func (e *Env) Logged() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.log.String()
}

// CallCount is what a stand-in counted of one operation.
type CallCount struct {
	Calls    int      `json:"calls"`
	Subjects []string `json:"subjects"`
}

// Calls are the calls since the last Reset, by operation.
func (e *Env) Calls(t testing.TB) map[string]CallCount {
	t.Helper()
	var calls map[string]CallCount
	if err := json.Unmarshal(e.control(t, http.MethodGet, "calls", nil), &calls); err != nil {
		t.Fatal(err)
	}
	return calls
}

// Reset forgets the calls.
func (e *Env) Reset(t testing.TB) { t.Helper(); e.control(t, http.MethodPost, "reset", nil) }

// Fault has the stand-in fail in this way.
func (e *Env) Fault(t testing.TB, f standin.Fault) {
	t.Helper()
	if f.Rate == 0 {
		f.Rate = 1
	}
	body, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	e.control(t, http.MethodPost, "fault", body)
}

// Heal ends the fault.
func (e *Env) Heal(t testing.TB) { t.Helper(); e.control(t, http.MethodDelete, "fault", nil) }

func (e *Env) control(t testing.TB, method, what string, body []byte) []byte {
	t.Helper()
	// A fault is taken back in the test's cleanup, when its context is over.
	r, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, e.URL+"/_control/"+what, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var out bytes.Buffer
	if _, err := out.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode/100 != 2 {
		t.Fatalf("_control/%s: %s", what, resp.Status)
	}
	return out.Bytes()
}

// Number is the identity number of a persona.
func (e *Env) Number(t testing.TB, persona string) fnr.Number {
	t.Helper()
	p := e.World.Persona(persona)
	if p == nil {
		t.Fatalf("no persona %q", persona)
	}
	return Number(t, p.Number)
}

// Number reads an identity number.
func Number(t testing.TB, digits string) fnr.Number {
	t.Helper()
	n, err := fnr.Parse(digits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Grant is a grant to read a service, decided by policy from facts under which
// it is open: the subject themselves, or an adult with the relation given (a
// parent's child is eight years old).
func Grant(t testing.TB, subject fnr.Number, service policy.Service, relation ...policy.Relation) policy.Grant {
	t.Helper()
	g, ok := decide(t, subject, service, relation...).Grant()
	if !ok {
		t.Fatalf("%s is not open", service)
	}
	return g
}

func decide(t testing.TB, subject fnr.Number, service policy.Service, relation ...policy.Relation) policy.Decision {
	t.Helper()
	all := policy.SetOf(policy.Services()...)
	person := func(age int) policy.Person {
		return policy.Person{
			Citizen:  policy.Citizen{Standing: policy.OnFile, Born: policy.BornOn(Now().AddDate(-age, 0, 0))},
			Settings: policy.Settings{Standing: policy.OnFile, Level: policy.Full},
		}
	}
	actor, facts := subject, policy.Facts{Actor: person(40), Subject: person(40), RelationsRead: policy.OnFile}
	for _, r := range relation {
		// Anybody else: the number is only compared.
		actor = Number(t, "02917543596")
		facts.Relations = append(facts.Relations, policy.Relationship{Relation: r, SharesAddress: true, All: true, From: Now().AddDate(-1, 0, 0)})
		if r == policy.Parent {
			facts.Subject = person(8)
		}
	}
	return policy.Decide(policy.Request{
		Actor:   policy.Authenticated(policy.Credentials{Number: actor, Assurance: policy.AssuranceHigh, Read: all, Write: all}),
		Subject: subject, Service: service, History: service == policy.Medication,
		Offered: policy.InBoth(all), Delegable: all,
	}, facts, Now())
}

// Inquiry lets the privacy registers be asked about somebody, as their own
// token would.
func Inquiry(subject fnr.Number) policy.Inquiry {
	return policy.Authenticated(policy.Credentials{Number: subject, Assurance: policy.AssuranceHigh}).Inquiry()
}
