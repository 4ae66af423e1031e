package resolvers_test

import (
	"testing"
	"time"

	"helsegraf/graph/policy"
)

// What the holder of one power has used is theirs alone, decided and logged as the
// whole log is; a power that is not the person's is not found, and nobody is called.
func TestUsageLogOfOneHolder(t *testing.T) {
	h := newTestEnv(t)
	h.query("line", `{ person(id: "`+h.id("berit", "web")+`") { prescriptions { totalCount } } }`, nil)
	powers := h.query("berit", `{ viewer { person { privacy { powersGiven { id holder { name { full } } } } } } }`, nil)
	given := powers.list("viewer", "person", "privacy", "powersGiven")
	if len(given) == 0 {
		t.Fatalf("%+v", powers)
	}
	const query = `query($power: ID) { viewer { person { usageLog(power: $power, first: 50) { totalCount nodes { kind service actor { name { full } relation } } } } } }`
	used := 0
	for _, power := range given {
		p := power.(map[string]any)
		holder := p["holder"].(map[string]any)["name"].(map[string]any)["full"]
		h.reset("usagelog")
		a := h.query("berit", query, map[string]any{"power": p["id"]})
		entries := a.list("viewer", "person", "usageLog", "nodes")
		if len(a.Errors) > 0 || a.at("viewer", "person", "usageLog", "totalCount") != float64(len(entries)) {
			t.Fatalf("%+v", a)
		}
		for _, e := range entries {
			actor := e.(map[string]any)["actor"].(map[string]any)
			if actor["name"].(map[string]any)["full"] != holder || actor["relation"] == "SELF" {
				t.Errorf("%v of %v", e, holder)
			}
		}
		used += len(entries)
		if calls := h.calls("usagelog"); calls["Write"] != 1 || calls["AuditEvent/_search"] != 1 {
			t.Errorf("%v", calls)
		}
		if planned := h.planned(query, map[string]any{"power": p["id"]}); planned != h.planned(query, nil)+1 {
			t.Errorf("planned %d calls", planned)
		}
	}
	if used == 0 {
		t.Error("nobody has used anything")
	}
	h.reset("usagelog")
	mine := h.query("line", query, map[string]any{"power": given[0].(map[string]any)["id"]})
	if mine.code("viewer", "person", "usageLog") != string(policy.NotFound) || h.calls("usagelog")["AuditEvent/_search"] != 0 {
		t.Errorf("%+v", mine)
	}
	whole := h.query("berit", query, map[string]any{"power": nil})
	if n := len(whole.list("viewer", "person", "usageLog", "nodes")); n <= used {
		t.Errorf("%d entries in all, and %d of holders", n, used)
	}
}

// When the viewer logged in before is told to them, under PRIVACY, and to nobody
// whose client may not read that.
func TestLastLoginAt(t *testing.T) {
	h := newTestEnv(t)
	const query = `{ viewer { lastLoginAt } }`
	h.session = policy.Session{1}
	first := h.query("line", query, nil)
	at, ok := first.at("viewer", "lastLoginAt").(string)
	if len(first.Errors) > 0 || !ok {
		t.Fatalf("%+v", first)
	}
	again := h.query("line", query, nil)
	h.setClock(h.world.Now().Add(time.Hour))
	h.session = policy.Session{2}
	next := h.query("line", query, nil)
	if again.at("viewer", "lastLoginAt") != at || next.at("viewer", "lastLoginAt") == at {
		t.Errorf("%v, %v, %v", at, again.Data, next.Data)
	}
	if calls := h.calls("usagelog"); calls["AuditEvent/_search"] != 3 {
		t.Errorf("%v", calls)
	}
	h.covers = policy.SetOf(policy.Medication)
	if a := h.query("line", query, nil); a.code("viewer", "lastLoginAt") != string(policy.ClientScopeMissing) {
		t.Errorf("%+v", a)
	}
}
