package resolvers_test

import (
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// planned is how many calls a query is planned to make; nobody is asked.
func (h *house) planned(query string, variables map[string]any) int {
	h.t.Helper()
	ctx := graphql.StartOperationTrace(h.t.Context())
	oc, errs := h.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if errs != nil {
		h.t.Fatal(errs)
	}
	return h.resolver.Calls(oc)
}

// made is how many calls all registers have had, but for Frikort's key, which
// is kept for all.
func (h *house) made() int {
	h.t.Helper()
	n := 0
	for register := range h.servers {
		if register == "issuer" {
			continue
		}
		for operation, calls := range h.calls(register) {
			if operation != "Jwk" {
				n += calls
			}
		}
	}
	return n
}

// Where all is allowed, as many calls are made as were planned, and never more.
func TestCalls(t *testing.T) {
	const everything = `generalPractitioner { since history { totalCount } } contact { email } prescriptions { totalCount } past: prescriptions(view: HISTORY) { totalCount }
	    summaryCareRecord { status criticalInformation { allergies { id } conditions { id } } }
	    hospitalJournal { documents { totalCount } regions { status } accessLog { totalCount } }
	    exemptionCard { status validFrom validUntil paid { amount } remaining { amount } coPayments { totalCount } }`
	for what, c := range map[string]struct {
		query string
		ids   []string
		exact bool
	}{
		"nothing":       {query: `{ __typename }`},
		"open data":     {query: `{ generalPractitioners(municipality: "0301") { totalCount } }`, exact: true},
		"a name":        {query: `{ viewer { person { name { full } } } }`, exact: true},
		"all of one":    {query: `{ viewer { person { ` + everything + ` } } }`, exact: true},
		"all of some":   {query: `query($ids: [ID!]!) { people(ids: $ids) { ` + everything + ` } }`, ids: []string{"line", "berit", "dan", "kari"}},
		"access":        {query: `query($ids: [ID!]!) { people(ids: $ids) { access { open } } }`, ids: []string{"dan", "berit"}, exact: true},
		"those related": {query: `{ viewer { represents { person { name { full } } } } }`, exact: true},
	} {
		h := newHouse(t)
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
		h.ask("line", c.query, variables)
		if made := h.made(); made > planned || c.exact && made != planned {
			t.Errorf("%s: planned %d, made %d", what, planned, made)
		}
	}
}
