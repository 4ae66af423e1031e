package resolvers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/executor"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/resolvers"
	"helsegraf/sources"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/pasientjournal"
)

// without is a testEnv with some registers left unconfigured.
func without(t *testing.T, remove func(*testEnv, *resolvers.Registers)) *testEnv {
	t.Helper()
	h := newHouse(t)
	c := h.config()
	remove(h, &c.Registers)
	var err error
	h.resolver, err = resolvers.New(c)
	h.must(err)
	h.exec = executor.New(h.resolver.Schema())
	h.exec.Use(h.resolver)
	h.exec.SetErrorPresenter(h.resolver.PresentError)
	return h
}

// nobodyElse keeps only the registers that every decision needs.
func nobodyElse(h *testEnv, r *resolvers.Registers) {
	*r = resolvers.Registers{Personvern: r.Personvern, UsageLog: r.UsageLog, Folkeregister: h.withoutContacts()}
}

func (h *testEnv) withoutContacts() *folkeregister.Client {
	h.t.Helper()
	helseID, err := sources.NewHelseID(sources.HelseIDConfig{Issuer: h.issuer.URL(), ClientID: "helsegraf", Key: h.key, Now: h.world.Now})
	h.must(err)
	return folkeregister.New(h.client("folkeregister", "", h.servers["folkeregister"][0].URL, helseID.For("nhn:hgd-persontjenesten-api", "nhn:hgd-persontjenesten-api/full-access")), nil)
}

const offeredOfAll = `contact { email } generalPractitioner { history { totalCount } } prescriptions { totalCount } past: prescriptions(view: HISTORY) { totalCount }
  summaryCareRecord { status criticalInformation { allergies { id } conditions { id } } } hospitalJournal { notice documents { totalCount } accessLog { totalCount } }
  exemptionCard { year ceiling { amount } status paid { amount } }`

// A field whose register is not configured is null with a code for every viewer,
// and is not logged as a use; the other fields are unaffected.
func TestAbsentRegisters(t *testing.T) {
	h := without(t, nobodyElse)
	a := h.ask("line", `query($ids: [ID!]!) { viewer { person { name { full } address { city } `+offeredOfAll+` } } people(ids: $ids) { `+offeredOfAll+` }
	  generalPractitioners(municipality: "0301") { totalCount } }`, map[string]any{"ids": []any{h.id("dan", "web")}})
	if want := 7 + 7 + 1; len(a.Errors) != want {
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
	for _, register := range slices.DeleteFunc(slices.Clone(healthRegisters), func(r string) bool { return r == "usagelog" }) {
		if calls := h.calls(register); len(calls) > 0 {
			t.Error(register, calls)
		}
	}
	h.foreseen()
}

// The log records the use of configured registers (the address), and none of
// absent ones.
func TestAbsentRegistersAreNoUse(t *testing.T) {
	h := without(t, nobodyElse)
	h.ask("line", `{ viewer { person { `+offeredOfAll+` } } }`, nil)
	h.expectCalls(map[string]map[string]int{"usagelog": {}, "personvern": {}})
}

// A service is closed in access when no register is configured for any of its
// fields, and open when one is left.
func TestAccessToAbsentRegisters(t *testing.T) {
	h := without(t, nobodyElse)
	reasons := map[string]any{}
	for _, row := range h.ask("line", `{ viewer { person { access { service reason } } } }`, nil).list("viewer", "person", "access") {
		reasons[row.(map[string]any)["service"].(string)] = row.(map[string]any)["reason"]
	}
	for _, closed := range []string{"GP_INFORMATION", "MEDICATION", "SUMMARY_CARE_RECORD", "HOSPITAL_JOURNAL", "EXEMPTION_CARD"} {
		if reasons[closed] != "NOT_OFFERED" {
			t.Errorf("%s: %v", closed, reasons[closed])
		}
	}
	for _, open := range []string{"PROFILE", "PRIVACY"} {
		if reason, told := reasons[open]; !told || reason != nil {
			t.Errorf("%s: %v", open, reason)
		}
	}
	for _, row := range h.ask("line", `{ previewConsent(level: FULL) { service open fields } }`, nil).list("previewConsent") {
		row := row.(map[string]any)
		if row["service"] == "PROFILE" && !slices.Equal(row["fields"].([]any), []any{"Person.address"}) ||
			row["service"] == "MEDICATION" && (row["open"] != false || len(row["fields"].([]any)) > 0) {
			t.Error(row)
		}
	}
}

func TestAbsentRegistersAreExplained(t *testing.T) {
	h := without(t, nobodyElse)
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
	h := without(t, nobodyElse)
	shown, err := h.resolver.Narrowed(policy.SetOf(policy.Services()...))
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
	whole, err := newHouse(t).resolver.Subgraph(h.resolver.Schema().Schema())
	h.must(err)
	if subgraph != whole {
		t.Error("a router composes something else")
	}
}

// Only configured regions are called and reported.
func TestAbsentRegions(t *testing.T) {
	h := without(t, func(h *testEnv, r *resolvers.Registers) {
		helseID, err := sources.NewHelseID(sources.HelseIDConfig{Issuer: h.issuer.URL(), ClientID: "helsegraf", Key: h.key, Now: h.world.Now})
		h.must(err)
		r.Pasientjournal = pasientjournal.New(pasientjournal.Options{}, h.client("pasientjournal", "VEST", h.servers["pasientjournal"][2].URL, helseID.For(pasientjournal.Audience, pasientjournal.Scope)))
	})
	const query = `{ viewer { person { hospitalJournal { documents { complete } regions { region status } accessLog { complete } } } } }`
	if n := h.planned(query, nil); n != 2+2+1 {
		t.Errorf("%d calls are planned", n)
	}
	a := h.ask("line", query, nil)
	if regions := a.list("viewer", "person", "hospitalJournal", "regions"); len(a.Errors) > 0 || len(regions) != 1 {
		t.Error(a.raw)
	}
	h.foreseen()
}

// Each optional register can be absent on its own without affecting the others.
func TestOneAbsentRegister(t *testing.T) {
	for field, remove := range map[string]func(*resolvers.Registers){
		"generalPractitioner": func(r *resolvers.Registers) { r.Fastlegeregister = nil },
		"prescriptions":       func(r *resolvers.Registers) { r.Reseptformidler = nil },
		"summaryCareRecord":   func(r *resolvers.Registers) { r.Kjernejournal = nil },
		"hospitalJournal":     func(r *resolvers.Registers) { r.Pasientjournal = nil },
		"exemptionCard":       func(r *resolvers.Registers) { r.Frikort = nil },
	} {
		h := without(t, func(_ *testEnv, r *resolvers.Registers) { remove(r) })
		a := h.ask("line", `{ viewer { person { `+offeredOfAll+` } } }`, nil)
		for _, e := range a.Errors {
			if e.Extensions["code"] != "NOT_OFFERED" || e.Path[2] != field && (field != "prescriptions" || e.Path[2] != "past") {
				t.Errorf("%s: %v", field, e)
			}
		}
		if len(a.Errors) == 0 {
			t.Errorf("%s: %s", field, a.raw)
		}
		h.foreseen()
	}
}

func TestNeededRegisters(t *testing.T) {
	h := newHouse(t)
	for _, remove := range []func(*resolvers.Registers){
		func(r *resolvers.Registers) { r.Personvern = nil },
		func(r *resolvers.Registers) { r.Folkeregister = nil },
		func(r *resolvers.Registers) { r.UsageLog = nil },
	} {
		c := h.config()
		remove(&c.Registers)
		if _, err := resolvers.New(c); err == nil {
			t.Error("nothing can be decided, or nobody told")
		}
	}
}
