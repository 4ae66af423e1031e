package innhold_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/innhold"
	"helsegraf/sources/sourcetest"
)

// read is what a client makes of a response.
func read(t *testing.T, body string) ([]innhold.Article, error) {
	t.Helper()
	c := innhold.New(sourcetest.Replies(func(*http.Request) (int, string, string) { return 200, "application/json", body }).Client(t, register), sources.OpenSettings{})
	all, err := c.OfCode(t.Context(), "E11.9", []innhold.ArticleCodeSystem{innhold.ICD10})
	return all.Value, err
}

// Texts by people elsewhere are cleaned of all that runs, loads, styles or submits.
func TestTexts(t *testing.T) {
	for text, want := range map[string][2]string{
		`<p>a &lt;b&gt; <em>c</em></p>`:                                                                 {`<p>a &lt;b&gt; <em>c</em></p>`, `a &lt;b&gt; *c*`},
		`<script>alert(1)</script><style>p{}</style><p onclick=x style=y id=z>a`:                        {`<p>a`, `a`},
		`<a href="https://a.no/x" target=_blank onclick=x>a</a>`:                                        {`<a href="https://a.no/x" rel="noreferrer">a</a>`, `[a](https://a.no/x)`},
		`<a href="javascript:alert(1)">a</a><a href="JaVa&#x09;script:x">b</a>`:                         {`ab`, `ab`},
		`<a href="http://a.no">a</a><a href="/b">b</a><a href="data:text/html,x">c</a>`:                 {`abc`, `abc`},
		`<a href="tel:113">113</a>`:                                                                     {`<a href="tel:113" rel="noreferrer">113</a>`, `[113](tel:113)`},
		`a<img src=x onerror=alert(1)><svg onload=x><iframe src=x></iframe><object data=x></object>`:    {`a`, `a`},
		`<form action=x><input name=a><button>b</button></form>`:                                        {`b`, `b`},
		`<!--[if IE]><p>x</p><![endif]-->a`:                                                             {`a`, `a`},
		`<ul><li>a</li><li>b</li></ul>`:                                                                 {`<ul><li>a</li><li>b</li></ul>`, "- a\n- b"},
		`<table><thead><tr><th>a</th></tr></thead><tbody><tr><td onclick=x>b</td></tr></tbody></table>`: {`<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>`, "| a |\n|---|\n| b |"},
		` <p></p> `: {`<p></p>`, ``},
		`<script>`:  {``, ``},
	} {
		body := `[{"id":"1","tittel":"T","tekst":` + quoted(text) + `}]`
		all, err := read(t, body)
		if err != nil || len(all) != 1 {
			t.Fatal(err)
		}
		if got := [2]string{fhir.Known(all[0].HTML), fhir.Known(all[0].Markdown)}; got != want {
			t.Errorf("%s:\n%q\n%q", text, got, want)
		}
	}
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func TestItems(t *testing.T) {
	all, err := read(t, `[{"id":"2","tittel":" Å ","intro":"<p>a<br>b</p>","forstPublisert":"2020-01-15T00:00:00","sistFagligOppdatert":"2024-12-30T00:00","status":"gjeldende","tekniskeData":{"infoType":"rad"},
		"sprak":"nb-NO","bidragsyter":"Noen","url":"https://a.no"},{"id":"1","tittel":"A","sprak":"?","url":"javascript:x"},{"id":"1","tittel":"A"},
		{"id":"3","tittel":"Utgått","status":"Utgått"},{"id":"","tittel":"x"},{"id":"4","tittel":" "}]`)
	if err != nil || titles(all) != "A, Å" {
		t.Fatal(titles(all), err)
	}
	a, b := all[0], all[1]
	if a.Language != nil || a.URL != nil || a.HTML != nil || a.UpdatedOn != nil || a.Kind != nil || a.Contributor != nil {
		t.Errorf("%+v", a)
	}
	if *b.Intro != "a b" || *b.PublishedOn != "2020-01-15" || *b.UpdatedOn != "2024-12-30" || *b.Kind != "rad" || *b.Language != "nb" || *b.Contributor != "Noen" || *b.URL != "https://a.no" {
		t.Errorf("%+v", b)
	}
	for _, body := range []string{`{}`, `null`, `x`, `[{"id":1}]`, `[{"id":"1"}]`, `[{"tittel":"x"}]`} {
		if _, err := read(t, body); sources.KindOf(err) != sources.Garbled {
			t.Errorf("%s: %v", body, err)
		}
	}
	if all, err := read(t, `[]`); err != nil || all == nil && len(all) != 0 {
		t.Error(all, err)
	}
}
