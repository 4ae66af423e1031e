package resolvers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// explained returns the explanation of a query.
func (h *testEnv) explained(persona, query string, variables map[string]any) []map[string]any {
	h.t.Helper()
	responses := h.send(persona, &graphql.RawParams{Query: query, Variables: variables, Extensions: map[string]any{"explain": true}})
	if len(responses) != 1 || responses[0].Data != nil || len(responses[0].Errors) > 0 || !strings.Contains(responses[0].raw, `"data":null`) {
		h.t.Fatalf("an explanation has null for data: %v", responses)
	}
	rows := []map[string]any{}
	for _, row := range responses[0].Extensions["explain"].([]any) {
		rows = append(rows, row.(map[string]any))
	}
	return rows
}

// at returns the path of a row's field.
func at(row map[string]any) string {
	steps := make([]string, 0, len(row["path"].([]any)))
	for _, step := range row["path"].([]any) {
		steps = append(steps, fmt.Sprint(step))
	}
	return strings.Join(steps, ".")
}

// line formats a row on one line.
func line(row map[string]any) string {
	register, _ := row["register"].(string)
	reason, _ := row["reason"].(string)
	return strings.TrimSpace(fmt.Sprintf("%s %v open=%v %s rule=%v %v %s calls=%v", at(row), row["service"], row["open"], reason, row["rule"], row["remedy"], register, row["calls"]))
}

func lines(rows []map[string]any) []string {
	out := make([]string, 0, len(rows))
	for _, row := range rows {
		out = append(out, line(row))
	}
	return out
}

func expectLines(t *testing.T, rows []map[string]any, want ...string) {
	t.Helper()
	if got := lines(rows); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestExplain(t *testing.T) {
	h := newTestEnv(t)
	rows := h.explained("bodil", `{
	  me: viewer { person { name { full } consentLevel doctor: generalPractitioner { history { totalCount } } summaryCareRecord { criticalInformation { allergies { id } } }
	    hospitalJournal { documents { totalCount } } } }
	  generalPractitioners(municipality: "0301") { totalCount }
	}`, nil)
	expectLines(t, rows,
		"me.person.consentLevel PRIVACY open=true  rule=<nil> <nil>  calls=0",
		"me.person.doctor GP_INFORMATION open=true  rule=<nil> <nil> FASTLEGEREGISTER calls=1",
		"me.person.doctor.history GP_INFORMATION open=true  rule=<nil> <nil> FASTLEGEREGISTER calls=1",
		"me.person.summaryCareRecord SUMMARY_CARE_RECORD open=false CONSENT_TOO_LOW rule=12 map[action:GIVE_CONSENT level:FULL] KJERNEJOURNAL calls=0",
		"me.person.summaryCareRecord.criticalInformation.allergies SUMMARY_CARE_RECORD open=false CONSENT_TOO_LOW rule=12 map[action:GIVE_CONSENT level:FULL] KJERNEJOURNAL calls=0",
		"me.person.hospitalJournal HOSPITAL_JOURNAL open=false CONSENT_TOO_LOW rule=12 map[action:GIVE_CONSENT level:BASIS_PLUS]  calls=0",
		"me.person.hospitalJournal.documents HOSPITAL_JOURNAL open=false CONSENT_TOO_LOW rule=12 map[action:GIVE_CONSENT level:BASIS_PLUS] PASIENTJOURNAL calls=0",
		"generalPractitioners <nil> open=true  rule=<nil> <nil> FASTLEGEREGISTER calls=1",
	)
	for _, register := range healthRegisters {
		if calls := h.calls(register); len(calls) > 0 {
			t.Errorf("%s was called: %v", register, calls)
		}
	}
	h.expectCalls(map[string]map[string]int{"folkeregister": {"Persons": 1}, "personvern": {"HentInnbyggersPiForPart": 1}})
}

// The calls explain predicts are the calls that execution makes, besides those
// that both make in order to decide.
func TestExplainForetellsTheCalls(t *testing.T) {
	h := newTestEnv(t)
	ids := map[string]any{"ids": []any{h.id("berit", "web"), h.id("line", "web"), h.id("dina", "web"), h.id("line", "web")}}
	query := `query($ids: [ID!]!) { people(ids: $ids) { ` + everything() + ` } }`
	for register := range h.urls {
		h.reset(register)
	}
	foretold := map[string]int{}
	for _, row := range h.explained("line", query, ids) {
		if register, ok := row["register"].(string); ok && row["open"] == true {
			foretold[keyOf(register)] += int(row["calls"].(float64))
		}
	}
	before := map[string]int{}
	for register := range foretold {
		before[register] = h.callsOf(register)
	}
	h.query("line", query, ids)
	made := map[string]int{}
	for register := range foretold {
		made[register] = h.callsOf(register) - 2*before[register]
	}
	made["usagelog"]-- // the entries that execution writes
	if !maps.Equal(foretold, made) {
		t.Errorf("foretold %v, made %v", foretold, made)
	}
	h.foreseen()
}

// A person is identified by position in the answer only, never by id or name.
func TestExplainShowsPlacesOnly(t *testing.T) {
	h := newTestEnv(t)
	dan, none := h.id("dan", "web"), "no-such-id"
	rows := h.explained("line", `query($ids: [ID!]!, $one: ID!) {
	  all: people(ids: $ids) { name { full } exemptionCard { year } }
	  node(id: $one) { ... on Person { prescriptions { totalCount } } }
	  viewer { mine: represents { person { name { full } prescriptions(view: HISTORY) { totalCount } } } }
	}`, map[string]any{"ids": []any{none, dan, dan}, "one": dan})
	expectLines(t, rows,
		"all.0.exemptionCard EXEMPTION_CARD open=false NOT_FOUND rule=5 <nil>  calls=0",
		"all.1.exemptionCard EXEMPTION_CARD open=false CHILD_AGE_LIMIT rule=6 <nil>  calls=0",
		"all.2.exemptionCard EXEMPTION_CARD open=false CHILD_AGE_LIMIT rule=6 <nil>  calls=0",
		"node.prescriptions MEDICATION open=true  rule=<nil> <nil> RESEPTFORMIDLER calls=1",
		"viewer.mine.0.person.prescriptions MEDICATION open=true  rule=<nil> <nil> RESEPTFORMIDLER calls=1",
		"viewer.mine.1.person.prescriptions MEDICATION open=false CHILD_AGE_LIMIT rule=6 <nil> RESEPTFORMIDLER calls=0",
		"viewer.mine.2.person.prescriptions MEDICATION open=false PROXY_SCOPE_MISSING rule=7 map[action:RENEW_PROXY service:SUMMARY_CARE_RECORD] RESEPTFORMIDLER calls=0",
	)
	raw, err := json.Marshal(rows)
	h.must(err)
	for _, secret := range []string{dan, none, "Dan", "Berit", h.world.Persona("dan").Number} {
		if strings.Contains(string(raw), secret) {
			t.Errorf("%q stands in %s", secret, raw)
		}
	}
}

// An explanation reveals no private setting to a representative, and to nobody
// whether a person exists.
func TestExplainTellsNoSettings(t *testing.T) {
	h := newTestEnv(t)
	const query = `query($id: ID!) { person(id: $id) { summaryCareRecord { status } past: prescriptions(view: HISTORY) { totalCount } } }`
	for _, subject := range []string{"arne", "randi", "bodil"} {
		expectLines(t, h.explained("birger", query, map[string]any{"id": h.id(subject, "web")}),
			"person.summaryCareRecord SUMMARY_CARE_RECORD open=false NOT_AVAILABLE_ON_BEHALF rule=<nil> <nil> KJERNEJOURNAL calls=0",
			"person.past MEDICATION open=false NOT_AVAILABLE_ON_BEHALF rule=<nil> <nil> RESEPTFORMIDLER calls=0")
	}
	for _, id := range []string{"no-such-id", h.id("gunnar", "web"), h.id("kari", "web"), h.id("viktor", "app")} {
		h.reset("folkeregister")
		h.reset("personvern")
		expectLines(t, h.explained("bodil", query, map[string]any{"id": id}),
			"person.summaryCareRecord SUMMARY_CARE_RECORD open=false NOT_FOUND rule=5 <nil> KJERNEJOURNAL calls=0",
			"person.past MEDICATION open=false NOT_FOUND rule=5 <nil> RESEPTFORMIDLER calls=0")
		h.expectCalls(map[string]map[string]int{"folkeregister": {"Persons": 2}, "personvern": {"HentInnbyggersPiForPart": 1, "Fullmaktsgivere": 1}})
	}
}

// The subject gets the reasons that only the subject may know.
func TestExplainTellsTheSubject(t *testing.T) {
	h := newTestEnv(t)
	expectLines(t, h.explained("randi", `{ viewer { person { summaryCareRecord { status } past: prescriptions(view: HISTORY) { totalCount } prescriptions { totalCount } } } }`, nil),
		"viewer.person.summaryCareRecord SUMMARY_CARE_RECORD open=false RESERVED rule=11 map[action:WITHDRAW_RESERVATION] KJERNEJOURNAL calls=0",
		"viewer.person.past MEDICATION open=false RESERVED rule=11 map[action:WITHDRAW_RESERVATION] RESEPTFORMIDLER calls=0",
		"viewer.person.prescriptions MEDICATION open=true  rule=<nil> <nil> RESEPTFORMIDLER calls=1")
}

// Without a login only open data is explained as open, and no register is
// called.
func TestExplainToNobody(t *testing.T) {
	h := newTestEnv(t)
	expectLines(t, h.explained("", `{ viewer { person { prescriptions { totalCount } } represents { person { prescriptions { totalCount } } } } generalPractitioners(municipality: "0301") { totalCount } }`, nil),
		"viewer.person.prescriptions MEDICATION open=false UNAUTHENTICATED rule=1 <nil> RESEPTFORMIDLER calls=0",
		"viewer.represents.person.prescriptions MEDICATION open=false UNAUTHENTICATED rule=1 <nil> RESEPTFORMIDLER calls=0",
		"generalPractitioners <nil> open=true  rule=<nil> <nil> FASTLEGEREGISTER calls=1")
	h.expectCalls(map[string]map[string]int{"folkeregister": {}, "personvern": {}, "fastlegeregister": {}})
}

// Every query can be explained, and only the value true explains it; anything
// else executes it.
func TestOnlyTrueExplains(t *testing.T) {
	h := newTestEnv(t)
	for _, explain := range []any{false, "true", 1, nil} {
		a := h.send("line", &graphql.RawParams{Query: `{ viewer { person { id } } }`, Extensions: map[string]any{"explain": explain}})
		if len(a) != 1 || a[0].at("viewer", "person", "id") == nil || a[0].Extensions["explain"] != nil {
			t.Errorf("%v: %s", explain, a[0].raw)
		}
	}
	if rows := h.explained("line", `{ viewer { person { name { full } } } registers { name } __typename }`, nil); len(rows) != 0 {
		t.Errorf("nothing is guarded here: %v", rows)
	}
}

const (
	previewProxy   = `query($scope: [Service!]!, $mode: AccessMode! = READ) { previewProxy(scope: $scope, mode: $mode) { service open reason message fields } }`
	previewConsent = `query($level: ConsentLevel!) { previewConsent(level: $level) { service open reason message fields } }`
)

// previewed returns a preview's reasons, in the form of access, and its fields.
func (h *testEnv) previewed(persona, field, query string, variables map[string]any) (access map[string]string, fields map[string][]any) {
	h.t.Helper()
	a := h.query(persona, query, variables)
	if len(a.Errors) > 0 {
		h.t.Fatal(a.raw)
	}
	fields = map[string][]any{}
	for _, row := range a.list(field) {
		row := row.(map[string]any)
		fields[row["service"].(string)] = row["fields"].([]any)
	}
	return h.reasons(a.list(field)), fields
}
