package fastlegeregister_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/standin"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fnr"
	"helsegraf/sources/sourcetest"
)

const register = "fastlegeregister"

func credentials(c *sources.Config) {
	c.Authorizer = sources.Basic{User: mock.User, Password: mock.Password}
}

func newClient(t testing.TB, c *sources.Client, o fastlegeregister.Options) *fastlegeregister.Client {
	t.Helper()
	flr, err := fastlegeregister.New(c, o)
	if err != nil {
		t.Fatal(err)
	}
	return flr
}

func grant(t testing.TB, n fnr.Number) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, n, policy.GPInformation)
}

func TestContract(t *testing.T) {
	for _, o := range []fastlegeregister.Options{{}, {SOAP12: true}} {
		for operation, ask := range map[string]func(*sourcetest.Env, context.Context, *fastlegeregister.Client) error{
			"GetPatientsGPDetailsAtTime": func(e *sourcetest.Env, ctx context.Context, flr *fastlegeregister.Client) error {
				line := e.Number(t, "line")
				return flr.Current(ctx, []policy.Grant{grant(t, line)})[line].Err
			},
			"GetPatientGPHistory": func(e *sourcetest.Env, ctx context.Context, flr *fastlegeregister.Client) error {
				_, err := flr.History(ctx, grant(t, e.Number(t, "line")))
				return err
			},
			"QueryGPContracts": func(_ *sourcetest.Env, ctx context.Context, flr *fastlegeregister.Client) error {
				_, err := flr.Search(ctx, fastlegeregister.SearchQuery{Municipality: "0301"})
				return err
			},
			"SearchForGP": func(_ *sourcetest.Env, ctx context.Context, flr *fastlegeregister.Client) error {
				_, err := flr.Search(ctx, fastlegeregister.SearchQuery{Municipality: "0301", Name: "e"})
				return err
			},
		} {
			t.Run(fmt.Sprintf("%s soap12=%t", operation, o.SOAP12), func(t *testing.T) {
				t.Parallel()
				env := sourcetest.Start(t, mock.New)
				sourcetest.Contract{
					Env: env, Register: register, Operation: operation, Configure: credentials,
					Ask: func(ctx context.Context, c *sources.Client) error {
						return ask(env, ctx, newClient(t, c, o))
					},
					Secrets:   []string{mock.Password},
					NoSubject: operation == "QueryGPContracts" || operation == "SearchForGP",
				}.Run(t)
			})
		}
	}
}

// As the gateway uses it: everybody's GP in one call, and one person's history.
func TestCurrentAndHistory(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	flr := newClient(t, env.Client(t, register, credentials), fastlegeregister.Options{})
	roles := map[string]string{
		"line":   "REGULAR",
		"berit":  "REGULAR",    // who is away and has a substitute
		"bodil":  "SUBSTITUTE", // of a list without a doctor
		"ulf":    "",           // a list without a doctor, with two substitutes
		"gunnar": "REGULAR",    // with whom another shares the list
	}
	var grants []policy.Grant
	for persona := range roles {
		grants = append(grants, grant(t, env.Number(t, persona)))
	}
	answers := flr.Current(t.Context(), append(grants, grants...))
	for persona, want := range roles {
		a := answers[env.Number(t, persona)]
		if a.Err != nil {
			t.Fatalf("%s: %v", persona, a.Err)
		}
		got := ""
		if a.Value.Role != nil {
			got = string(*a.Value.Role)
		}
		if got != want || (want == "") != (a.Value.Practitioner == nil) || a.Value.Office == nil || a.Value.PatientList == nil || a.Value.Since == nil {
			t.Errorf("%s: role %q, want %q; %+v", persona, got, want, a.Value)
		}
	}
	if n := env.Calls(t)["GetPatientsGPDetailsAtTime"]; n.Calls != 1 || len(n.Subjects) != len(roles) {
		t.Errorf("%d calls about %d people, want 1 about %d", n.Calls, len(n.Subjects), len(roles))
	}

	history, err := flr.History(t.Context(), grant(t, env.Number(t, "line")))
	if err != nil || len(history) != 5 {
		t.Fatalf("%d periods, %v; want 4 lists, one of which changed doctor", len(history), err)
	}
	if history[0].ValidUntil != nil || *history[1].ValidUntil != "2021-08-31" || *history[0].ValidFrom != "2021-09-01" {
		t.Error("not newest first, or not by doctor")
	}
	if history, err = flr.History(t.Context(), grant(t, env.Number(t, "asle"))); err != nil || history == nil || len(history) != 0 {
		t.Errorf("asle never had a GP: got %v, %v", history, err)
	}
	if a := flr.Current(t.Context(), []policy.Grant{grant(t, env.Number(t, "asle"))}); sources.KindOf(a[env.Number(t, "asle")].Err) != sources.NotFound {
		t.Error("asle has no GP: want not found")
	}
}

func TestBatches(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	flr := newClient(t, env.Client(t, register, credentials), fastlegeregister.Options{BatchSize: 100})
	var grants []policy.Grant
	for _, p := range env.World.People()[:250] {
		grants = append(grants, grant(t, sourcetest.Number(t, p.Number)))
	}
	for people, calls := range map[int]int{0: 0, 1: 1, 50: 1, 100: 1, 101: 2, 250: 3} {
		env.Reset(t)
		answers := flr.Current(t.Context(), grants[:people])
		if len(answers) != people {
			t.Errorf("%d answers for %d people", len(answers), people)
		}
		for _, a := range answers {
			if (a.Value == nil) == (a.Err == nil) || a.Err != nil && sources.KindOf(a.Err) != sources.NotFound {
				t.Fatalf("neither an answer nor the lack of one: %v", a.Err)
			}
		}
		if n := env.Calls(t)["GetPatientsGPDetailsAtTime"].Calls; n != calls {
			t.Errorf("%d people: %d calls, want %d", people, n, calls)
		}
	}
	// The answers come in any order: each must be the one its subject gets alone.
	together := flr.Current(t.Context(), grants)
	for _, g := range grants[:40] {
		n, _ := g.Subject(policy.GPInformation)
		if alone := flr.Current(t.Context(), []policy.Grant{g}); !reflect.DeepEqual(alone[n], together[n]) {
			t.Fatal("an answer in the batch is somebody else's")
		}
	}
}

// A number of the rule for 2032 is one to us and none to the register, which
// refuses the whole batch for it.
func TestOneRefusedNumber(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	flr := newClient(t, env.Client(t, register, credentials), fastlegeregister.Options{})
	bad := number2032(t)
	grants := []policy.Grant{grant(t, bad)}
	for _, p := range env.World.People()[:99] {
		grants = append(grants, grant(t, sourcetest.Number(t, p.Number)))
	}
	for n, a := range flr.Current(t.Context(), grants) {
		if kind := sources.KindOf(a.Err); (n == bad) != (kind == sources.Invalid) || n != bad && kind != 0 && kind != sources.NotFound {
			t.Errorf("refused number %t: %v", n == bad, a.Err)
		}
	}
	if n := env.Calls(t)["GetPatientsGPDetailsAtTime"].Calls; n > 15 {
		t.Errorf("%d calls to find one number among 100", n)
	}
	if _, err := flr.History(t.Context(), grant(t, bad)); sources.KindOf(err) != sources.Invalid {
		t.Errorf("history: got %v, want invalid", err)
	}
}

func number2032(t *testing.T) fnr.Number {
	t.Helper()
	for nine := 18_195_000; ; nine++ {
		s := fmt.Sprintf("0%d", nine*10)[:9]
		classic := 0
		for i, w := range []int{3, 7, 6, 1, 8, 9, 4, 5, 2} {
			classic += w * int(s[i]-'0')
		}
		for k := range 100 {
			if n, err := fnr.Parse(fmt.Sprintf("%s%02d", s, k)); err == nil && (classic+k/10)%11 != 0 {
				return n
			}
		}
	}
}

func TestStrangerInABatch(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	flr := newClient(t, env.Client(t, register, credentials), fastlegeregister.Options{})
	grants := []policy.Grant{grant(t, env.Number(t, "line")), grant(t, env.Number(t, "berit")), grant(t, env.Number(t, "gunnar"))}
	for fault, want := range map[string]sources.Kind{"wrong-subject": sources.Mismatch, "missing": sources.NotFound} {
		env.Fault(t, standin.Fault{Operation: "*", Body: fault})
		kinds := map[sources.Kind]int{}
		for _, a := range flr.Current(t.Context(), grants) {
			kinds[sources.KindOf(a.Err)]++
		}
		if kinds[0] != 2 || kinds[want] != 1 {
			t.Errorf("%s: got %v", fault, kinds)
		}
	}
	if !strings.Contains(env.Logged(), "SUBJECT_MISMATCH") {
		t.Error("no alarm")
	}
}

func TestNoGrantNoCall(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	flr := newClient(t, env.Client(t, register, credentials), fastlegeregister.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Medication)} {
		if a := flr.Current(t.Context(), []policy.Grant{g}); len(a) != 1 || sources.KindOf(a[fnr.Number{}].Err) != sources.Denied {
			t.Errorf("current: got %v, want denied", a)
		}
		if _, err := flr.History(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("history: got %v, want denied", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

func TestSearch(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	flr := newClient(t, env.Client(t, register, credentials), fastlegeregister.Options{PageSize: 3})
	search := func(q fastlegeregister.SearchQuery) []fastlegeregister.GeneralPractitioner {
		t.Helper()
		found, err := flr.Search(t.Context(), q)
		if err != nil || !found.Whole {
			t.Fatal(found.Whole, err)
		}
		return found.Lists
	}
	yes, no := true, false
	all := search(fastlegeregister.SearchQuery{Municipality: "0301"})
	open := search(fastlegeregister.SearchQuery{Municipality: "0301", AcceptsPatients: &yes})
	full := search(fastlegeregister.SearchQuery{Municipality: "0301", AcceptsPatients: &no})
	if len(all) != 8 || len(open) != 4 || len(full) != 4 {
		t.Errorf("%d lists, %d open, %d full; want 8, 4, 4", len(all), len(open), len(full))
	}
	if n := env.Calls(t)["QueryGPContracts"].Calls; n != 3 {
		t.Errorf("%d calls, want the three pages once", n)
	}
	name := all[0].Practitioner.Name
	for _, g := range search(fastlegeregister.SearchQuery{Municipality: "0301", Name: name.Given + " " + name.Family}) {
		if g.Practitioner.Name.Given != name.Given || g.Office == nil || g.PatientList == nil {
			t.Errorf("found %+v", g)
		}
	}
	if found := search(fastlegeregister.SearchQuery{Municipality: "0301", Name: `<&"'>`}); found == nil || len(found) != 0 {
		t.Errorf("found %v", found)
	}
	env.Reset(t)
	for _, q := range []fastlegeregister.SearchQuery{{}, {Name: "Liv"}, {Municipality: "301"}, {Municipality: "+301"}, {Municipality: "0301", Name: "1"}} {
		if _, err := flr.Search(t.Context(), q); sources.KindOf(err) != sources.Invalid {
			t.Errorf("%+v: got %v, want invalid", q, err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was asked what is no question")
	}
}

func TestOptions(t *testing.T) {
	s, err := sources.New(sources.Config{Register: register, BaseURL: "http://flr.invalid"})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []fastlegeregister.Options{{BatchSize: -1}, {PageSize: -1}, {PageSize: 1001}} {
		if _, err := fastlegeregister.New(s, o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}
