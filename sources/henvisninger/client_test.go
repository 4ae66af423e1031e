package henvisninger_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mockhenvisninger "helsegraf/mocks/henvisninger"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

const register = "henvisninger"

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.Referral, relation...)
}

func TestContract(t *testing.T) {
	env := sourcetest.Start(t, mockhenvisninger.New)
	line := granted(t, env.Number(t, "line"))
	sourcetest.Contract{
		Env: env, Register: register, Operation: "ServiceRequest/_search", Configure: env.Login(t, henvisninger.Audience, henvisninger.Scope),
		Secrets: []string{"smerter i kneet", "Eksempel sykehus"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := henvisninger.New(c, nhn.Options{}).Referrals(ctx, line)
			return err
		},
	}.Run(t)
}

// Every person's referrals are in a stable order, every stage of the life cycle
// occurs, and nils has none.
func TestEverybody(t *testing.T) {
	env := sourcetest.Start(t, mockhenvisninger.New)
	c := henvisninger.New(env.Client(t, register, env.Login(t, henvisninger.Audience, henvisninger.Scope)), nhn.Options{})
	stages := map[henvisninger.ReferralStatus]int{}
	for _, p := range env.World.People() {
		all, err := c.Referrals(t.Context(), granted(t, sourcetest.Number(t, p.Number)))
		if err != nil || p.Key == "nils" && len(all) > 0 {
			t.Fatal(p.Key, len(all), err)
		}
		for i, r := range all {
			if r.Status == nil || r.Priority == nil || r.Indication == nil || r.Treatment == nil || r.ReferredTo == nil || r.ReferredBy == nil || r.AssessmentDeadline == nil {
				t.Fatalf("%s: %+v", p.Key, r)
			}
			if i > 0 && *r.ReceivedOn > *all[i-1].ReceivedOn {
				t.Fatal(p.Key, "not in order")
			}
			stages[*r.Status]++
		}
	}
	for _, s := range []henvisninger.ReferralStatus{henvisninger.Received, henvisninger.Assessed, henvisninger.Scheduled, henvisninger.Forwarded, henvisninger.Rejected, henvisninger.Completed} {
		if stages[s] == 0 {
			t.Errorf("nobody has one that is %s: %v", s, stages)
		}
	}
	line, err := c.Referrals(t.Context(), granted(t, env.Number(t, "line")))
	if err != nil || len(line) != 2 || *line[0].Status != henvisninger.Assessed || line[0].TreatmentDeadline == nil {
		t.Errorf("line has none past its assessment with a deadline: %+v, %v", line, err)
	}
}

func TestWithoutGrant(t *testing.T) {
	env := sourcetest.Start(t, mockhenvisninger.New)
	c := henvisninger.New(env.Client(t, register, env.Login(t, henvisninger.Audience, henvisninger.Scope)), nhn.Options{})
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Appointment)} {
		if _, err := c.Referrals(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}
