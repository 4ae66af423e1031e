package resolvers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// access maps each service to why it is closed between a persona and a person;
// "" if open.
func (h *testEnv) access(persona, id string) map[string]string {
	h.t.Helper()
	a := h.query(persona, `query($id: ID!) { person(id: $id) { access { service open reason message remedy { action } changesOn } } }`, map[string]any{"id": id})
	return h.reasons(a.list("person", "access"))
}

// reasons maps each offered service to why it is closed, from the rows of access
// or of a preview. Every service has a row; those not offered say so.
func (h *testEnv) reasons(rows []any) map[string]string {
	h.t.Helper()
	out, n := map[string]string{}, 0
	for _, row := range rows {
		row := row.(map[string]any)
		reason, _ := row["reason"].(string)
		if open := row["open"].(bool); open != (reason == "") || open != (row["message"] == nil) {
			h.t.Errorf("half open: %v", row)
		}
		n++
		service := row["service"].(string)
		if has := offered(service) != ""; has == (reason == "NOT_OFFERED") {
			h.t.Errorf("%s: %s", service, reason)
		} else if has {
			out[service] = reason
		}
	}
	if len(rows) > 0 && n != len(policy.Services()) {
		h.t.Errorf("%d services", n)
	}
	return out
}

// fields are the services that schema fields belong to, in the schema's order.
var fields = servicesOf(graph.NewSchema(graph.Config{}).Schema().Types["Person"])

func servicesOf(def *ast.Definition) []string {
	var out []string
	for _, f := range def.Fields {
		if consent := f.Directives.ForName("consent"); consent != nil {
			out = append(out, consent.Arguments.ForName("service").Value.Raw)
		}
	}
	return out
}

// offered filters the services to those offered.
func offered(services string) string {
	var out []string
	for s := range strings.FieldsSeq(services) {
		if slices.Contains(fields, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// open lists the open services of access, in the table's order.
func open(access map[string]string) string {
	var out []string
	for _, s := range policy.Services() {
		if reason, ok := access[s.String()]; ok && reason == "" {
			out = append(out, s.String())
		}
	}
	return strings.Join(out, " ")
}

// reasons are the distinct reasons of the closed services.
func reasons(access map[string]string) string {
	closed := map[string]bool{}
	for _, reason := range access {
		closed[reason] = reason != ""
	}
	maps.DeleteFunc(closed, func(_ string, is bool) bool { return !is })
	return strings.Join(slices.Sorted(maps.Keys(closed)), " ")
}

func everyService() string {
	var out []string
	for _, s := range policy.Services() {
		out = append(out, s.String())
	}
	return strings.Join(out, " ")
}

const (
	byBasis = "PROFILE GP_INFORMATION CHANGE_GP EXEMPTION_CARD HEALTH_REGISTERS PRIVACY RESEARCH"
	under16 = "PROFILE GP_INFORMATION CHANGE_GP PRIVACY VACCINATION PATIENT_TRAVEL"
	under12 = "PROFILE GP_INFORMATION CHANGE_GP PRIVACY HOSPITAL_JOURNAL MEDICATION SUMMARY_CARE_RECORD VACCINATION TEST_RESULT APPOINTMENT REFERRAL HEALTH_CONTACT MESSAGE PATIENT_TRAVEL"
	byProxy = "PROFILE GP_INFORMATION CHANGE_GP EXEMPTION_CARD HEALTH_REGISTERS HOSPITAL_JOURNAL MEDICATION SUMMARY_CARE_RECORD VACCINATION TEST_RESULT APPOINTMENT REFERRAL HEALTH_CONTACT MESSAGE PATIENT_TRAVEL"
)

// Who may use which service for whom, and why the others are closed, over the
// registers' real protocols.
func TestWhoMayUseWhat(t *testing.T) {
	tests := []struct{ actor, subject, open, closed string }{
		{"line", "line", everyService(), ""},
		{"line", "dina", under16, "CHILD_AGE_LIMIT"},
		{"line", "dan", under12, "CHILD_AGE_LIMIT"},
		{"lars", "dina", under16, "CHILD_AGE_LIMIT"},
		{"line", "berit", "MEDICATION APPOINTMENT", "PROXY_SCOPE_MISSING"},
		{"dan", "dan", "", "ACTOR_NOT_ELIGIBLE"},
		{"dina", "dina", "", "ACTOR_NOT_ELIGIBLE"},
		{"yngve", "yngve", "GP_INFORMATION MEDICATION VACCINATION APPOINTMENT TOOLS", "ACTOR_NOT_ELIGIBLE"},
		{"ylva", "yngve", under16, "CHILD_AGE_LIMIT"},
		{"unni", "unni", everyService(), ""},
		{"ulf", "unni", "", "CHILD_AGE_LIMIT"},
		{"arne", "arne", "", "ACCESS_BLOCKED"},
		{"arne", "anna", byProxy[:strings.Index(byProxy, "PATIENT_TRAVEL")] + "GP_DIALOGUE PATIENT_TRAVEL", "PROXY_SCOPE_MISSING"},
		{"daniel", "line", "", "PROXY_EXPIRED"},
		{"kari", "kari", everyService(), ""},
		{"ada", "ada", everyService(), ""},
		{"nils", "nils", "PRIVACY", "CONSENT_MISSING"},
		{"ines", "ines", "", "INACTIVE"},
		{"david", "david", "", "ACTOR_NOT_ELIGIBLE"},
	}
	h := newTestEnv(t)
	for _, tt := range tests {
		t.Run(tt.actor+" for "+tt.subject, func(t *testing.T) {
			access := h.access(tt.actor, h.id(tt.subject, "web"))
			if len(access) == 0 {
				t.Fatal("nobody")
			}
			if got := open(access); got != offered(tt.open) {
				t.Errorf("open: %s\nwant: %s", got, offered(tt.open))
			}
			if got := reasons(access); got != tt.closed {
				t.Errorf("closed by %s, want %s", got, tt.closed)
			}
		})
	}
}

// Someone at a confidential address does not exist to anyone but themselves, and
// an analyst has no extra access outside a project.
func TestWhoMayKnowOfNobody(t *testing.T) {
	h := newTestEnv(t)
	for actor, subject := range map[string]string{"bodil": "kari", "ada": "line", "gunnar": "line", "dan": "line", "berit": "line", "anna": "arne", "daniel": "dan"} {
		a := h.query(actor, `query($id: ID!) { person(id: $id) { id name { full } access { open } } }`, map[string]any{"id": h.id(subject, "web")})
		if a.at("person") != nil || a.code("person") != "NOT_FOUND" {
			t.Errorf("%s of %s: %s", actor, subject, a.raw)
		}
	}
	for _, actor := range []string{"bodil", "kari", "ada"} {
		if a := h.query(actor, `{ viewer { represents { relation } } }`, nil); len(a.list("viewer", "represents")) != 0 || len(a.Errors) > 0 {
			t.Errorf("%s represents somebody: %s", actor, a.raw)
		}
	}
}

// On the 16th birthday, at midnight in Norway and to the second, the parents
// lose access and the child gains it.
func TestTheSixteenthBirthday(t *testing.T) {
	h := newTestEnv(t)
	midnight := h.world.Today()
	h.setClock(midnight.Add(-time.Second))
	id := h.id("unni", "web")
	if got := h.access("ulf", id); open(got) != offered(under16) {
		t.Errorf("the day before, ulf: %s", open(got))
	}
	if got := h.access("unni", id); open(got) != "" || reasons(got) != "ACTOR_NOT_ELIGIBLE" {
		t.Errorf("the day before, unni: %s, %s", open(got), reasons(got))
	}
	a := h.query("unni", `{ viewer { person { access { service changesOn } } } }`, nil)
	for _, row := range a.list("viewer", "person", "access") {
		row := row.(map[string]any)
		if on := row["changesOn"]; offered(row["service"].(string)) != "" && on != midnight.Format(time.DateOnly) {
			t.Errorf("changes on %v", on)
		}
	}
	h.setClock(midnight)
	if got := h.access("ulf", id); open(got) != "" || reasons(got) != "CHILD_AGE_LIMIT" {
		t.Errorf("at midnight, ulf: %s, %s", open(got), reasons(got))
	}
	if got := h.access("unni", id); open(got) != offered(everyService()) {
		t.Errorf("at midnight, unni: %s", open(got))
	}
	const both = `query($id: ID!) { person(id: $id) { generalPractitioner { since } hospitalJournal { documents { nodes { id } } } } }`
	if a := h.query("ulf", both, map[string]any{"id": id}); a.code("person", "generalPractitioner") != "CHILD_AGE_LIMIT" || a.code("person", "hospitalJournal") != "CHILD_AGE_LIMIT" {
		t.Errorf("at midnight ulf reads: %s", a.raw)
	}
	if a := h.query("unni", both, map[string]any{"id": id}); len(a.Errors) > 0 || a.at("person", "hospitalJournal") == nil {
		t.Errorf("at midnight unni reads: %s", a.raw)
	}
	for register, calls := range map[string]int{"fastlegeregister": 1, "pasientjournal": len(regions)} {
		if got := slices.Collect(maps.Values(h.calls(register))); len(got) != 1 || got[0] != calls {
			t.Errorf("%s: %v", register, h.calls(register))
		}
	}
}

// arne has blocked everything: he has no access to his own data, not even
// PRIVACY, and is told of the block; he still acts for anna.
func TestBlockedAndActingForAnother(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("arne", `{ viewer { person { name { full } consentLevel privacy { blocks { since } } usageLog { totalCount } generalPractitioner { since } access { service reason remedy { action } } } } }`, nil)
	for _, field := range []string{"consentLevel", "privacy", "usageLog", "generalPractitioner"} {
		if a.code("viewer", "person", field) != "ACCESS_BLOCKED" || a.at("viewer", "person", field) != nil {
			t.Errorf("%s: %s", field, a.code("viewer", "person", field))
		}
	}
	for _, row := range a.list("viewer", "person", "access") {
		row := row.(map[string]any)
		if offered(row["service"].(string)) == "" {
			continue
		}
		if remedy, _ := row["remedy"].(map[string]any); row["reason"] != "ACCESS_BLOCKED" || remedy["action"] != "SEND_FORM" {
			t.Errorf("access: %v", row)
		}
	}
	a = h.query("arne", `{ viewer { represents { person { name { full } generalPractitioner { since } prescriptions { totalCount } } } } }`, nil)
	if len(a.Errors) > 0 || len(a.list("viewer", "represents")) != 1 {
		t.Errorf("arne for anna: %s", a.raw)
	}
	h.expectCalls(map[string]map[string]int{"fastlegeregister": {"GetPatientsGPDetailsAtTime": 1}, "reseptformidler": {"MedicationStatement/_search": 1}})
}

// titles are the titles of the documents a persona sees of a person, and the
// reported total.
func (h *testEnv) titles(persona, subject string) (titles []string, total any) {
	h.t.Helper()
	variables := map[string]any{"id": h.id(subject, "web")}
	const query = `query($id: ID!, $after: String) { person(id: $id) { hospitalJournal { documents(first: 3, after: $after) {
	  totalCount pageInfo { hasNextPage endCursor } nodes { title type { code } contentUrl } } } } }`
	for {
		a := h.query(persona, query, variables)
		if len(a.Errors) > 0 {
			h.t.Fatal(a.raw)
		}
		if titles == nil {
			total = a.at("person", "hospitalJournal", "documents", "totalCount")
		}
		for _, d := range a.list("person", "hospitalJournal", "documents", "nodes") {
			titles = append(titles, d.(map[string]any)["title"].(string))
		}
		page := a.at("person", "hospitalJournal", "documents", "pageInfo").(map[string]any)
		if page["hasNextPage"] != true {
			return titles, total
		}
		variables["after"] = page["endCursor"]
	}
}

// Labels of code list 9603 over the hospitals' real protocol. Hidden documents
// are absent from totals, pages and the access log too.
func TestHiddenDocuments(t *testing.T) {
	h := newTestEnv(t)
	tests := []struct {
		name, actor, subject string
		shown                int
		sees, misses         string // titles
		missesUnit           string // of rows in the access log
	}{
		// dan has five open documents, one NORN_FORANS and one NORN_UNGDOM.
		{"NORN_FORANS from a parent, to whom NORN_UNGDOM is shown", "line", "dan", 6, "Ambulansejournal", "Sammenfatning fra psykolog", "Poliklinikk for barn"},
		// unni has three open ones and one NORN_UNGDOM.
		{"NORN_UNGDOM from the young", "unni", "unni", 3, "Notat fra poliklinisk kontroll", "Sammenfatning fra psykolog", "Poliklinikk for barn"},
		// The open documents of line, NORS and NORN_FORANS are shown: not NORU,
		// the other NORN codes, unlisted codes, or documents without one.
		{"NORU from everybody, while NORS and NORN_FORANS are shown to the subject", "line", "line", 16, "Epikrise fra poliklinikk", "Sykepleiesammenfatning", "Medisinsk sengepost"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			titles, total := h.titles(tt.actor, tt.subject)
			if len(titles) != tt.shown || total != float64(tt.shown) {
				t.Errorf("%d documents, said to be %v, want %d: %q", len(titles), total, tt.shown, titles)
			}
			if !slices.Contains(titles, tt.sees) || slices.Contains(titles, tt.misses) {
				t.Errorf("sees %q", titles)
			}
			rows, total := h.rows(tt.actor, h.id(tt.subject, "web"))
			if len(rows) == 0 || total != float64(len(rows)) {
				t.Errorf("%d rows of %v", len(rows), total)
			}
			for _, row := range rows {
				if unit := row.(map[string]any)["who"].(map[string]any)["unit"].(string); strings.HasPrefix(unit, tt.missesUnit) {
					t.Errorf("a look at a hidden document: %s", unit)
				}
			}
		})
	}
}
