package quota_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"
	"helsegraf/graph/gateway/quota"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// costly is a gateway where a root field is one call, and whose clock moves only
// when the test moves it.
type costly struct {
	*gatewaytest.Front
	schema *gatewaytest.Counted
	now    atomic.Int64 // seconds after noon
}

func startCostly(t *testing.T, rates quota.Rates, change ...func(*gateway.Options)) *costly {
	t.Helper()
	c := &costly{schema: &gatewaytest.Counted{Toy: gatewaytest.NewToy(t)}}
	c.Front = gatewaytest.Start(t, append([]func(*gateway.Options){func(o *gateway.Options) {
		o.Schema, o.Rates, o.Clients = c.schema, rates, []gateway.Client{{ID: "web"}, {ID: "app"}}
		o.Calls = func(_ context.Context, oc *graphql.OperationContext) int { return len(oc.Operation.SelectionSet) }
		o.Now = func() time.Time { return noon.Add(time.Duration(c.now.Load()) * time.Second) }
	}}, change...)...)
	return c
}

const web = "Authorization: Bearer web"

// fields returns a query of that many calls.
func fields(calls int) string {
	return "{ " + strings.Join(strings.Split("abcdefghijklmnopqrst", "")[:calls], ": actor ") + ": actor }"
}

// answered sends a query and checks what is left of the allowances.
func (c *costly) answered(t *testing.T, status, calls int, left string, headers ...string) gatewaytest.Reply {
	t.Helper()
	before := c.schema.Executed.Load()
	r := c.Ask(t, fields(calls), headers...)
	if got := r.Header.Get("RateLimit"); r.Status != status || got != left {
		t.Errorf("%d calls: %d, left %s; want %d, %s", calls, r.Status, got, status, left)
	}
	if executed := c.schema.Executed.Load() > before; executed != (status == http.StatusOK) {
		t.Errorf("%d calls: executed is %v", calls, executed)
	}
	return r
}

func TestRates(t *testing.T) {
	c := startCostly(t, quota.Rates{Client: quota.Rate{PerMinute: 60, AtOnce: 10}, Subject: quota.Rate{PerMinute: 30, AtOnce: 5}})
	r := c.answered(t, 200, 3, `"client";r=7;t=3, "subject";r=2;t=6`, web)
	if got := r.Header.Get("RateLimit-Policy"); got != `"client";q=10;w=10, "subject";q=5;w=10` {
		t.Error(got)
	}
	// A refused request costs one, for looking at it.
	r = c.answered(t, 429, 4, `"client";r=6;t=4, "subject";r=1;t=8`, web)
	if r.Code() != "RATE_LIMITED" || r.Header.Get("Retry-After") != "4" || !strings.Contains(r.Body, `"retryAfter":4`) || r.Header.Get("RateLimit-Policy") == "" {
		t.Error(r.Body, r.Header)
	}
	c.answered(t, 200, 1, `"client";r=5;t=5, "subject";r=0;t=10`, web)
	if r := c.Ask(t, `{`, web); r.Status != http.StatusTooManyRequests || r.Header.Get("Retry-After") != "2" {
		t.Error("also what is no query:", r.Status, r.Header)
	}
	if r := c.Ask(t, `{`, "Authorization: Bearer expired"); r.Status != http.StatusUnauthorized || r.Header.Get("RateLimit") != "" {
		t.Error("a token that will not do spends nobody's:", r.Status, r.Header)
	}

	c.now.Store(2)
	c.answered(t, 200, 1, `"client";r=6;t=4, "subject";r=0;t=10`, web)
	c.answered(t, 200, 3, `"client";r=7;t=3, "subject";r=2;t=6`, "Authorization: Bearer app")
	c.answered(t, 200, 10, `"client";r=0;t=10`) // no token: one client, and no subject
	c.answered(t, 429, 1, `"client";r=0;t=10`)
	c.now.Store(60)
	c.answered(t, 200, 4, `"client";r=6;t=4, "subject";r=1;t=8`, web)
	if strings.Contains(c.Logged(), gatewaytest.Canary) || !strings.Contains(c.Logged(), `"code":"RATE_LIMITED"`) {
		t.Error(c.Logged())
	}
}

// A client may have rates of its own, or none.
func TestRatesOfAClient(t *testing.T) {
	one := quota.Rate{PerMinute: 1}
	c := startCostly(t, quota.Rates{Client: one, Subject: one}, func(o *gateway.Options) {
		o.Clients = []gateway.Client{
			{ID: "web"},
			{ID: "app", Rates: quota.Rates{Client: quota.Rate{PerMinute: 3}, Subject: quota.Rate{PerMinute: -1}}},
			{ID: "partner", Rates: quota.Rates{Client: quota.Rate{PerMinute: -1}, Subject: quota.Rate{PerMinute: -1}}},
		}
	})
	for client, want := range map[string]int{"web": 1, "app": 3, "partner": 5} {
		taken := 0
		for range 5 {
			if c.Ask(t, `{ actor }`, "Authorization: Bearer "+client).Status == http.StatusOK {
				taken++
			}
		}
		if taken != want {
			t.Errorf("%s: %d, want %d", client, taken, want)
		}
	}
	if r := c.Ask(t, `{ actor }`, "Authorization: Bearer partner"); r.Header.Get("RateLimit") != "" {
		t.Error(r.Header)
	}
}

// A request that costs more than can be spent at once takes the whole allowance;
// one that costs more than any operation may is refused, and costs one.
func TestOneCostlyQuestion(t *testing.T) {
	c := startCostly(t, quota.Rates{Client: quota.Rate{PerMinute: -1}, Subject: quota.Rate{PerMinute: 1, AtOnce: 3}},
		func(o *gateway.Options) { o.Limits.Calls = 8 })
	c.answered(t, 200, 8, `"subject";r=0;t=180`, web)
	c.answered(t, 429, 1, `"subject";r=0;t=180`, web)
	c.now.Store(180)
	if r := c.answered(t, 400, 9, `"subject";r=2;t=60`, web, gatewaytest.AcceptGraphQL); r.Code() != "TOO_MANY_CALLS" {
		t.Error(r.Body)
	}
}

// A citizen's mutations have a rate of their own, beside what their calls cost.
func TestChangesAreCountedApart(t *testing.T) {
	c := startCostly(t, quota.Rates{Client: quota.Rate{PerMinute: -1}, Subject: quota.Rate{PerMinute: 60, AtOnce: 20}, Changes: quota.Rate{PerMinute: 2}})
	for _, step := range []struct {
		query  string
		status int
		left   string
	}{
		{`mutation { rename(to: "a") { name } }`, 200, `"subject";r=19;t=1, "changes";r=1;t=30`},
		{`{ actor }`, 200, `"subject";r=18;t=2`},
		{`mutation { a: rename(to: "a") { name } b: rename(to: "b") { name } }`, 400, `"subject";r=17;t=3`}, // is none
		{`mutation { rename(to: "a") { name } }`, 200, `"subject";r=16;t=4, "changes";r=0;t=60`},
		{`mutation { rename(to: "a") { name } }`, 429, `"subject";r=15;t=5, "changes";r=0;t=60`},
		{`{ actor }`, 200, `"subject";r=14;t=6`},
	} {
		r := c.Ask(t, step.query, web, gatewaytest.AcceptGraphQL)
		if got := r.Header.Get("RateLimit"); r.Status != step.status || got != step.left {
			t.Errorf("%s: %d, left %s; want %d, %s", step.query, r.Status, got, step.status, step.left)
		}
		if step.status == http.StatusTooManyRequests && r.Header.Get("Retry-After") != "30" {
			t.Error(r.Header)
		}
	}
}

// many authenticates "Bearer <client> <number>".
type many struct{}

func (many) Actor(_ context.Context, r *http.Request) (policy.Actor, error) {
	_, who, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	client, number, _ := strings.Cut(who, " ")
	n, err := fnr.Parse(number)
	return policy.Authenticated(policy.Credentials{Number: n, Client: policy.Client{ID: client}}), err
}

// A citizen with nothing left gets no new allowance by having others fill the room;
// newcomers to a full room share one, and other clients have their own.
func TestACrowdResetsNothing(t *testing.T) {
	people := []string{gatewaytest.Canary, "13899799008", "57912075186", "14837846839"}
	c := startCostly(t, quota.Rates{Client: quota.Rate{PerMinute: -1}, Subject: quota.Rate{PerMinute: 1, AtOnce: 3}},
		func(o *gateway.Options) { o.Authenticator, o.Limits.Citizens = many{}, 2 })
	as := func(client string, i int) string { return "Authorization: Bearer " + client + " " + people[i] }
	c.answered(t, 200, 3, `"subject";r=0;t=180`, as("web", 0))
	c.answered(t, 200, 2, `"subject";r=1;t=120`, as("web", 1))
	c.answered(t, 200, 1, `"subject";r=2;t=60`, as("web", 2)) // the room is full
	c.answered(t, 200, 1, `"subject";r=1;t=120`, as("web", 3))
	c.answered(t, 200, 3, `"subject";r=0;t=180`, as("app", 0))
	c.answered(t, 200, 1, `"subject";r=0;t=180`, as("web", 1))
	c.answered(t, 429, 1, `"subject";r=0;t=180`, as("web", 0))

	// Full allowances make room.
	c.now.Store(300)
	c.answered(t, 200, 1, `"subject";r=2;t=60`, as("web", 2))
	c.answered(t, 200, 1, `"subject";r=2;t=60`, as("web", 3))
	c.answered(t, 200, 2, `"subject";r=0;t=180`, as("web", 2))
	c.answered(t, 200, 1, `"subject";r=1;t=120`, as("web", 3))
}

var noon = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)
