package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/mocks/world"
)

// lawful is the part of an answer that the law concerns.
type lawful struct {
	Data   map[string]any
	Errors []struct {
		Path       []any
		Extensions map[string]any
	}
	Extensions struct {
		Sources []struct {
			Register, Status string
			Calls            int
		}
	}
	raw string
}

// query sends a login's query, and returns the response.
func (h *testEnv) query(l login, query, variables string) lawful {
	h.t.Helper()
	status, body := h.send(h.bearer(l), graphQL(h.t, query, variables))
	a := lawful{raw: body}
	if err := json.Unmarshal([]byte(body), &a); err != nil || status != http.StatusOK {
		h.t.Fatalf("%d %s", status, body)
	}
	return a
}

// denials are the errors without their paths, to compare denials.
func (a lawful) denials() []string {
	var all []string
	for _, e := range a.Errors {
		b, _ := json.Marshal(e.Extensions)
		all = append(all, string(b))
	}
	return all
}

// code is the code of the first error, or "".
func (a lawful) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

func (a lawful) sources() string { return fmt.Sprint(a.Extensions.Sources) }

func web(persona string) login { return login{persona: persona, client: "web"} }

// of returns the variable that identifies a persona to the client web.
func (h *testEnv) of(persona string) string {
	h.t.Helper()
	return fmt.Sprintf(`{"id":%q}`, h.id(persona, "web"))
}

const (
	proxyPreview   = `{ previewProxy(scope: [MEDICATION, SUMMARY_CARE_RECORD, HOSPITAL_JOURNAL]) { service open reason } }`
	consentPreview = `query($id: ID) { previewConsent(level: FULL, id: $id) { service open reason } }`
)

// A preview counts as reading PRIVACY: it is decided and logged as such, and
// closed when that is closed.
func TestCaseA1PreviewsReadPrivacy(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	for _, persona := range []string{"bodil", "nils", "randi", "arne", "david", "dan", "yngve"} {
		for _, query := range []string{proxyPreview, consentPreview} {
			h.forget()
			a := h.query(login{persona: persona, client: "partner", scopes: "helsegraf:gp_information.read"}, query, "")
			if got := a.denials(); !slices.Equal(got, []string{`{"code":"CLIENT_SCOPE_MISSING","service":"PRIVACY"}`}) {
				t.Errorf("A1 %s, by a client without the scope: %s", persona, a.raw)
			}
			if audit := h.audit(); !strings.Contains(audit, "PRIVACY of "+persona) || !strings.Contains(audit, "refused, CLIENT_SCOPE_MISSING") {
				t.Errorf("A1 %s, in the log: %s", persona, audit)
			}
		}
	}
	for persona, want := range map[string]string{
		"bodil": "", "nils": "", "randi": "",
		"arne":  `{"code":"ACCESS_BLOCKED","remedy":{"action":"SEND_FORM","url":"https://www.helsenorge.no/personverninnstillinger/"},"service":"PRIVACY"}`,
		"ines":  `{"code":"INACTIVE","remedy":{"action":"SEND_FORM","url":"https://www.helsenorge.no/personverninnstillinger/"},"service":"PRIVACY"}`,
		"david": `{"code":"ACTOR_NOT_ELIGIBLE","service":"PRIVACY"}`,
		"dan":   `{"code":"ACTOR_NOT_ELIGIBLE","service":"PRIVACY"}`,
		"yngve": `{"code":"ACTOR_NOT_ELIGIBLE","service":"PRIVACY"}`,
	} {
		h.forget()
		a := h.query(web(persona), proxyPreview, "")
		if got := strings.Join(a.denials(), " "); got != want || (a.Data["previewProxy"] == nil) != (want != "") {
			t.Errorf("A1 %s: %s", persona, a.raw)
		}
		if privacy := h.query(web(persona), `{ viewer { person { privacy { blocks { since } } } } }`, ""); strings.Join(privacy.denials(), " ") != want {
			t.Errorf("A1 %s is told more by one of %s and %s", persona, a.raw, privacy.raw)
		}
		if audit := h.audit(); !strings.Contains(audit, "PRIVACY of "+persona+" by "+persona) {
			t.Errorf("A1 %s, in the log: %s", persona, audit)
		}
	}
	// About a child it is open to a parent, and nobody else.
	for _, row := range []struct{ by, child, code string }{
		{"line", "dan", ""}, {"line", "dina", ""}, {"ylva", "yngve", ""},
		{"ulf", "unni", "CHILD_AGE_LIMIT"}, {"line", "berit", "PROXY_SCOPE_MISSING"}, {"gunnar", "viktor", "PROXY_SCOPE_MISSING"},
		{"bodil", "kari", "NOT_FOUND"}, {"bodil", "dan", "NOT_FOUND"},
	} {
		a := h.query(web(row.by), consentPreview, h.of(row.child))
		got := ""
		if len(a.Errors) > 0 {
			got, _ = a.Errors[0].Extensions["code"].(string)
		}
		if got != row.code || (a.Data["previewConsent"] == nil) != (row.code != "") {
			t.Errorf("A1 %s on %s: %s", row.by, row.child, a.raw)
		}
	}
	// An invalid id is not the same as no id.
	for _, id := range []string{"", " ", "x", h.id("dan", "web") + "\n"} {
		a := h.query(web("line"), consentPreview, fmt.Sprintf(`{"id":%q}`, id))
		if got := a.denials(); a.Data["previewConsent"] != nil || !slices.Equal(got, []string{`{"code":"NOT_FOUND","service":"PRIVACY"}`}) {
			t.Errorf("A1 on %q: %s", id, a.raw)
		}
	}
	h.stop("usagelog")
	if a := h.query(web("line"), consentPreview, ""); a.Data["previewConsent"] != nil || a.Errors[0].Extensions["code"] != "USAGE_LOG_UNAVAILABLE" {
		t.Errorf("A1 without the log: %s", a.raw)
	}
}

// Every denial looks the same, whatever the reason and wherever it appears.
func TestCaseA2DenialsHaveOneShape(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	const query = `query($id: ID!) { person(id: $id) { past: prescriptions(view: HISTORY) { totalCount } summaryCareRecord { status } } }`
	const hidden = `{"code":"NOT_AVAILABLE_ON_BEHALF","service":"MEDICATION"} {"code":"NOT_AVAILABLE_ON_BEHALF","service":"SUMMARY_CARE_RECORD"}`
	for _, subject := range []string{"randi", "arne", "bodil"} {
		if a := h.query(web("birger"), query, h.of(subject)); strings.Join(a.denials(), " ") != hidden {
			t.Errorf("A2 birger on %s: %s", subject, a.raw)
		}
	}
	// Someone who may only read prescriptions cannot tell a reservation from
	// other reasons.
	w := h.registers.world
	berit := w.Persona("berit")
	narrow := `{"code":"PROXY_SCOPE_MISSING","remedy":{"action":"RENEW_PROXY","service":"SUMMARY_CARE_RECORD"},"service":"MEDICATION"}`
	first := ""
	for _, reserved := range []world.Reservation{{}, {Since: w.Today().AddDate(0, 0, -1)}} {
		berit.Reserved = reserved
		h.forget()
		a := h.query(web("line"), `query($id: ID!) { person(id: $id) { prescriptions { totalCount } past: prescriptions(view: HISTORY) { totalCount } } }`, h.of("berit"))
		if strings.Join(a.denials(), " ") != narrow || a.Data["person"].(map[string]any)["prescriptions"] == nil {
			t.Errorf("A2 line on berit: %s", a.raw)
		}
		visible := timeless(a.raw)
		if first == "" {
			first = visible
		} else if visible != first {
			t.Errorf("A2 a reservation shows:\n%s\n%s", visible, first)
		}
		if calls := h.calls(); strings.Contains(calls, "kjernejournal") || strings.Contains(calls, "history") {
			t.Errorf("A2 what is closed was asked: %s", calls)
		}
	}
	// The subject is told the rule, in the same form.
	const mine = `{ viewer { person { past: prescriptions(view: HISTORY) { totalCount } summaryCareRecord { status } } } }`
	want := `{"code":"RESERVED","remedy":{"action":"WITHDRAW_RESERVATION"},"service":"MEDICATION"} {"code":"RESERVED","remedy":{"action":"WITHDRAW_RESERVATION"},"service":"SUMMARY_CARE_RECORD"}`
	if a := h.query(web("randi"), mine, ""); strings.Join(a.denials(), " ") != want {
		t.Errorf("A2 randi: %s", a.raw)
	}
}

// A service that no register answers is reported as such, and not offered.
func TestCaseA9NotOffered(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	offered := map[string]bool{} // by mode and service
	schema := graph.NewSchema(graph.Config{}).Schema()
	for mode, def := range map[string]*ast.Definition{"READ": schema.Types["Person"], "WRITE": schema.Mutation} {
		for _, f := range def.Fields {
			if consent := f.Directives.ForName("consent"); consent != nil {
				offered[mode+consent.Arguments.ForName("service").Value.Raw] = true
			}
		}
	}
	check := func(name string, rows any, mode string) {
		t.Helper()
		list, _ := rows.([]any)
		if len(list) != 21 {
			t.Errorf("A9 %s: %v", name, rows)
		}
		for _, row := range list {
			row := row.(map[string]any)
			has := offered[mode+row["service"].(string)]
			if has == (row["reason"] == "NOT_OFFERED") || !has && row["open"] != false {
				t.Errorf("A9 %s, %s: %v", name, mode, row)
			}
		}
	}
	for _, persona := range []string{"line", "bodil", "arne", "nils", "dina", "david", "kari"} {
		for _, mode := range []string{"READ", "WRITE"} {
			h.forget()
			a := h.query(web(persona), `query($m: AccessMode!) { viewer { person { access(mode: $m) { service open reason } } } }`, fmt.Sprintf(`{"m":%q}`, mode))
			check(persona, a.Data["viewer"].(map[string]any)["person"].(map[string]any)["access"], mode)
			if audit := h.audit(); strings.Contains(audit, "NOT_OFFERED") {
				t.Errorf("A9 in the log: %s", audit)
			}
		}
	}
	for _, mode := range []string{"READ", "WRITE"} {
		a := h.query(web("line"), `query($m: AccessMode!) { previewProxy(scope: [VACCINATION, MEDICATION], mode: $m) { service open reason } }`, fmt.Sprintf(`{"m":%q}`, mode))
		check("a power", a.Data["previewProxy"], mode)
	}
	check("a level", h.query(web("bodil"), consentPreview, "").Data["previewConsent"], "READ")
	a := h.query(web("line"), `query($id: ID!) { person(id: $id) { access { service open reason } } }`, h.of("berit"))
	check("for another", a.Data["person"].(map[string]any)["access"], "READ")
	a = h.query(login{persona: "line", client: "web", acr: "idporten-loa-substantial"}, `{ viewer { person { access(mode: WRITE) { service open reason } } } }`, "")
	check("a weak login", a.Data["viewer"].(map[string]any)["person"].(map[string]any)["access"], "WRITE")
}

// A weak login is told to log in again, not to retry.
func TestCaseA7WeakLogin(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	for name, row := range map[string]struct{ query, variables, want string }{
		"represents": {`{ viewer { represents { relation } } }`, "", `{"code":"ASSURANCE_TOO_LOW","remedy":{"action":"LOG_IN_HIGH"}}`},
		"a power":    {proxyPreview, "", `{"code":"ASSURANCE_TOO_LOW","remedy":{"action":"LOG_IN_HIGH"},"service":"PRIVACY"}`},
		"a level":    {consentPreview, "", `{"code":"ASSURANCE_TOO_LOW","remedy":{"action":"LOG_IN_HIGH"},"service":"PRIVACY"}`},
		"person":     {`query($id: ID!) { person(id: $id) { id } }`, h.of("dan"), `{"code":"ASSURANCE_TOO_LOW","remedy":{"action":"LOG_IN_HIGH"}}`},
	} {
		h.forget()
		a := h.query(login{persona: "line", client: "web", acr: "idporten-loa-substantial"}, row.query, row.variables)
		if got := strings.Join(a.denials(), " "); got != row.want {
			t.Errorf("A7 %s: %s", name, a.raw)
		}
		if calls := h.calls(); strings.Contains(calls, "personvern") || strings.Contains(calls, "folkeregister") {
			t.Errorf("A7 %s asks about somebody: %s", name, calls)
		}
	}
}

// timeless is an answer with its times removed.
func timeless(response string) string {
	return regexp.MustCompile(`"(?:fetchedAt|startMs|durationMs)":(?:"[^"]*"|[0-9.e-]+),`).ReplaceAllString(response, "")
}
