package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const usageLog = `query($id: ID!) { person(id: $id) { usageLog(first: 100) { totalCount nodes {
  at kind actor { name { full } relation } service client { id } outcome code
} } } }`

// logged are the uses at the test's current time in a person's log, as a reader
// sees them, one string each. Uses of PRIVACY are left out, since reading the
// log is one.
func (h *testEnv) logged(reader, of string) []string {
	h.t.Helper()
	a := h.query(reader, usageLog, map[string]any{"id": h.id(of, "web")})
	if len(a.Errors) > 0 {
		h.t.Fatal(a.raw)
	}
	for _, p := range h.world.People() {
		if strings.Contains(a.raw, p.Number) {
			h.t.Error("an identity number in the log that is shown")
		}
	}
	var out []string
	for _, e := range a.list("person", "usageLog", "nodes") {
		e := e.(map[string]any)
		if e["at"] != "2026-11-22T11:00:00.000Z" || e["service"] == "PRIVACY" {
			continue
		}
		who, _ := e["actor"].(map[string]any)
		name, _ := who["name"].(map[string]any)
		out = append(out, fmt.Sprintf("%v %v %v %v %v", name["full"], who["relation"], e["service"], e["outcome"], e["code"]))
	}
	slices.Sort(out)
	return out
}

func (h *testEnv) expectLogged(reader, of string, want ...string) {
	h.t.Helper()
	if got := h.logged(reader, of); !slices.Equal(got, want) {
		h.t.Errorf("%s reads in the log of %s:\n%s\nwant\n%s", reader, of, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// There is one entry for each operation, subject and service, whatever the shape
// of the query. It is in each subject's own log, and whoever manages a child's
// settings can read the child's.
func TestEachUseIsOneEntry(t *testing.T) {
	h := newTestEnv(t)
	h.query("line", `query($dan: ID!) {
	  viewer { person { prescriptions { totalCount } again: prescriptions(view: HISTORY) { totalCount } } }
	  a: person(id: $dan) { prescriptions { totalCount } exemptionCard { status } }
	  b: node(id: $dan) { ... on Person { prescriptions { nodes { id } } } }
	}`, map[string]any{"dan": h.id("dan", "web")})
	h.expectLogged("line", "line", "Line Testesen SELF MEDICATION USED <nil>")
	// Only the subject sees the rule's code.
	h.expectLogged("lars", "dan",
		"Line Testesen PARENT EXEMPTION_CARD REFUSED <nil>",
		"Line Testesen PARENT MEDICATION USED <nil>")
	h.foreseen()
}

// The subject reads that a representative has used a service, and the true
// reason for refusals.
func TestTheSubjectReadsWhatRepresentativesDid(t *testing.T) {
	h := newTestEnv(t)
	const query = `query($id: ID!) { person(id: $id) { prescriptions { totalCount } summaryCareRecord { status } } }`
	h.query("line", query, map[string]any{"id": h.id("berit", "web")})
	h.expectLogged("berit", "berit",
		"Line Testesen POWER_OF_ATTORNEY MEDICATION USED <nil>",
		"Line Testesen POWER_OF_ATTORNEY SUMMARY_CARE_RECORD REFUSED PROXY_SCOPE_MISSING")
	a := h.query("birger", query, map[string]any{"id": h.id("bodil", "web")})
	if got := a.code("person", "prescriptions"); got != "NOT_AVAILABLE_ON_BEHALF" {
		t.Errorf("birger is told %s", got)
	}
	h.expectLogged("bodil", "bodil",
		"Birger Syntestad POWER_OF_ATTORNEY MEDICATION REFUSED CONSENT_TOO_LOW",
		"Birger Syntestad POWER_OF_ATTORNEY SUMMARY_CARE_RECORD REFUSED CONSENT_TOO_LOW")
}

// A query about someone the actor may not know of is logged beside the actor's
// own use, and in nobody else's log.
func TestAskingAboutNobodyIsLoggedUnderTheActor(t *testing.T) {
	h := newTestEnv(t)
	h.query("bodil", `query($kari: ID!, $none: ID!) {
	  person(id: $kari) { generalPractitioner { since } prescriptions { totalCount } }
	  other: person(id: $none) { generalPractitioner { since } }
	  viewer { person { generalPractitioner { since } } }
	}`, map[string]any{"kari": h.id("kari", "web"), "none": "no-such-id"})
	h.expectLogged("bodil", "bodil",
		"Bodil Eksempelvik <nil> GP_INFORMATION REFUSED NOT_FOUND",
		"Bodil Eksempelvik <nil> MEDICATION REFUSED NOT_FOUND",
		"Bodil Eksempelvik SELF GP_INFORMATION USED <nil>")
	h.expectLogged("kari", "kari")
}

// Queries that show no data are not uses: who may act for whom, and which
// services are open.
func TestLookingAtAccessIsNoUse(t *testing.T) {
	h := newTestEnv(t)
	h.query("line", `{ viewer { person { name { full } access { open } } represents { person { name { full } access { open } } } } }`, nil)
	h.expectCalls(map[string]map[string]int{"usagelog": {}})
}

// When the log is down, nothing that must be logged is shown, including the log
// itself.
func TestNoLogNoLog(t *testing.T) {
	h := newTestEnv(t)
	h.fault("usagelog", stopped)
	a := h.query("line", usageLog, map[string]any{"id": h.id("line", "web")})
	if got := a.code("person", "usageLog"); got != "USAGE_LOG_UNAVAILABLE" || a.at("person", "usageLog") != nil {
		t.Errorf("the log: %s", a.raw)
	}
}
