package resolvers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"helsegraf/cmd/registers"
	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/resolvers"
)

// offering is a testEnv with only these endpoints configured.
func offering(t *testing.T, offered func(registers.Endpoint) bool) *testEnv {
	t.Helper()
	h := newTestEnv(t)
	h.resolve(h.config(offered))
	return h
}

// needed are the endpoints that every decision needs.
func needed(e registers.Endpoint) bool { return e.Needed() }

// absentWithout are the guarded fields that nothing answers when only needed
// endpoints are configured: those of the optional registers, and the contact
// information, whose endpoint is optional in a register that is not.
func absentWithout() []guardedField {
	return slices.DeleteFunc(slices.Clone(guarded), func(g guardedField) bool {
		return g.field != "contact" && !slices.Contains(optional, g.register)
	})
}

// offeredOfAll selects them, in every variant, and returns how many there are.
func offeredOfAll() (selection string, n int) {
	var all []string
	for _, g := range absentWithout() {
		all = append(append(all, g.field+" "+g.selection), g.variants...)
	}
	return strings.Join(all, "\n"), len(all)
}

// A field whose register is not configured is null with a code for every viewer,
// and is not logged as a use; the other fields are unaffected.
func TestAbsentRegisters(t *testing.T) {
	h := offering(t, needed)
	all, n := offeredOfAll()
	a := h.query("line", `query($ids: [ID!]!) { viewer { person { name { full } address { city } `+all+` } } people(ids: $ids) { `+all+` }
	  generalPractitioners(municipality: "0301") { totalCount } }`, map[string]any{"ids": []any{h.id("dan", "web")}})
	if want := n + n + 1; len(a.Errors) != want {
		t.Errorf("%d errors, want %d: %s", len(a.Errors), want, a.raw)
	}
	for _, e := range a.Errors {
		if e.Extensions["code"] != "NOT_OFFERED" {
			t.Error(e)
		}
	}
	if a.at("viewer", "person", "name", "full") == nil || a.at("viewer", "person", "address", "city") == nil {
		t.Error(a.raw)
	}
	if strings.Contains(a.raw, "DENIED_NOT_CALLED") {
		t.Errorf("registers that are not there are shown as not called: %s", a.raw)
	}
	for _, register := range optional {
		if calls := h.calls(register); len(calls) > 0 {
			t.Error(register, calls)
		}
	}
	h.foreseen()
}

// The log records the use of configured registers (the address), and none of
// absent ones.
func TestAbsentRegistersAreNoUse(t *testing.T) {
	h := offering(t, needed)
	all, _ := offeredOfAll()
	h.query("line", `{ viewer { person { `+all+` } } }`, nil)
	h.expectCalls(map[string]map[string]int{"usagelog": {}, "personvern": {}})
}

// A service is closed in access when no register is configured for any of its
// fields, and open when one is left.
func TestAccessToAbsentRegisters(t *testing.T) {
	h := offering(t, needed)
	reasons := map[string]any{}
	for _, row := range h.query("line", `{ viewer { person { access { service reason } } } }`, nil).list("viewer", "person", "access") {
		reasons[row.(map[string]any)["service"].(string)] = row.(map[string]any)["reason"]
	}
	for _, f := range h.resolver.Schema().Schema().Types["Person"].Fields {
		consent := f.Directives.ForName("consent")
		if consent == nil {
			continue
		}
		service := consent.Arguments.ForName("service").Value.Raw
		var want any // PROFILE has the address, and the others are Personvern's
		if !slices.Contains([]string{"PROFILE", "PRIVACY", "HEALTH_REGISTERS", "RESEARCH"}, service) {
			want = "NOT_OFFERED"
		}
		if got, reported := reasons[service]; !reported || got != want {
			t.Errorf("%s: %v, want %v", service, got, want)
		}
	}
	for _, row := range h.query("line", `{ previewConsent(level: FULL) { service open fields } }`, nil).list("previewConsent") {
		row := row.(map[string]any)
		if row["service"] == "PROFILE" && !slices.Equal(row["fields"].([]any), []any{"Person.address"}) ||
			row["service"] == "MEDICATION" && (row["open"] != false || len(row["fields"].([]any)) > 0) {
			t.Error(row)
		}
	}
}

func TestAbsentRegistersAreExplained(t *testing.T) {
	h := offering(t, needed)
	const query = `{ viewer { person { hospitalJournal { documents { totalCount } } contact { email } address { city } } } generalPractitioners(municipality: "0301") { totalCount } }`
	expectLines(t, h.explained("line", query, nil),
		"viewer.person.hospitalJournal HOSPITAL_JOURNAL open=false NOT_OFFERED rule=1 <nil>  calls=0",
		"viewer.person.hospitalJournal.documents HOSPITAL_JOURNAL open=false NOT_OFFERED rule=1 <nil> PASIENTJOURNAL calls=0",
		"viewer.person.contact PROFILE open=false NOT_OFFERED rule=1 <nil> FOLKEREGISTER calls=0",
		"viewer.person.address PROFILE open=true  rule=<nil> <nil>  calls=0",
		"generalPractitioners <nil> open=false NOT_OFFERED rule=<nil> <nil> FASTLEGEREGISTER calls=0")
	if n := h.planned(`{ viewer { person { hospitalJournal { documents { totalCount } } } } generalPractitioners(municipality: "0301") { totalCount } }`, nil); n > 3 {
		t.Errorf("%d calls are planned to registers that are not there", n)
	}
}

// Absent fields are hidden from every viewer, yet stay in the schema that
// federation composes.
func TestAbsentRegistersAreNotShown(t *testing.T) {
	h := offering(t, needed)
	shown, err := h.resolver.Narrowed(policy.InBoth(policy.SetOf(policy.Services()...)))
	h.must(err)
	for _, absent := range []string{"prescriptions(", "hospitalJournal:", "JournalDocument", "exemptionCard(", "generalPractitioners(", "contact:", "type Medication"} {
		if strings.Contains(graph.SDL(shown.Schema()), absent) {
			t.Errorf("%s is shown", absent)
		}
	}
	if sdl := graph.SDL(shown.Schema()); !strings.Contains(sdl, "address: Address") || !strings.Contains(sdl, "usageLog(") {
		t.Error("what there is is not shown")
	}
	subgraph, err := h.resolver.Subgraph(shown.Schema())
	h.must(err)
	whole, err := newTestEnv(t).resolver.Subgraph(h.resolver.Schema().Schema())
	h.must(err)
	if subgraph != whole {
		t.Error("a router composes something else")
	}
}

// Only configured regions are called and reported.
func TestAbsentRegions(t *testing.T) {
	h := offering(t, func(e registers.Endpoint) bool { return e.Region == "" || e.Part == "VEST" })
	const query = `{ viewer { person { hospitalJournal { documents { complete } regions { region status } accessLog { complete } } } } }`
	if n := h.planned(query, nil); n != 2+2+1 {
		t.Errorf("%d calls are planned", n)
	}
	a := h.query("line", query, nil)
	if regions := a.list("viewer", "person", "hospitalJournal", "regions"); len(a.Errors) > 0 || len(regions) != 1 {
		t.Error(a.raw)
	}
	h.foreseen()
}

// Each optional register can be absent on its own without affecting the others.
func TestOneAbsentRegister(t *testing.T) {
	all, _ := offeredOfAll()
	for _, register := range optional {
		h := offering(t, func(e registers.Endpoint) bool { return e.Register.Key != register })
		want := map[any]bool{}
		for _, g := range absentWithout() {
			below := g.register != register && !slices.Contains(g.others, register) && g.alone[register]
			if below || g.register == register && g.others == nil { // else the other registers answer
				want[g.field] = true
			}
		}
		got := map[any]bool{}
		for _, e := range h.query("line", `{ viewer { person { `+all+` } } }`, nil).Errors {
			field, _, _ := strings.Cut(e.Path[2].(string), "_")
			got[field] = true
			if e.Extensions["code"] != "NOT_OFFERED" {
				t.Errorf("without %s: %v", register, e)
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("without %s, absent are %v, want %v", register, got, want)
		}
		h.foreseen()
	}
}

func TestNeededRegisters(t *testing.T) {
	h := newTestEnv(t)
	for _, remove := range []func(*resolvers.Registers){
		func(r *resolvers.Registers) { r.Personvern = nil },
		func(r *resolvers.Registers) { r.Folkeregister = nil },
		func(r *resolvers.Registers) { r.UsageLog = nil },
	} {
		c := h.config(everyEndpoint)
		remove(&c.Registers)
		if _, err := resolvers.New(c); err == nil {
			t.Error("nothing can be decided, or nobody told")
		}
	}
}
