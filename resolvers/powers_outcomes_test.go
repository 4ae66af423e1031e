package resolvers_test

import (
	"net/http"
	"testing"

	"helsegraf/mocks/standin"
)

// Every way in which the register can fail, and what is said of it.
func TestPowerOutcomes(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t, "personvern")
	for i, c := range []struct {
		name, operation, want string
		fault                 standin.Fault
	}{
		{"given, and reset", "Fullmakt", "DONE", standin.Fault{Body: "reset"}},
		{"given, and 503", "Fullmakt", "DONE", standin.Fault{Status: 503, After: true}},
		{"503", "Fullmakt", "UNKNOWN", standin.Fault{Status: 503}},
		{"closed", "Fullmakt", "UNKNOWN", standin.Fault{Body: "close"}},
	} {
		c.fault.Operation = c.operation
		h.fault("personvern", c.fault)
		in := with(h.to([]string{"ulf", "asle", "ylva", "birger"}[i], "g"+c.want+string(rune('a'+i))), "services", []any{"VACCINATION"})
		got, a := h.change("line", give, in)
		h.control("personvern", http.MethodDelete, "fault", nil)
		if got.Receipt == nil || got.Receipt.Outcome != c.want {
			t.Errorf("%s: %s", c.name, a.raw)
		}
		if got, a := h.change("line", give, in); got.Receipt == nil || got.Receipt.Outcome != "DONE" || a.at("givePower", "power", "id") == nil {
			t.Errorf("%s, again: %s", c.name, a.raw)
		}
	}
	a := h.query("line", `{ viewer { person { privacy { powersGiven { id } } } } }`, nil)
	powers := a.at("viewer", "person", "privacy", "powersGiven").([]any)
	if len(powers) != 5 { // daniel's has expired, and is listed
		t.Errorf("powers: %s", a.raw)
	}
	h.fault("personvern", standin.Fault{Operation: "AvsluttFullmakt", Body: "reset"})
	if got, a := h.change("line", endPower, map[string]any{"key": key("e"), "power": powers[0].(map[string]any)["id"]}); got.Receipt == nil || got.Receipt.Outcome != "DONE" {
		t.Errorf("ended, and reset: %s", a.raw)
	}
	h.control("personvern", http.MethodDelete, "fault", nil)
	// What only closes is done without the log; what opens is not.
	h.fault("usagelog", standin.Fault{Status: 503})
	told := len(h.told())
	if got, a := h.change("line", endPower, map[string]any{"key": key("f"), "power": powers[1].(map[string]any)["id"]}); got.Receipt == nil || got.Receipt.Outcome != "DONE" || len(h.told()) != told+1 {
		t.Errorf("ended without the log: %s", a.raw)
	}
	if got, a := h.change("line", give, h.to("gunnar", "nolog")); got.Receipt != nil || a.code("givePower") != "USAGE_LOG_UNAVAILABLE" || len(h.told()) != told+1 {
		t.Errorf("given without the log: %s", a.raw)
	}
}
