package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// changer sends the operations of writes.graphql in a demonstration.
type changer struct {
	*testEnv
	document string
}

func newChanger(t *testing.T) *changer {
	t.Helper()
	document, err := os.ReadFile(filepath.Join(journeys, "writes.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	return &changer{newTestEnv(t), string(document)}
}

// written is what a payload says.
type written struct {
	Receipt  *struct{ Outcome string }
	Problems []struct{ Code string }
	Person   *struct {
		ConsentLevel string
		Access       []struct {
			Service string
			Open    bool
		}
	}
	Power *struct{ ID string }
}

// says is the outcome and the problems.
func (w written) says() string {
	var all []string
	if w.Receipt != nil {
		all = append(all, w.Receipt.Outcome)
	}
	for _, p := range w.Problems {
		all = append(all, p.Code)
	}
	return strings.Join(all, " ")
}

// opens reports whether a service is open after the change.
func (w written) opens(service string) bool {
	for _, a := range w.Person.Access {
		if a.Service == service {
			return a.Open
		}
	}
	return false
}

// write sends one operation; the code is that of its first error, and data is the
// answer without how it came to be.
func (w *changer) write(persona, operation string, variables map[string]any) (out written, code, data string) {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"query": w.document, "operationName": operation, "variables": variables})
	w.must(err)
	_, answer := w.send(w.bearer(login{persona: persona, client: "web"}), string(body))
	var read struct {
		Data   map[string]*written
		Errors []struct{ Extensions struct{ Code string } }
	}
	w.must(json.Unmarshal([]byte(answer), &read))
	for _, payload := range read.Data {
		if payload != nil {
			out = *payload
		}
	}
	if len(read.Errors) > 0 {
		code = read.Errors[0].Extensions.Code
	}
	data, _, _ = strings.Cut(answer, `"extensions":{"sources"`)
	return out, code, data
}

func (w *changer) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// told is how often Personvern was told to change something.
func (w *changer) told() int {
	w.t.Helper()
	var told []json.RawMessage
	w.control("personvern", http.MethodGet, "told", "", &told)
	return len(told)
}

func keyOf(n int) string { return fmt.Sprintf("write-%012d", n) }

// Each is made once under its key, whose answer is the same the next time and which
// stands for nothing else.
func TestWritesAreMadeOnce(t *testing.T) {
	t.Parallel()
	w := newChanger(t)
	line := w.id("line", "web")
	number := func(persona string) string { return w.registers.world.Persona(persona).Number }
	var power string
	for i, c := range []struct {
		operation   string
		in, instead map[string]any // the input, and what another has instead
	}{
		{"SetConsentLevel", map[string]any{"id": line, "level": "BASIS_PLUS"}, map[string]any{"level": "FULL"}},
		{"BlockService", map[string]any{"id": line, "service": "TOOLS"}, map[string]any{"service": "MEDICATION"}},
		{"GivePower", map[string]any{"holder": number("berit"), "lastName": "Prøvdal", "services": []string{"PROFILE"}}, map[string]any{"holder": number("ulf")}},
		{"EndPower", map[string]any{}, map[string]any{"power": "x"}},
		{"BlockEverything", map[string]any{"id": line}, nil},
	} {
		if c.operation == "EndPower" {
			c.in["power"] = power
		}
		c.in["key"] = keyOf(i)
		before := w.told()
		first, code, data := w.write("line", c.operation, c.in)
		if first.says() != "DONE" || code != "" || w.told() != before+1 {
			t.Errorf("%s: %s", c.operation, data)
		}
		if first.Power != nil {
			power = first.Power.ID
		}
		if _, _, again := w.write("line", c.operation, c.in); again != data || w.told() != before+1 {
			t.Errorf("%s again: %s, and not %s", c.operation, again, data)
		}
		maps.Copy(c.in, c.instead)
		if c.operation == "EndPower" || c.instead == nil { // whose input names nothing else there is
			continue
		}
		if other, _, data := w.write("line", c.operation, c.in); other.says() != "KEY_REUSED" || w.told() != before+1 {
			t.Errorf("%s, another input: %s", c.operation, data)
		}
	}
}

// A key that comes late does not undo what has come since.
func TestALateKeyUndoesNothing(t *testing.T) {
	t.Parallel()
	w := newChanger(t)
	id := w.id("bodil", "web")
	full := map[string]any{"key": keyOf(1), "id": id, "level": "FULL"}
	basis := map[string]any{"key": keyOf(2), "id": id, "level": "BASIS"}
	for i, in := range []map[string]any{full, basis, full} {
		got, _, data := w.write("bodil", "SetConsentLevel", in)
		want := []string{"FULL", "BASIS", "BASIS"}[i]
		if got.says() != "DONE" || got.Person.ConsentLevel != want || got.opens("MEDICATION") != (want == "FULL") {
			t.Errorf("%d: %s", i, data)
		}
	}
	if n := w.told(); n != 2 {
		t.Errorf("told %d times", n)
	}
}

// Consent opens in the same answer, and closes when it is withdrawn.
func TestConsentOpensAndCloses(t *testing.T) {
	t.Parallel()
	w := newChanger(t)
	w.document = `mutation Give($key: ID!, $id: ID!) { setConsentLevel(input: {key: $key, person: $id, level: FULL}) { receipt { outcome } problems { code } person { prescriptions(first: 1) { totalCount } } } }
	mutation Withdraw($key: ID!) { withdrawConsent(input: {key: $key}) { receipt { outcome } problems { code } person { prescriptions(first: 1) { totalCount } } } }`
	got, code, data := w.write("bodil", "Give", map[string]any{"key": keyOf(1), "id": w.id("bodil", "web")})
	if got.says() != "DONE" || code != "" || !strings.Contains(data, `"totalCount":3`) {
		t.Errorf("given: %s", data)
	}
	// She has given birger a power, which rests on it.
	if got, _, data := w.write("bodil", "Withdraw", map[string]any{"key": keyOf(2)}); got.says() != "NOT_DONE POWERS_REMAIN" {
		t.Errorf("with a power: %s", data)
	}
	if got, _, data := w.write("gunnar", "Withdraw", map[string]any{"key": keyOf(3)}); got.says() != "DONE" || !strings.Contains(data, "CONSENT_MISSING") {
		t.Errorf("withdrawn: %s", data)
	}
}

// What is not one's own to change is told to nobody.
func TestWritesOnBehalf(t *testing.T) {
	t.Parallel()
	w := newChanger(t)
	dan, arne, berit := w.id("dan", "web"), w.id("arne", "web"), w.id("berit", "web")
	if got, _, data := w.write("line", "SetConsentLevel", map[string]any{"key": keyOf(1), "id": dan, "level": "BASIS"}); got.says() != "DONE" || got.Person.ConsentLevel != "BASIS" {
		t.Errorf("a child's consent by a parent: %s", data)
	}
	told := w.told()
	for _, c := range []struct {
		name, persona, operation string
		in                       map[string]any
		want                     string
	}{
		{"by the holder of a power", "line", "SetConsentLevel", map[string]any{"id": berit, "level": "BASIS"}, "PROXY_SCOPE_MISSING"},
		{"a child's, by a stranger", "nils", "SetConsentLevel", map[string]any{"id": dan, "level": "FULL"}, "NOT_FOUND"},
		{"one's level, below a block of everything", "arne", "SetConsentLevel", map[string]any{"id": arne, "level": "BASIS"}, "ACCESS_BLOCKED"},
		{"a block, below a block of everything", "arne", "BlockService", map[string]any{"id": arne, "service": "TOOLS"}, "ACCESS_BLOCKED"},
		{"a power, below a block of everything", "arne", "GivePower", map[string]any{"holder": w.registers.world.Persona("berit").Number, "lastName": "Prøvdal", "services": []string{"PROFILE"}}, "ACCESS_BLOCKED"},
	} {
		c.in["key"] = keyOf(9)
		if got, code, data := w.write(c.persona, c.operation, c.in); got.Receipt != nil || code != c.want {
			t.Errorf("%s: %s", c.name, data)
		}
	}
	if n := w.told(); n != told {
		t.Errorf("told %d times", n-told)
	}
	// Setting it once more changes nothing, and there is no mutation that lifts it.
	if got, _, data := w.write("arne", "BlockEverything", map[string]any{"key": keyOf(1), "id": arne}); got.says() != "DONE" || w.told() != told {
		t.Errorf("blocked again: %s", data)
	}
}
