package resolvers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const (
	give = `mutation ($key: ID!, $holder: IdentityNumber!, $name: String!, $services: [Service!]!, $mode: AccessMode!, $until: Date) {
  givePower(input: {key: $key, holderNumber: $holder, holderLastName: $name, services: $services, mode: $mode, validUntil: $until}) {
    receipt { outcome } problems { code field } power { id holder { name { full } } services mode validFrom validUntil }
  }
}`
	changePower = `mutation ($key: ID!, $power: ID!, $services: [Service!]!, $mode: AccessMode!, $until: Date) {
  changePower(input: {key: $key, power: $power, services: $services, mode: $mode, validUntil: $until}) {
    receipt { outcome } problems { code field } power { id services mode validUntil }
  }
}`
	endPower = `mutation ($key: ID!, $power: ID!) {
  endPower(input: {key: $key, power: $power}) { receipt { outcome } problems { code } person { privacy { powersGiven { id } } } }
}`
	withdrawConsent = `mutation ($key: ID!) { withdrawConsent(input: {key: $key}) { receipt { outcome } problems { code } } }`
	representsNames = `{ viewer { represents { person { name { full } } } } }`
)

// to is the input of givePower for a persona, of one service.
func (h *testEnv) to(persona, k string) map[string]any {
	p := h.world.Persona(persona)
	return map[string]any{"key": key(k), "holder": p.Number, "name": p.Family, "services": []any{"MEDICATION"}, "mode": "READ", "until": nil}
}

func with(in map[string]any, key string, value any) map[string]any {
	out := maps.Clone(in)
	out[key] = value
	return out
}

// data is an answer without how it came to be.
func data(a response) string {
	before, _, _ := strings.Cut(a.raw, `"extensions"`)
	return before
}

// problemsOf are the codes of a payload's problems.
func problemsOf(r receipt) string {
	var all []string
	for _, p := range r.Problems {
		all = append(all, p.Code)
	}
	return strings.Join(all, " ")
}

// A power is in force when the register has it: the holder represents the giver, and
// may do what it covers, until it ends.
func TestAPowerGivenAndEnded(t *testing.T) {
	t.Parallel()
	for _, ends := range []string{"line", "ulf"} {
		t.Run("ended by "+ends, func(t *testing.T) {
			t.Parallel()
			h := newTestEnv(t)
			const read = `query ($id: ID!) { person(id: $id) { prescriptions(first: 1) { nodes { id } } appointments(first: 1) { nodes { id } } } }`
			line := h.id("line", "web")
			if a := h.query("ulf", read, map[string]any{"id": line}); a.code("person") != "NOT_FOUND" {
				t.Fatalf("before: %s", a.raw)
			}
			in := h.to("ulf", "1")
			got, a := h.change("line", give, in)
			if got.Receipt == nil || got.Receipt.Outcome != "DONE" || len(got.Problems) != 0 || a.at("givePower", "power", "holder", "name", "full") != "Ulf Mønstervoll" || a.at("givePower", "power", "mode") != "READ" {
				t.Fatalf("given: %s", a.raw)
			}
			id := a.at("givePower", "power", "id").(string)
			again, b := h.change("line", give, in)
			if again.Receipt == nil || data(b) != data(a) || len(h.told()) != 1 {
				t.Errorf("again: %s, told %v", b.raw, h.told())
			}
			if a := h.query("ulf", representsNames, nil); !strings.Contains(a.raw, "Line Testesen") {
				t.Errorf("represents: %s", a.raw)
			}
			a = h.query("ulf", read, map[string]any{"id": line})
			if a.at("person", "prescriptions", "nodes") == nil || a.code("person", "appointments") != "PROXY_SCOPE_MISSING" {
				t.Errorf("by the power: %s", a.raw)
			}
			if got, a := h.change("line", withdrawConsent, map[string]any{"key": key("w")}); problemsOf(got) != "POWERS_REMAIN" {
				t.Errorf("consent withdrawn: %s", a.raw)
			}
			if ends == "ulf" {
				a := h.query("ulf", `{ viewer { person { privacy { powersReceived { id } } } } }`, nil)
				id = a.at("viewer", "person", "privacy", "powersReceived").([]any)[0].(map[string]any)["id"].(string)
			}
			for range 2 {
				if got, a := h.change(ends, endPower, map[string]any{"key": key("e"), "power": id}); got.Receipt == nil || got.Receipt.Outcome != "DONE" {
					t.Errorf("ended: %s", a.raw)
				}
			}
			if a := h.query("ulf", representsNames, nil); strings.Contains(a.raw, "Line Testesen") {
				t.Errorf("still represents: %s", a.raw)
			}
			if a := h.query("ulf", read, map[string]any{"id": line}); a.code("person") != "NOT_FOUND" {
				t.Errorf("after: %s", a.raw)
			}
		})
	}
}

// Whatever is wrong with the holder, the answer and the calls are the same; and it
// is tried five times a day.
func TestHolderNotAccepted(t *testing.T) {
	t.Parallel()
	var same, calls string
	for _, c := range []struct {
		name, holder string
		change       func(h *testEnv, in map[string]any)
	}{
		{"unknown", "ulf", func(_ *testEnv, in map[string]any) { in["holder"] = "14837846839" }},
		{"dead", "david", nil},
		{"under 18", "unni", nil},
		{"confidential", "kari", nil},
		{"another name", "ulf", func(_ *testEnv, in map[string]any) { in["name"] = "Testesen" }},
		{"oneself", "line", nil},
	} {
		h := newTestEnv(t)
		in := h.to(c.holder, "1")
		if c.change != nil {
			c.change(h, in)
		}
		got, a := h.change("line", give, in)
		if got.Receipt == nil || got.Receipt.Outcome != "NOT_DONE" || problemsOf(got) != "HOLDER_NOT_ACCEPTED" || a.at("givePower", "power") != nil {
			t.Fatalf("%s: %s", c.name, a.raw)
		}
		if strings.Contains(a.raw, in["holder"].(string)) {
			t.Errorf("%s: the number is echoed", c.name)
		}
		made := ""
		for _, register := range []string{"personvern", "folkeregister", "usagelog"} {
			counts := h.calls(register)
			for _, op := range slices.Sorted(maps.Keys(counts)) {
				made += register + " " + op + strings.Repeat("+", counts[op]) + " "
			}
		}
		if same == "" {
			same, calls = data(a), made
		}
		if data(a) != same || made != calls {
			t.Errorf("%s differs: %s %s, and %s %s", c.name, a.raw, made, same, calls)
		}
	}
	h := newTestEnv(t)
	for i, k := range []string{"1", "2", "3", "4", "5", "6"} {
		got, a := h.change("line", give, with(h.to("ulf", k), "name", "Gjett"))
		want := "HOLDER_NOT_ACCEPTED"
		if i == 5 {
			want = "TOO_MANY_ATTEMPTS"
		}
		if problemsOf(got) != want {
			t.Errorf("attempt %s: %s", k, a.raw)
		}
	}
	if got, a := h.change("line", give, h.to("ulf", "7")); problemsOf(got) != "TOO_MANY_ATTEMPTS" {
		t.Errorf("the right one, too late: %s", a.raw)
	}
	a := h.query("line", `{ viewer { person { usageLog(first: 50) { nodes { service outcome code } } } } }`, nil)
	if n := strings.Count(a.raw, `"service":"PRIVACY","outcome":"NOT_DONE"`); n != 7 {
		t.Errorf("%d attempts in the giver's log: %s", n, a.raw)
	}
}

func TestWhatPowersAreRefused(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	day := func(days int) string { return h.world.Today().AddDate(0, 0, days).Format("2006-01-02") }
	for _, c := range []struct {
		name, actor    string
		in             map[string]any
		problem, field string
	}{
		{"in the past", "line", with(h.to("ulf", "past"), "until", day(-1)), "DATE_IN_PAST", "validUntil"},
		{"not delegable", "line", with(h.to("ulf", "tools"), "services", []any{"MEDICATION", "PRIVACY"}), "SERVICE_NOT_DELEGABLE", "services"},
		{"for nothing", "line", with(h.to("ulf", "none"), "services", []any{}), "SERVICE_NOT_DELEGABLE", "services"},
		{"to one who has it", "berit", h.to("line", "dup"), "POWER_EXISTS", ""},
	} {
		got, a := h.change(c.actor, give, c.in)
		if problemsOf(got) != c.problem || c.field != "" && *got.Problems[0].Field != c.field {
			t.Errorf("%s: %s", c.name, a.raw)
		}
	}
	if told := h.told(); len(told) != 1 {
		t.Errorf("told %v", told)
	}
	for actor, code := range map[string]string{
		"kari": "ACTOR_NOT_ELIGIBLE", "nils": "CONSENT_MISSING", "arne": "ACCESS_BLOCKED", "ines": "INACTIVE", "dina": "ACTOR_NOT_ELIGIBLE",
	} {
		if got, a := h.change(actor, give, h.to("ulf", "x")); got.Receipt != nil || a.code("givePower") != code {
			t.Errorf("%s: %s", actor, a.raw)
		}
	}
	if a := h.query("line", give, with(h.to("ulf", "y"), "holder", "12345678901")); a.code("givePower") != "BAD_USER_INPUT" || strings.Contains(a.raw, "12345678901") {
		t.Errorf("no number: %s", a.raw)
	}
	if told := h.told(); len(told) != 1 {
		t.Errorf("told %v", told)
	}
	// On its last day a power is in force.
	if got, a := h.change("line", give, with(h.to("ulf", "today"), "until", day(0))); got.Receipt == nil || got.Receipt.Outcome != "DONE" {
		t.Errorf("until today: %s", a.raw)
	}
	// The key stands for the holder too, whom the log shows in no form.
	if got, a := h.change("line", give, with(h.to("asle", "today"), "until", day(0))); problemsOf(got) != "KEY_REUSED" || a.at("givePower", "power") != nil {
		t.Errorf("another holder under the key: %s", a.raw)
	}
}

// A change is one call, after which the holder has the new terms only.
func TestAPowerIsChanged(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	_, a := h.change("line", give, h.to("ulf", "1"))
	first := a.at("givePower", "power", "id").(string)
	in := map[string]any{"key": key("2"), "power": first, "services": []any{"APPOINTMENT"}, "mode": "WRITE", "until": nil}
	var second string
	for range 2 {
		got, a := h.change("line", changePower, in)
		if got.Receipt == nil || got.Receipt.Outcome != "DONE" || a.at("changePower", "power", "mode") != "WRITE" {
			t.Fatalf("changed: %s", a.raw)
		}
		second = a.at("changePower", "power", "id").(string)
	}
	if first == second || len(h.told()) != 2 {
		t.Errorf("told %v", h.told())
	}
	a = h.query("ulf", `query ($id: ID!) { person(id: $id) { prescriptions(first: 1) { nodes { id } } appointments(first: 1) { nodes { id } } } }`, map[string]any{"id": h.id("line", "web")})
	if a.code("person", "prescriptions") != "PROXY_SCOPE_MISSING" || a.at("person", "appointments", "nodes") == nil {
		t.Errorf("by the power: %s", a.raw)
	}
	if got, a := h.change("line", changePower, with(in, "key", key("3"))); problemsOf(got) != "NOTHING_THERE" {
		t.Errorf("the old one: %s", a.raw)
	}
	// Nobody else's power can be named, nor by another client, nor one of another kind.
	told := len(h.told())
	for _, actor := range []string{"ulf", "berit"} {
		if got, a := h.change(actor, endPower, map[string]any{"key": key("4"), "power": second}); got.Receipt != nil || a.code("endPower") != "NOT_FOUND" {
			t.Errorf("%s: %s", actor, a.raw)
		}
	}
	if got, a := h.change("line", changePower, with(with(in, "key", key("5")), "power", h.id("line", "web"))); got.Receipt != nil || a.code("changePower") != "NOT_FOUND" {
		t.Errorf("a person's id: %s", a.raw)
	}
	if len(h.told()) != told {
		t.Error("the register was told")
	}
	received := h.query("asle", `{ viewer { person { privacy { powersReceived { id } } } } }`, nil)
	assigned := received.at("viewer", "person", "privacy", "powersReceived").([]any)[0].(map[string]any)["id"]
	if got, a := h.change("asle", endPower, map[string]any{"key": key("6"), "power": assigned}); problemsOf(got) != "FORM_NEEDED" {
		t.Errorf("an assigned power: %s", a.raw)
	}
}
