package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
)

// The documentation shows each reader the schema that they may see.
func TestDocsAreTheReaders(t *testing.T) {
	documented := func(o *gateway.Options) {
		whole := graph.NewSchema(graph.Config{})
		o.Schema = whole
		o.Narrowed = func(to policy.ServiceSet) (graphql.ExecutableSchema, error) { return graph.Narrowed(whole, to) }
		o.Clients = []gateway.Client{
			{ID: "portal", Name: "The portal", Introspection: true, Scopes: []string{"helsegraf:read"}},
			{ID: "card", Name: "The card", Introspection: true, Scopes: []string{"helsegraf:exemption_card.read"}},
			{ID: "closed", Scopes: []string{"helsegraf:read"}},
		}
	}
	demo := start(t, documented, func(o *gateway.Options) {
		o.Demo = &gateway.Demo{Tokens: http.NotFoundHandler(), Personas: []gateway.Persona{{Key: "line", Name: "Line", About: "adult"}}}
	})
	production := start(t, documented, func(o *gateway.Options) { o.Production = true })
	for _, c := range []struct {
		f                   *front
		path, token         string
		card, prescriptions bool
	}{
		{demo, "/docs", "", true, true},
		{demo, "/docs?client=card", "", true, false},
		{demo, "/docs?client=nobody", "", true, true},
		{demo, "/docs", "card", true, false},
		{production, "/docs", "", false, false},
		{production, "/docs?client=portal", "", false, false},
		{production, "/docs", "portal", true, true},
		{production, "/docs", "card", true, false},
		{production, "/docs", "closed", false, false},
		{production, "/docs", "unknown", false, false},
	} {
		var headers []string
		if c.token != "" {
			headers = []string{"Authorization: Bearer " + c.token}
		}
		r := c.f.send(t, http.MethodGet, c.path, "", headers...)
		card, prescriptions := strings.Contains(r.body, `"Person.exemptionCard"`), strings.Contains(r.body, `"Person.prescriptions"`)
		if r.status != http.StatusOK || card != c.card || prescriptions != c.prescriptions || !strings.Contains(r.body, `"Query.generalPractitioners"`) {
			t.Errorf("%s as %q: %d, card %v, prescriptions %v", c.path, c.token, r.status, card, prescriptions)
		}
	}
	if r := production.send(t, http.MethodGet, "/docs", "", "Authorization: Bearer expired"); r.status != http.StatusUnauthorized {
		t.Error(r.status)
	}
	for path, want := range map[string][]string{
		"/docs/partners": {`id="CONSENT_TOO_LOW"`, `id="RATE_LIMITED"`, "HTTP 429", "<td class=\"number\">65536</td>", "helsegraf:medication.read", `id="persona-line"`},
		"/docs/analysts": {"generalPractitioners("},
	} {
		coded := start(t, documented, func(o *gateway.Options) {
			o.Codes = []graph.ErrorCode{{Code: "CONSENT_TOO_LOW", Says: "Too low.", Do: "Give more."}, {Code: "NOT_FOUND", Says: "Twice.", Do: "Twice."}}
			o.Demo = &gateway.Demo{Tokens: http.NotFoundHandler(), Personas: []gateway.Persona{{Key: "line", Name: "Line", About: "adult"}}}
		})
		r := coded.send(t, http.MethodGet, path, "")
		for _, w := range want {
			if r.status != http.StatusOK || !strings.Contains(r.body, w) {
				t.Errorf("%s: %d, no %s", path, r.status, w)
			}
		}
		if strings.Count(r.body, `id="NOT_FOUND"`) > 1 {
			t.Error("a code is listed twice")
		}
		for _, inline := range []string{"<style", " style=", " onclick=", "<script>", "http://"} {
			if strings.Contains(r.body, inline) {
				t.Errorf("%s has %s", path, inline)
			}
		}
	}
	hidden := start(t, func(o *gateway.Options) { o.HideDocs = true })
	if r := hidden.send(t, http.MethodGet, "/docs", ""); r.status != http.StatusNotFound {
		t.Error(r.status)
	}
}
