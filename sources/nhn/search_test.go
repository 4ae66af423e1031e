package nhn_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

type thing struct{ fhir.Resource }

// The number is sent where the service expects it, and never in a URL.
func TestCarriers(t *testing.T) {
	n := sourcetest.Number(t, sourcetest.Subject)
	for by, want := range map[nhn.Carrier]struct{ method, form, header string }{
		nhn.Identifier:  {http.MethodPost, "_count=7&patient.identifier=" + url.QueryEscape(n.System()+"|"+n.Digits()), ""},
		nhn.PlainNumber: {http.MethodPost, "_count=7&patient.identifier=" + n.Digits(), ""},
		nhn.PersonID:    {http.MethodPost, "_count=7", "Person-Id"},
		nhn.PatientNIN:  {http.MethodGet, "", "Nhn-Patient-Nin"},
	} {
		set := fhir.NewSearchset(n)
		things := fhir.Collect[thing](set, "Thing", true, fhir.Patient[*thing])
		c := nhn.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
			body, err := io.ReadAll(r.Body)
			if err != nil || r.Method != want.method || string(body) != want.form || want.header != "" && r.Header.Get(want.header) != n.Digits() || strings.Contains(r.URL.String(), n.Digits()) {
				t.Errorf("%d: %s %s %s", by, r.Method, r.URL, body)
			}
			if r.Header.Get("Accept") != fhir.MediaType || r.Header.Get("Nhn-Source-System") == "" || r.Header.Get("Nhn-Event-Id") == "" {
				t.Errorf("%d: headers %v", by, r.Header)
			}
			return http.StatusOK, "application/json", `{"resourceType":"Bundle","type":"searchset","total":1,"entry":[{"resource":{"resourceType":"Thing","id":"a","patient":{"identifier":{"value":"` + n.Digits() + `"}}}}]}`
		}).Client(t, "r"), nhn.Options{})
		err := c.Ask(t.Context(), n, nhn.Search{Operation: "Thing", Path: "/Thing/_search", By: by, Form: url.Values{"_count": {"7"}}}, set, func(_ *sources.Response, whole bool) error {
			if !whole {
				t.Error("it is whole")
			}
			return nil
		})
		if err != nil || len(things.Standing) != 1 {
			t.Errorf("%d: %d, %v", by, len(things.Standing), err)
		}
	}
}

// Reading ends with an error when there are too many pages, or a page links
// back.
func TestPagesEnd(t *testing.T) {
	for name, row := range map[string]struct {
		link func(n int) string
		want sources.Kind
	}{
		"no end":       {func(n int) string { return "?_page=" + strings.Repeat("1", n) }, sources.OverBudget},
		"back":         {func(int) string { return "?_page=2" }, sources.Garbled},
		"to a person":  {func(int) string { return "?q=" + sourcetest.Subject }, sources.Garbled},
		"ours alone":   {func(int) string { return "?patient=1&subject:identifier=2" }, sources.Garbled},
		"another host": {func(int) string { return "https://elsewhere.example/Thing/_search?_page=2" }, sources.Garbled},
	} {
		asked := 0
		c := nhn.New(sourcetest.Replies(func(*http.Request) (int, string, string) {
			asked++
			return http.StatusOK, fhir.MediaType, `{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"` + row.link(asked) + `"}]}`
		}).Client(t, "r"), nhn.Options{})
		n := sourcetest.Number(t, sourcetest.Subject)
		err := c.Ask(t.Context(), n, nhn.Search{Operation: "Thing", Path: "/Thing/_search", Pages: 5}, fhir.NewSearchset(n), func(*sources.Response, bool) error { return nil })
		if sources.KindOf(err) != row.want || asked > 5 {
			t.Errorf("%s: %v after %d", name, err, asked)
		}
	}
}
