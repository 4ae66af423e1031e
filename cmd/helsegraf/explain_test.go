package main

import (
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	p, line := starts(t, "{", stdout, "demo", "--listen", "127.0.0.1:0", "--people", "0", "--json")
	defer p.ends(t)
	r := parseReady(t, line)
	query := write(t, "query.graphql", `query($year: Int) { viewer {
	  person { name { full } prescriptions { totalCount } exemptionCard(year: $year) { status } }
	  represents { person { generalPractitioner { since } } }
	} }`)
	status, out, errs := runs(t, nil, "explain", "--as", "bodil", "--gateway", r.Gateway, "--variables", `{"year":2025}`, query)
	if status != 0 || errs != "" {
		t.Fatal(status, out, errs)
	}
	for _, want := range []string{"CONSENT_TOO_LOW", "GIVE_CONSENT FULL", "viewer.person.exemptionCard.status", "FRIKORT", "1 calls to registers would be made"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not told in\n%s", want, out)
		}
	}
	unasked, _ := undeciding()
	for _, register := range unasked {
		if _, calls := send(t, "GET", r.Registers[register]+"/_control/calls", ""); strings.TrimSpace(calls) != "{}" {
			t.Errorf("%s was called: %s", register, calls)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--as", "nobody", query}, `nobody called "nobody"`},
		{[]string{"--as", "line", "no-such-file"}, "cannot be read"},
		{[]string{"--as", "line", "--variables", "{", query}, "not JSON"},
		{[]string{"--as", "line", write(t, "bad.graphql", "{ nothing }")}, "nothing"},
	} {
		status, _, errs := runs(t, nil, append([]string{"explain", "--gateway", r.Gateway}, c.args...)...)
		if status != 1 || !strings.Contains(errs, c.want) {
			t.Errorf("%v: %d %s", c.args, status, errs)
		}
	}
}
