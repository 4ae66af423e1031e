package frikort_test

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/frikort"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/frikort"
	"helsegraf/sources/sourcetest"
)

const name = "frikort"

// client is a Client of the stand-in, with the ceilings of three years.
func client(t testing.TB, register *sources.Client) *frikort.Client {
	t.Helper()
	return frikort.New(register, frikort.Options{
		Ceilings: map[int]fhir.Decimal{2024: "3165.00", 2025: "3278.00", 2026: "3278.00"},
		Zone:     sourcetest.Oslo(t),
	})
}

// at has a client come with tokens of HelseID, and think that it is now.
func at(t testing.TB, env *sourcetest.Env, now time.Time) func(*sources.Config) {
	auth := env.HelseID(t, frikort.Audience, frikort.Scope)
	return func(c *sources.Config) { c.Authorizer, c.Now = auth, func() time.Time { return now } }
}

func start(t *testing.T) (*sourcetest.Env, *frikort.Client) {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	return env, client(t, env.Client(t, name, at(t, env, sourcetest.Now())))
}

func grant(t testing.TB, env *sourcetest.Env, persona string) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, env.Number(t, persona), policy.ExemptionCard)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	line := grant(t, env, "line")
	status := func(ctx context.Context, c *sources.Client) error {
		_, err := client(t, c).Status(ctx, line, 2026)
		return err
	}
	coPayments := func(ctx context.Context, c *sources.Client) error {
		_, err := client(t, c).CoPayments(ctx, line, 2026)
		return err
	}
	for _, c := range []sourcetest.Contract{
		{Operation: "Frikortsporring", Ask: status},
		{Operation: "Jwk", Ask: status, NoSubject: true},
		{Operation: "Egenandeler", Ask: coPayments},
	} {
		c.Env, c.Register, c.Configure = env, name, at(t, env, sourcetest.Now())
		t.Run(c.Operation, c.Run)
	}
}

func TestStatus(t *testing.T) {
	env, c := start(t)
	for _, tt := range []struct {
		about   string
		persona string
		year    int
		want    frikort.ExemptionCardStatus // "" is not known
		calls   int
	}{
		{"reached the ceiling this year", "line", 2026, frikort.Active, 1},
		{"reached it last year", "line", 2025, frikort.Expired, 1},
		{"did not the year before", "line", 2024, frikort.None, 1},
		{"more than two years back Helfo does not say", "line", 2023, "", 0},
		{"nor of a year to come", "line", 2027, "", 0},
		{"a minimum pension is no card", "berit", 2026, frikort.None, 1},
		{"below the ceiling", "bodil", 2026, frikort.None, 1},
		{"who has reserved is told the same", "ylva", 2026, frikort.None, 1},
	} {
		t.Run(tt.about, func(t *testing.T) {
			env.Reset(t)
			card, err := c.Status(t.Context(), grant(t, env, tt.persona), tt.year)
			if err != nil {
				t.Fatal(err)
			}
			var got frikort.ExemptionCardStatus
			if card.Status != nil {
				got = *card.Status
			}
			if got != tt.want || card.Year != tt.year {
				t.Errorf("got %q in %d, want %q", got, card.Year, tt.want)
			}
			if holds := card.ValidUntil != nil; holds != (got == frikort.Active || got == frikort.Expired) {
				t.Errorf("valid until is %v of a card that is %q", card.ValidUntil, got)
			}
			if n := env.Calls(t)["Frikortsporring"].Calls; n != tt.calls {
				t.Errorf("%d calls, want %d", n, tt.calls)
			}
		})
	}
}

func TestTheYearEndsInNorway(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	for now, want := range map[string]frikort.ExemptionCardStatus{
		"2026-12-31T22:59:59Z": frikort.Active,
		"2026-12-31T23:00:00Z": frikort.Expired,
	} {
		instant, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		c := client(t, env.Client(t, name, at(t, env, instant)))
		card, err := c.Status(t.Context(), grant(t, env, "line"), 2026)
		if err != nil || card.Status == nil || *card.Status != want {
			t.Errorf("at %s: got %v, %v, want %s", now, card.Status, err, want)
		}
	}
}

func TestCoPayments(t *testing.T) {
	env, c := start(t)
	card, err := c.CoPayments(t.Context(), grant(t, env, "line"), 2026)
	if err != nil {
		t.Fatal(err)
	}
	if card.Remaining == nil || card.Remaining.Amount != "0.00" || card.Ceiling == nil || card.Ceiling.Amount != "3278.00" {
		t.Errorf("over the ceiling, yet %v of %v remain", card.Remaining, card.Ceiling)
	}
	if card.Paid == nil || card.Paid.Currency != "NOK" || card.ValidFrom == nil {
		t.Error("sum or day of the card is missing")
	}
	if len(card.CoPayments) < 12 {
		t.Fatalf("%d co-payments, want 12 or more", len(card.CoPayments))
	}
	unpaid := 0
	var paidOn []fhir.Date
	for _, p := range card.CoPayments {
		if p.ID.Key == "" || p.ID.Subject.IsZero() || p.Provider == nil || p.Amount == nil || p.ServiceType == nil || p.ServiceType.Display == nil || p.CountsTowardsCeiling == nil {
			t.Errorf("a co-payment lacks something: %+v", p)
			continue
		}
		if *p.CountsTowardsCeiling != (p.PaidOn != nil) {
			t.Error("what is paid counts, and nothing else")
		}
		if p.PaidOn == nil {
			unpaid++
			continue
		}
		paidOn = append(paidOn, *p.PaidOn)
	}
	slices.Reverse(paidOn)
	if unpaid != 1 || !slices.IsSorted(paidOn) {
		t.Errorf("%d unpaid, want 1; paid on %v", unpaid, paidOn)
	}
}

func TestUnknownIsNotEmpty(t *testing.T) {
	env, c := start(t)
	reserved, err := c.CoPayments(t.Context(), grant(t, env, "ylva"), 2026)
	if err != nil || reserved.Paid != nil || reserved.Remaining != nil || reserved.CoPayments != nil {
		t.Errorf("who has reserved has no sum and no list: %+v, %v", reserved, err)
	}
	long, err := c.CoPayments(t.Context(), grant(t, env, "line"), 1999)
	if err != nil || long.Ceiling != nil || long.Remaining != nil || long.CoPayments == nil {
		t.Errorf("a year without a ceiling: %+v, %v", long, err)
	}
	env.Reset(t)
	coming, err := c.CoPayments(t.Context(), grant(t, env, "line"), 2027)
	if err != nil || coming.Paid != nil || coming.CoPayments != nil || len(env.Calls(t)) != 0 {
		t.Errorf("a year to come: %+v, %v", coming, err)
	}
}

func TestOnlyAGrantForExemptionCardsOpens(t *testing.T) {
	env, c := start(t)
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Medication)} {
		if _, err := c.Status(t.Context(), g, 2026); sources.KindOf(err) != sources.Denied {
			t.Errorf("Status: %v", err)
		}
		if _, err := c.CoPayments(t.Context(), g, 2026); sources.KindOf(err) != sources.Denied {
			t.Errorf("CoPayments: %v", err)
		}
	}
	if n := len(env.Calls(t)); n != 0 {
		t.Errorf("%d operations were called", n)
	}
}

func TestKeyIsFetchedOnceAndFollowed(t *testing.T) {
	env, c := start(t)
	line := grant(t, env, "line")
	ask := func() {
		if card, err := c.Status(t.Context(), line, 2026); err != nil || *card.Status != frikort.Active {
			t.Errorf("got %v, %v", card.Status, err)
		}
	}
	expect := func(questions, keys int) {
		t.Helper()
		if calls := env.Calls(t); calls["Frikortsporring"].Calls != questions || calls["Jwk"].Calls != keys {
			t.Errorf("%d questions and %d keys, want %d and %d", calls["Frikortsporring"].Calls, calls["Jwk"].Calls, questions, keys)
		}
		env.Reset(t)
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(ask)
	}
	all.Wait()
	expect(20, 1)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, env.URL+"/_control/rotate", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	ask()
	ask()
	expect(2, 1) // the question that was refused is not counted
}
