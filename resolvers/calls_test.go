package resolvers_test

import (
	"maps"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// planned is how many calls a query is planned to make, without making any.
func (h *testEnv) planned(query string, variables map[string]any) int {
	h.t.Helper()
	ctx := graphql.StartOperationTrace(h.t.Context())
	oc, errs := h.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if errs != nil {
		h.t.Fatal(errs)
	}
	return h.resolver.Calls(ctx, oc)
}

// made counts the calls all registers have had.
func (h *testEnv) made() int {
	h.t.Helper()
	n := 0
	for register := range h.urls {
		n += h.callsOf(register)
	}
	return n
}

// callsOf counts the calls a register has had, except for Frikort's key, which
// is cached across requests.
func (h *testEnv) callsOf(register string) int {
	h.t.Helper()
	n := 0
	for operation, calls := range h.calls(register) {
		if operation != "Jwk" {
			n += calls
		}
	}
	return n
}

// When everything is allowed, exactly the planned calls are made; otherwise
// never more.
func TestCalls(t *testing.T) {
	for what, c := range map[string]struct {
		query string
		ids   []string
		exact bool
	}{
		"nothing":       {query: `{ __typename }`},
		"open data":     {query: `{ generalPractitioners(municipality: "0301") { totalCount } }`, exact: true},
		"a name":        {query: `{ viewer { person { name { full } } } }`, exact: true},
		"all of one":    {query: `{ viewer { person { ` + everything() + ` } } }`, exact: true},
		"all of some":   {query: `query($ids: [ID!]!) { people(ids: $ids) { ` + everything() + ` } }`, ids: []string{"line", "berit", "dan", "kari"}},
		"access":        {query: `query($ids: [ID!]!) { people(ids: $ids) { access { open } } }`, ids: []string{"dan", "berit"}, exact: true},
		"those related": {query: `{ viewer { represents { person { name { full } } } } }`, exact: true},
	} {
		h := newTestEnv(t)
		h.session = policy.Session{1} // the first use of it, by which it is logged
		var ids []any
		for _, persona := range c.ids {
			ids = append(ids, h.id(persona, "web"))
		}
		variables := map[string]any{"ids": ids}
		if ids == nil {
			variables = nil
		}
		planned := h.planned(c.query, variables)
		if made := h.made(); made != 0 {
			t.Error(what, "was asked to plan:", made)
		}
		h.query("line", c.query, variables)
		if made := h.made(); made > planned || c.exact && made != planned {
			t.Errorf("%s: planned %d, made %d", what, planned, made)
		}
	}
}

// MostCalls equals the calls made when everything is allowed and every list is
// full, and is never exceeded.
func TestMostCalls(t *testing.T) {
	h := newTestEnv(t)
	most := func(query string) map[graph.Register]int {
		oc, errs := h.exec.CreateOperationContext(graphql.StartOperationTrace(h.t.Context()), &graphql.RawParams{Query: query, Variables: map[string]any{"ids": []any{"x"}, "none": false, "v": "CURRENT"}})
		if errs != nil {
			t.Fatal(errs)
		}
		return h.resolver.MostCalls(oc.Doc, oc.Operation.Name)
	}
	query := `query($none: Boolean!) { viewer { person { name { full } ... @skip(if: $none) { ` + everything() + ` } } } }`
	planned := most(query)
	h.query("line", query, map[string]any{"none": false})
	made := map[graph.Register]int{}
	for register := range planned {
		made[register] = h.callsOf(keyOf(string(register)))
	}
	if !maps.Equal(planned, made) {
		t.Errorf("planned %v, made %v", planned, made)
	}
	for query, want := range map[string]map[graph.Register]int{
		`{ __typename }`: {},
		`{ generalPractitioners(municipality: "0301") { totalCount } }`: {"FASTLEGEREGISTER": 1},
		`query($ids: [ID!]!) { people(ids: $ids) { generalPractitioner { since } exemptionCard { status } } }`: {
			"FASTLEGEREGISTER": 1, "FRIKORT": 100, graph.Folkeregister: 2, graph.Personvern: 102, graph.UsageLog: 1,
		},
		`{ viewer { represents { person { summaryCareRecord { status } } } } }`: {"KJERNEJOURNAL": 100, graph.Folkeregister: 2, graph.Personvern: 102, graph.UsageLog: 1},
		`query($y: Int, $z: Int, $v: PrescriptionView!) { viewer { person { a: exemptionCard(year: $y) { status } b: exemptionCard(year: $z) { status }
		  prescriptions { totalCount } p: prescriptions(view: $v) { totalCount } } } }`: {"FRIKORT": 2, "RESEPTFORMIDLER": 2, graph.Folkeregister: 1, graph.Personvern: 1, graph.UsageLog: 1},
	} {
		if got := most(query); !maps.Equal(got, want) {
			t.Errorf("%s: %v", query, got)
		}
	}
}
