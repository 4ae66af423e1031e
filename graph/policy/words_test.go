package policy_test

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"helsegraf/graph/policy"
)

// word is an enum of the schema.
type word interface {
	comparable
	fmt.Stringer
	MarshalGQL(io.Writer)
}

// spelled holds that the values go out and come back by their names, and that
// nothing else comes in.
func spelled[E word, P interface {
	*E
	UnmarshalGQL(any) error
}](t *testing.T, values []E, parse func(string) (E, error)) {
	t.Helper()
	for _, v := range values {
		var out strings.Builder
		v.MarshalGQL(&out)
		var back E
		if err := P(&back).UnmarshalGQL(v.String()); err != nil || back != v || out.String() != strconv.Quote(v.String()) {
			t.Errorf("%s: %s, %v", v, out.String(), err)
		}
		if got, err := parse(v.String()); err != nil || got != v {
			t.Errorf("%s: %v", v, err)
		}
	}
	for _, in := range []any{"", "self", strings.ToLower(values[0].String()), 1, nil} {
		var back E
		if err := P(&back).UnmarshalGQL(in); err == nil || strings.Contains(err.Error(), "self") {
			t.Errorf("%v is read: %v", in, err)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	spelled(t, policy.Services(), policy.ParseService)
	spelled(t, []policy.Level{policy.None, policy.Basis, policy.BasisPlus, policy.Full}, policy.ParseLevel)
	spelled(t, []policy.Mode{policy.Read, policy.Write}, policy.ParseMode)
	spelled(t, []policy.Relation{policy.Self, policy.Parent, policy.PowerOfAttorney, policy.Assigned, policy.Guardian}, policy.ParseRelation)
}

// Every rule that can decide says what it wants.
func TestWants(t *testing.T) {
	for rule := 1; rule <= 12; rule++ {
		if policy.Wants(rule) == "" {
			t.Errorf("rule %d says nothing", rule)
		}
	}
	if got := policy.Wants(12); got != "the subject's consent opens the service" {
		t.Error(got)
	}
	if policy.Wants(0) != "" || policy.Wants(13) != "" {
		t.Error("a number without a rule wants something")
	}
}

// The codes of list 7611, as registers take and give them.
func TestRelationCodes(t *testing.T) {
	t.Parallel()
	for relation, code := range map[policy.Relation]string{
		policy.Self: "", policy.Parent: "FO", policy.PowerOfAttorney: "FU", policy.Assigned: "TD", policy.Guardian: "VE",
	} {
		if relation.Code() != code {
			t.Errorf("%s: %q, want %q", relation, relation.Code(), code)
		}
	}
}
