package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
)

// The documentation shows each reader only the schema they may see.
func TestDocsAreTheReaders(t *testing.T) {
	documented := func(o *gateway.Options) {
		whole := graph.NewSchema(graph.Config{})
		o.Schema = whole
		o.Narrowed = func(to policy.ByMode) (graphql.ExecutableSchema, error) { return graph.Narrowed(whole, to) }
		o.Clients = []gateway.Client{
			{ID: "portal", Name: "The portal", Introspection: true, Scopes: []string{"helsegraf:read"}},
			{ID: "card", Name: "The card", Introspection: true, Scopes: []string{"helsegraf:exemption_card.read"}},
			{ID: "closed", Scopes: []string{"helsegraf:read"}},
		}
	}
	demo := gatewaytest.Start(t, documented, func(o *gateway.Options) {
		o.Demo = &gateway.Demo{Tokens: http.NotFoundHandler(), Personas: []gateway.Persona{{Key: "line", Name: "Line", About: "adult"}}}
	})
	production := gatewaytest.Start(t, documented, func(o *gateway.Options) { o.Production = true })
	for _, c := range []struct {
		f                   *gatewaytest.Front
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
		r := c.f.Send(t, http.MethodGet, c.path, "", headers...)
		card, prescriptions := strings.Contains(r.Body, `"Person.exemptionCard"`), strings.Contains(r.Body, `"Person.prescriptions"`)
		if r.Status != http.StatusOK || card != c.card || prescriptions != c.prescriptions || !strings.Contains(r.Body, `"Query.generalPractitioners"`) {
			t.Errorf("%s as %q: %d, card %v, prescriptions %v", c.path, c.token, r.Status, card, prescriptions)
		}
	}
	if r := production.Send(t, http.MethodGet, "/docs", "", "Authorization: Bearer expired"); r.Status != http.StatusUnauthorized {
		t.Error(r.Status)
	}
	for path, want := range map[string][]string{
		"/docs/partners": {`id="CONSENT_TOO_LOW"`, `id="RATE_LIMITED"`, "HTTP 429", "<td class=\"number\">65536</td>", "<td class=\"number\">60000</td>", "<td class=\"number\">600</td>", "helsegraf:medication.read", `id="persona-line"`},
		"/docs/analysts": {"generalPractitioners("},
	} {
		coded := gatewaytest.Start(t, documented, func(o *gateway.Options) {
			o.Codes = []graph.ErrorCode{{Code: "CONSENT_TOO_LOW", Says: "Too low.", Do: "Give more."}, {Code: "NOT_FOUND", Says: "Twice.", Do: "Twice."}}
			o.Demo = &gateway.Demo{Tokens: http.NotFoundHandler(), Personas: []gateway.Persona{{Key: "line", Name: "Line", About: "adult"}}}
		})
		r := coded.Send(t, http.MethodGet, path, "")
		for _, w := range want {
			if r.Status != http.StatusOK || !strings.Contains(r.Body, w) {
				t.Errorf("%s: %d, no %s", path, r.Status, w)
			}
		}
		if strings.Count(r.Body, `id="NOT_FOUND"`) > 1 {
			t.Error("a code is listed twice")
		}
		for _, inline := range []string{"<style", " style=", " onclick=", "<script>", "http://"} {
			if strings.Contains(r.Body, inline) {
				t.Errorf("%s has %s", path, inline)
			}
		}
	}
	hidden := gatewaytest.Start(t, func(o *gateway.Options) { o.HideDocs = true })
	if r := hidden.Send(t, http.MethodGet, "/docs", ""); r.Status != http.StatusNotFound {
		t.Error(r.Status)
	}
}
