package policy_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
)

var update = flag.Bool("update", false, "write testdata/matrix.txt anew")

const matrixHead = `Who may use what, by service, mode, relation, the subject's age, what a power covers, and the subject's consent level.
An age that is one of two is that of somebody of whom only the year of birth is known; a power was given a year ago.
Everything else is in order: nobody is blocked, reserved or dead, and actors have consented. A level stands for itself and
those above it up to the next on the line. In brackets is the true reason, which a representative is not told.
Written by go test ./graph/policy -update.
`

// cell is one relation between actor and subject, in a state.
type cell struct {
	relation, age, scope string
	world                func(policy.Service) *world
}

// scopeNames are what a power covers: one of the two areas, the service by
// name, all services, or something else.
var scopeNames = []string{"innsyn", "digital", "named", "all", "other"}

// cells are what stands on the lines of each service.
func cells() []cell {
	all := []cell{
		{"SELF", "0-12", "", func(s policy.Service) *world { return self(s).but(actorAged(12)) }},
		{"SELF", "13-15", "", func(s policy.Service) *world { return self(s).but(actorAged(14)) }},
		{"SELF", "13-15 ungdomstilgang", "", func(s policy.Service) *world { return self(s).but(youth) }},
		{"SELF", "16-", "", self},
		{"SELF", "12 or 13 ungdomstilgang", "", func(s policy.Service) *world { return self(s).but(youth, yearOnly(13)) }},
		{"SELF", "15 or 16", "", func(s policy.Service) *world { return self(s).but(yearOnly(16)) }},
		{"SELF", "15 or 16 ungdomstilgang", "", func(s policy.Service) *world { return self(s).but(youth, yearOnly(16)) }},
	}
	ages := []struct {
		name string
		age  int
	}{{"0-11", 9}, {"12-15", 14}, {"16-", 50}}
	for _, a := range ages {
		all = append(all, cell{"PARENT", a.name, "", func(s policy.Service) *world { return acting(s, a.age, parent()) }})
	}
	all = append(all, cell{"PARENT", "16, for 30 days", "", func(s policy.Service) *world {
		return acting(s, 16, parent()).but(born(midnight(16, 0, 0)))
	}})
	for _, age := range []int{12, 16} {
		all = append(all, cell{"PARENT", fmt.Sprintf("%d or %d", age-1, age), "", func(s policy.Service) *world {
			return acting(s, age, parent()).but(yearOnly(age))
		}})
	}
	for _, relation := range []policy.Relation{policy.PowerOfAttorney, policy.Assigned, policy.Guardian} {
		for _, a := range ages {
			for _, scope := range scopeNames {
				all = append(all, cell{relation.String(), a.name, scope, func(s policy.Service) *world {
					r := policy.Relationship{
						Relation: relation, From: midnight(1, 0, 0),
						Read: scope == "innsyn", Write: scope == "digital", All: scope == "all",
					}
					if scope == "named" {
						r.Named = policy.InBoth(policy.SetOf(s))
					}
					return acting(s, a.age, r)
				}})
			}
		}
		for _, age := range []int{12, 17} {
			all = append(all, cell{relation.String(), fmt.Sprintf("%d or %d", age-1, age), "all", func(s policy.Service) *world {
				return acting(s, age, policy.Relationship{Relation: relation, From: midnight(1, 0, 0), All: true}).but(yearOnly(age))
			}})
		}
	}
	return all
}

// answer is the decision for each level, where it differs from the one below.
func answer(w *world) string {
	var out []string
	before := ""
	for _, l := range []policy.Level{policy.None, policy.Basis, policy.BasisPlus, policy.Full} {
		d := w.but(level(l)).decide()
		code := string(d.Code())
		switch {
		case d.Allowed():
			code = "open"
		case d.Code() != d.Reason():
			code = fmt.Sprintf("%s [%s]", d.Code(), d.Reason())
		}
		if code != before {
			out = append(out, fmt.Sprintf("%s: %s", l, code))
		}
		before = code
	}
	if len(out) == 1 {
		return before
	}
	return strings.Join(out, "; ")
}

// line is some cells with the same answer.
type line struct {
	relation, answer string
	ages, scopes     []string
}

// matrix is the law of every service on a page.
func matrix() []byte {
	var out bytes.Buffer
	out.WriteString(matrixHead)
	for _, s := range policy.Services() {
		for _, mode := range []policy.Mode{policy.Read, policy.Write} {
			fmt.Fprintf(&out, "\n%s %s\n", s, mode)
			for _, l := range lines(s, mode) {
				scopes := strings.Join(l.scopes, ", ")
				if len(l.scopes) == len(scopeNames) {
					scopes = "any"
				}
				fmt.Fprintf(&out, "  %-17s %-58s %-20s %s\n", l.relation, strings.Join(l.ages, ", "), scopes, l.answer)
			}
		}
	}
	return out.Bytes()
}

// lines puts the scopes that have the same answer on one line, and then the
// ages.
func lines(s policy.Service, mode policy.Mode) []line {
	var byScope, byAge []line
	for _, c := range cells() {
		a := answer(c.world(s).but(func(w *world) { w.q.Mode = mode }))
		i := slices.IndexFunc(byScope, func(l line) bool {
			return l.relation == c.relation && l.answer == a && l.ages[0] == c.age
		})
		if i < 0 {
			byScope = append(byScope, line{c.relation, a, []string{c.age}, []string{c.scope}})
			continue
		}
		byScope[i].scopes = append(byScope[i].scopes, c.scope)
	}
	for _, next := range byScope {
		i := slices.IndexFunc(byAge, func(l line) bool {
			return l.relation == next.relation && l.answer == next.answer && slices.Equal(l.scopes, next.scopes)
		})
		if i < 0 {
			byAge = append(byAge, next)
			continue
		}
		byAge[i].ages = append(byAge[i].ages, next.ages...)
	}
	return byAge
}

// The matrix is committed, so that a change of the law shows as what it does.
func TestMatrix(t *testing.T) {
	t.Parallel()
	const file = "testdata/matrix.txt"
	got := matrix()
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(want, []byte("\n"))
	for i, line := range bytes.Split(got, []byte("\n")) {
		if i >= len(lines) || !bytes.Equal(line, lines[i]) {
			t.Fatalf("line %d is not as committed; if it is meant, run with -update:\n%s", i+1, line)
		}
	}
	if !bytes.Equal(got, want) {
		t.Error("lines are gone; if it is meant, run with -update")
	}
}
