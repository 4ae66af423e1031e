package resolvers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/mocks/personvern"
	"helsegraf/mocks/world"
)

// law is the decision by service, relation, age and scope, then by consent level: the
// lines in mode READ of graph/policy/testdata/matrix.txt, which a second evaluator of
// the rules holds.
type law map[string]map[policy.Level]string

// scopes is what a power covers, in the matrix, before the decisions of a line.
var scopes = regexp.MustCompile(`^((?:(?:innsyn|digital|named|all|other|any)(?:, )?)*)\s*(.*)$`)

func readLaw(t *testing.T) law {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "graph", "policy", "testdata", "matrix.txt"))
	if err != nil {
		t.Fatal(err)
	}
	out, service := law{}, ""
	for line := range strings.SplitSeq(string(text), "\n") {
		if head, found := strings.CutSuffix(line, " READ"); found {
			service = head
		}
		if strings.HasSuffix(line, " WRITE") {
			service = ""
		}
		const relation, ages, rest = 2, 20, 79
		if service == "" || !strings.HasPrefix(line, "  ") || len(line) < rest {
			continue
		}
		of := scopes.FindStringSubmatch(line[rest:])
		if of[1] == "any" {
			of[1] = "innsyn, digital, named, all, other"
		}
		for age := range strings.SplitSeq(strings.TrimSpace(strings.ReplaceAll(line[ages:rest], "16, for", "16 for")), ", ") {
			for scope := range strings.SplitSeq(of[1], ", ") {
				out[strings.Join([]string{service, strings.TrimSpace(line[relation:ages]), age, scope}, "/")] = byLevel(t, of[2])
			}
		}
	}
	return out
}

// byLevel reads the decisions of a line, "" where the service is open. The true reason
// in brackets is not for the one who asks.
func byLevel(t *testing.T, decisions string) map[policy.Level]string {
	t.Helper()
	out := map[policy.Level]string{}
	for part := range strings.SplitSeq(decisions, "; ") {
		from, code, several := strings.Cut(part, ": ")
		level := policy.None
		if !several {
			code = from
		} else if err := level.UnmarshalGQL(from); err != nil {
			t.Fatal(part)
		}
		code, _, _ = strings.Cut(code, " [")
		for ; level <= policy.Full; level++ {
			out[level] = strings.TrimPrefix(code, "open")
		}
	}
	return out
}

// relation is one of the matrix's cells, as people who are so related.
type relation struct {
	name, age, scope string
	actor, subject   string
}

// relations are the cells that people can be made for: not those of whom only the year
// of birth is known, nor of parents who are no longer on record.
func relations() []relation {
	all := []relation{
		{"SELF", "0-12", "", "dan", "dan"}, {"SELF", "13-15", "", "dina", "dina"}, {"SELF", "13-15 ungdomstilgang", "", "yngve", "yngve"}, {"SELF", "16-", "", "line", "line"},
		{"PARENT", "0-11", "", "line", "dan"}, {"PARENT", "12-15", "", "line", "dina"}, {"PARENT", "16 for 30 days", "", "ulf", "unni"},
	}
	for _, name := range []string{"POWER_OF_ATTORNEY", "ASSIGNED", "GUARDIAN"} {
		for age, subject := range map[string]string{"0-11": "dan", "12-15": "dina", "16-": "line"} {
			for _, scope := range []string{"innsyn", "digital", "named", "all", "other"} {
				all = append(all, relation{name, age, scope, "birger", subject})
			}
		}
	}
	return all
}

// power is the power by which the actor of a relation acts, if any.
func (r relation) power(h *testEnv) []world.Power {
	kind := map[string]string{"POWER_OF_ATTORNEY": "FU", "ASSIGNED": "TD", "GUARDIAN": "VE"}[r.name]
	if kind == "" {
		return nil
	}
	p := world.Power{
		ID: "00000000-0000-4000-8000-000000000001", Kind: kind, Holder: h.world.Persona(r.actor).Number,
		From: h.world.Today().AddDate(-1, 0, 0), Until: h.world.Today().AddDate(1, 0, 0),
		Read: r.scope == "innsyn", Write: r.scope == "digital", All: r.scope == "all",
	}
	for _, s := range policy.Services() {
		// What no field is of stands for another service.
		if has := offered(s.String()) != ""; s.ByProxy() && (r.scope == "named" && has || r.scope == "other" && !has) {
			p.Services = append(p.Services, s.String())
		}
	}
	return []world.Power{p}
}

// The law at every field of the schema that a register answers, over HTTP on both
// sides: with a token through the gateway, and by the registers' own protocols. For each service, relation, age, scope of a power and consent level,
// the fields that are closed have the law's code and make no call, however many they
// are, and those that are open make theirs and have no error. The fields are derived
// from the schema, and the decisions from the matrix of package policy, so that new
// fields and changed rules are held to it as they come. Personas with blocks and the
// like are in TestWhoMayUseWhat.
func TestTheLawAtEveryField(t *testing.T) {
	rules := readLaw(t)
	h := newTestEnv(t)
	all := h.guardedOf("line")
	usual := map[string][]world.Power{}
	levels := []policy.Level{policy.None, policy.Basis, policy.BasisPlus, policy.Full}
	for _, r := range relations() {
		subject := h.world.Persona(r.subject)
		if _, ok := usual[r.subject]; !ok {
			usual[r.subject] = subject.Powers
		}
		subject.Powers = append(slices.Clip(usual[r.subject]), r.power(h)...)
		h.urls["personvern"] = h.serve(personvern.New(h.world, h.issuer)) // which indexes the powers
		h.resolve(h.config(everyEndpoint))
		front := h.front()
		before := subject.Consent
		for _, level := range levels {
			subject.Consent = world.Consent{Level: level.String(), GivenAt: before.GivenAt}
			name := fmt.Sprint(r.actor, " for ", r.subject, ", ", r, " ", level)
			var open, closed []guardedField
			codes := map[string]string{}
			for _, g := range all {
				decisions, ok := rules[strings.Join([]string{g.service, r.name, r.age, r.scope}, "/")]
				if !ok {
					t.Fatalf("%s: no line for %s", name, g.service)
				}
				if codes[g.field] = decisions[level]; codes[g.field] == "" {
					open = append(open, g)
				} else {
					closed = append(closed, g)
				}
			}
			front.closedByLaw(name, r, closed, codes)
			front.openByLaw(name, r, open)
		}
		subject.Consent, subject.Powers = before, usual[r.subject]
	}
	h.foreseen()
}

// lawQuery selects fields of a person.
func (f frontDoor) lawQuery(r relation, fields []guardedField) response {
	f.t.Helper()
	var query strings.Builder
	for _, g := range fields {
		query.WriteString(g.field + g.arguments + " " + g.selection + "\n")
		f.reset(g.register)
	}
	return f.post(r.actor, `query($id: ID!) { person(id: $id) { id `+query.String()+` } }`, map[string]any{"id": f.id(r.subject, "web")})
}

func (f frontDoor) closedByLaw(name string, r relation, fields []guardedField, codes map[string]string) {
	f.t.Helper()
	a := f.lawQuery(r, fields)
	for _, g := range fields {
		if got := a.code("person", g.field); got != codes[g.field] || a.at("person", g.field) != nil {
			f.t.Errorf("%s: %s is %q, want %q", name, g.field, got, codes[g.field])
		}
		if calls := f.healthCalls(g.register, g.operations); len(calls) > 0 {
			f.t.Errorf("%s: %s was called for %s: %v", name, g.register, g.field, calls)
		}
	}
	if len(a.Errors) != len(fields) {
		f.t.Errorf("%s: %d errors for %d closed fields: %s", name, len(a.Errors), len(fields), a.raw)
	}
}

func (f frontDoor) openByLaw(name string, r relation, fields []guardedField) {
	f.t.Helper()
	a := f.lawQuery(r, fields)
	for _, g := range fields {
		theirs := g.arguments != "" && r.subject != "line" // the id is of a record of line's, which makes no call
		switch code := a.code("person", g.field); {
		case theirs && code == "NOT_FOUND":
		case code != "" || a.at("person", g.field) == nil:
			f.t.Errorf("%s: %s is null with %q", name, g.field, code)
		case len(f.healthCalls(g.register, g.operations)) == 0:
			f.t.Errorf("%s: %s was not called for %s", name, g.register, g.field)
		}
	}
	for _, e := range a.Errors {
		if e.Extensions["code"] != "NOT_FOUND" {
			f.t.Errorf("%s: %v", name, e)
		}
	}
}
