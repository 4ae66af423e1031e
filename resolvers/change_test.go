package resolvers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"helsegraf/mocks/standin"
)

// setLevel is setConsentLevel with what it answers.
const setLevel = `mutation ($key: ID!, $id: ID!, $level: ConsentLevel!) {
  setConsentLevel(input: {key: $key, person: $id, level: $level}) {
    receipt { key outcome effectiveOn undoableUntil } problems { code message field }
    person { consentLevel prescriptions(first: 1) { nodes { medication { name } } } }
  }
}`

// receipt is what a payload says.
type receipt struct {
	Receipt *struct {
		Outcome       string
		UndoableUntil *string
	}
	Problems []struct {
		Code  string
		Field *string
	}
	Person *struct {
		ConsentLevel  *string
		Prescriptions *struct{ Nodes []any }
	}
}

// change sends a mutation and reads its payload.
func (h *testEnv) change(persona, mutation string, variables map[string]any) (receipt, response) {
	h.t.Helper()
	a := h.query(persona, mutation, variables)
	var raw struct{ Data map[string]*receipt }
	h.must(json.Unmarshal([]byte(a.raw), &raw))
	for _, payload := range raw.Data {
		if payload != nil {
			return *payload, a
		}
	}
	return receipt{}, a
}

// told is what Personvern was asked to change.
func (h *testEnv) told() []map[string]string {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.urls["personvern"]+"/_control/told", nil)
	h.must(err)
	resp, err := http.DefaultClient.Do(r)
	h.must(err)
	defer func() { _ = resp.Body.Close() }()
	var out []map[string]string
	h.must(json.NewDecoder(resp.Body).Decode(&out))
	return out
}

// key is a client's key.
func key(n string) string { return strings.Repeat("k", 16) + n }

func TestSetConsentLevel(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	bodil := h.id("bodil", "web")
	full := map[string]any{"key": key("1"), "id": bodil, "level": "FULL"}
	for try := range 2 {
		got, a := h.change("bodil", setLevel, full)
		if got.Receipt == nil || got.Receipt.Outcome != "DONE" || len(got.Problems) != 0 || got.Person == nil || *got.Person.ConsentLevel != "FULL" || got.Person.Prescriptions == nil {
			t.Fatalf("try %d: %s", try, a.raw)
		}
	}
	if told := h.told(); len(told) != 1 || told[0]["became"] != "endret" {
		t.Errorf("the register was told %v", told)
	}
	// Another input under the key is refused, and a later key stands against a late
	// retry of the first.
	basis := map[string]any{"key": key("1"), "id": bodil, "level": "BASIS"}
	if got, a := h.change("bodil", setLevel, basis); got.Receipt != nil || len(got.Problems) != 1 || got.Problems[0].Code != "KEY_REUSED" || *got.Person.ConsentLevel != "FULL" {
		t.Errorf("key used again: %s", a.raw)
	}
	basis["key"] = key("2")
	if got, a := h.change("bodil", setLevel, basis); got.Receipt.Outcome != "DONE" || *got.Person.ConsentLevel != "BASIS" || got.Person.Prescriptions != nil {
		t.Errorf("lowered: %s", a.raw)
	}
	if got, a := h.change("bodil", setLevel, full); got.Receipt.Outcome != "DONE" || *got.Person.ConsentLevel != "BASIS" {
		t.Errorf("late retry: %s", a.raw)
	}
	if told := h.told(); len(told) != 2 {
		t.Errorf("the register was told %v", told)
	}
}

// Every kind of fault, and what the receipt may say.
func TestChangeOutcomes(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t, "personvern")
	const op = "SettInnbyggersPersonvernInnstilling"
	for i, c := range []struct {
		name  string
		fault standin.Fault
		want  string
		told  int
	}{
		{"503", standin.Fault{Status: 503}, "UNKNOWN", 0},
		{"403", standin.Fault{Status: 403}, "NOT_DONE", 0},
		{"done, and 503", standin.Fault{Status: 503, After: true}, "DONE", 1},
		{"done, and 403", standin.Fault{Status: 403, After: true}, "DONE", 1},
		{"done, and reset", standin.Fault{Body: "reset"}, "DONE", 1},
		{"done, and garbled", standin.Fault{Body: "garble"}, "DONE", 1},
		{"closed", standin.Fault{Body: "close"}, "UNKNOWN", 0},
		{"late", standin.Fault{Body: "late", LatencyMs: 2500}, "UNKNOWN", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := len(h.told())
			c.fault.Operation = op
			h.fault("personvern", c.fault)
			level := []string{"BASIS_PLUS", "FULL"}[i%2]
			in := map[string]any{"key": key("f" + string(rune('a'+i))), "id": h.id("line", "web"), "level": level}
			got, a := h.change("line", setLevel, in)
			h.control("personvern", http.MethodDelete, "fault", nil)
			if got.Receipt == nil || got.Receipt.Outcome != c.want {
				t.Fatalf("%s", a.raw)
			}
			if told := len(h.told()) - before; told != c.told {
				t.Errorf("told %d times, want %d", told, c.told)
			}
			// The same key, once the register is well: it is done, and told once.
			got, a = h.change("line", setLevel, in)
			if got.Receipt == nil || got.Receipt.Outcome != "DONE" {
				t.Fatalf("again: %s", a.raw)
			}
		})
	}
}

// mutations are all of them, with an input that suits every person; the id is left
// to the caller.
var mutations = map[string]string{
	"setConsentLevel":          `level: BASIS_PLUS`,
	"blockService":             `service: TOOLS`,
	"unblockService":           `service: VACCINATION`,
	"blockEverything":          ``,
	"setYouthAccess":           `allowed: true`,
	"reserveSummaryCareRecord": ``,
	"withdrawReservation":      ``,
	"setSharing":               `purpose: RESEARCH, allowed: true`,
}

// Settings are changed by whoever they are of, and by a parent of a child under 16.
// For everyone else the register is not called, and the log says so.
func TestWhoMayChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, actor, of string
		want            string // the code; "" is that it is changed
		youth           string // the code of setYouthAccess, if it differs
	}{
		{"oneself", "line", "line", "", "ACTOR_NOT_ELIGIBLE"},
		{"without consent", "nils", "nils", "", "ACTOR_NOT_ELIGIBLE"},
		{"a child", "line", "dan", "", "CHILD_AGE_LIMIT"},
		{"a child of 13", "line", "dina", "", ""},
		{"a child by itself", "dina", "dina", "ACTOR_NOT_ELIGIBLE", "ACTOR_NOT_ELIGIBLE"},
		{"by a power", "line", "berit", "PROXY_SCOPE_MISSING", "PROXY_SCOPE_MISSING"},
		{"by an assigned power", "asle", "astrid", "PROXY_SCOPE_MISSING", "PROXY_SCOPE_MISSING"},
		{"a parent of one of 16", "ulf", "unni", "CHILD_AGE_LIMIT", "CHILD_AGE_LIMIT"},
		{"a stranger", "nils", "line", "NOT_FOUND", "NOT_FOUND"},
		{"one who has blocked everything", "arne", "arne", "ACCESS_BLOCKED", "ACTOR_NOT_ELIGIBLE"},
		{"one who is inactive", "ines", "ines", "INACTIVE", "ACTOR_NOT_ELIGIBLE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newTestEnv(t)
			id := h.id(c.of, "web")
			for field, rest := range mutations {
				want := c.want
				if field == "setYouthAccess" && c.youth != "" {
					want = c.youth
				}
				if field == "blockEverything" && c.actor == "arne" {
					want = "" // it is so
				}
				if field == "blockEverything" && want == "" {
					continue // closes the rest; tried by itself below
				}
				before := len(h.told())
				got, a := h.change(c.actor, `mutation ($key: ID!, $id: ID!) { `+field+`(input: {key: $key, person: $id, `+rest+`}) { receipt { outcome } problems { code } } }`,
					map[string]any{"key": key(field), "id": id})
				code := ""
				if len(a.Errors) > 0 {
					code, _ = a.Errors[0].Extensions["code"].(string)
				}
				if code != want || (want == "") != (got.Receipt != nil && got.Receipt.Outcome == "DONE") {
					t.Errorf("%s: %s, want %q", field, a.raw, want)
				}
				if told := len(h.told()); want != "" && told != before {
					t.Errorf("%s: the register was told", field)
				}
			}
		})
	}
}

// What blocks everything is done though the log does not answer, and again without
// another call; what opens something is not.
func TestOnlyWhatClosesGoesOnWithoutTheLog(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	h.fault("usagelog", standin.Fault{Status: 503})
	in := map[string]any{"key": key("1"), "id": h.id("line", "web"), "level": "BASIS"}
	if got, a := h.change("line", setLevel, in); got.Receipt != nil || a.Errors[0].Extensions["code"] != "USAGE_LOG_UNAVAILABLE" || len(h.told()) != 0 {
		t.Errorf("consent: %s", a.raw)
	}
	const block = `mutation ($key: ID!, $id: ID!) { blockEverything(input: {key: $key, person: $id}) { receipt { outcome } person { access { service open reason } } } }`
	delete(in, "level")
	if got, a := h.change("line", block, in); got.Receipt == nil || got.Receipt.Outcome != "DONE" || len(h.told()) != 1 {
		t.Errorf("blocked: %s", a.raw)
	}
	h.control("usagelog", http.MethodDelete, "fault", nil)
	for range 2 {
		if got, a := h.change("line", block, in); got.Receipt == nil || got.Receipt.Outcome != "DONE" || len(h.told()) != 1 {
			t.Errorf("again: %s", a.raw)
		}
	}
	// Nothing here lifts it.
	lift := `mutation ($key: ID!, $id: ID!) { unblockService(input: {key: $key, person: $id, service: MEDICATION}) { receipt { outcome } } }`
	in["key"] = key("2")
	if got, a := h.change("line", lift, in); got.Receipt != nil || a.Errors[0].Extensions["code"] != "ACCESS_BLOCKED" {
		t.Errorf("lifted: %s", a.raw)
	}
}

// Without the log nobody knows whether an earlier try has been on its way, so a try
// that is refused does not say that nothing is done. A try after one that is not done
// may say so, since the log knows that it has ended.
func TestNotDone(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t, "personvern")
	h.fault("personvern", standin.Fault{Operation: "Akuttsperre", Status: 403})
	h.fault("usagelog", standin.Fault{Status: 503})
	const block = `mutation ($key: ID!, $id: ID!) { blockEverything(input: {key: $key, person: $id}) { receipt { outcome } } }`
	in := map[string]any{"key": key("1"), "id": h.id("line", "web")}
	if got, a := h.change("line", block, in); got.Receipt == nil || got.Receipt.Outcome != "UNKNOWN" {
		t.Errorf("without the log: %s", a.raw)
	}
	h.control("usagelog", http.MethodDelete, "fault", nil)
	in["key"] = key("2")
	for range 3 {
		if got, a := h.change("line", block, in); got.Receipt == nil || got.Receipt.Outcome != "NOT_DONE" {
			t.Errorf("with it: %s", a.raw)
		}
	}
}
