package resolvers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/mocks/standin"
)

// articlesBy are the titles of the articles found, in order.
func (h *testEnv) articlesBy(arguments string) (titles string, a response) {
	h.t.Helper()
	a = h.query("", `{ articles(`+arguments+`) { totalCount asOf nodes { title language } } }`, nil)
	var all []string
	for _, one := range a.list("articles", "nodes") {
		all = append(all, one.(map[string]any)["title"].(string))
	}
	return strings.Join(all, ", "), a
}

// Articles are found by code, letter, word and language, and all of these together,
// without a login. What is no code goes nowhere.
func TestArticles(t *testing.T) {
	h := newTestEnv(t)
	for arguments, want := range map[string]string{
		`code: "N89"`:                  "Migraine, Migrene",
		`code: "N89", system: ATC`:     "",
		`code: "T90", search: "kost"`:  "Kosthold ved diabetes",
		`code: "T90", language: "nn"`:  "Diabetes type 2",
		`code: "A10BA02", system: ATC`: "Diabetes type 2",
		`letter: "å"`:                  "Åreknuter",
		`letter: "Æ"`:                  "Ærlige samtaler om hjerneslag",
		`letter: "M", language: "EN"`:  "Migraine",
		`search: "diab"`:               "Diabetes type 2, Diabetes type 2, Kosthold ved diabetes",
		`search: "trukket"`:            "",
		`first: 2`:                     "Allergi, Diabetes type 2",
		`letter: "MI"`:                 "BAD_USER_INPUT",
		`letter: ""`:                   "BAD_USER_INPUT",
		`code: ""`:                     "BAD_USER_INPUT",
		`code: "` + h.world.Persona("line").Number + `"`: "BAD_USER_INPUT",
		`code: "E11' OR 1"`: "BAD_USER_INPUT",
	} {
		got, a := h.articlesBy(arguments)
		if code := a.code("articles"); code != "" {
			got = code
		}
		if got != want {
			t.Errorf("%s: %s", arguments, got)
		}
	}
	// By type once each, and by code in the systems it may be of.
	if calls := h.calls("innhold")["innhold"]; calls != 3+3+3+1 {
		t.Errorf("%d calls", calls)
	}
	for query, want := range map[string]int{`{ articles(code: "E11.9") { totalCount } }`: 1, `{ articles(code: "E11") { totalCount } }`: 3, `{ articles { totalCount } }`: 3} {
		if planned := h.planned(query, nil); planned != want {
			t.Errorf("%s: %d calls", query, planned)
		}
	}
}

// A text is clean HTML, or Markdown, with its source and licence.
func TestArticleTexts(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("", `{ articles(code: "N89", language: "nb") { nodes { id body markdown: body(format: MARKDOWN) kind publishedOn updatedOn source licence url } } }`, nil)
	one, _ := a.list("articles", "nodes")[0].(map[string]any)
	if one["body"] != "<p>Hvile og legemidler.</p>" || one["markdown"] != "Hvile og legemidler." || one["source"] != "Helsedirektoratet" || one["licence"] != "NLOD" || one["updatedOn"] != "2024-12-30" || one["kind"] != "artikkel" {
		t.Errorf("%v", one)
	}
	if id := h.query("line", `{ articles(code: "N89", language: "nb") { nodes { id } } }`, nil).list("articles", "nodes")[0].(map[string]any)["id"]; id != one["id"] {
		t.Error("an id of open data is the same for everybody")
	}
}

// While the source is down its articles stand, for a day.
func TestArticlesOfASourceThatIsDown(t *testing.T) {
	h := newTestEnv(t)
	before, a := h.articlesBy(`letter: "M"`)
	h.fault("innhold", standin.Fault{Operation: "*", Status: http.StatusInternalServerError})
	began := h.world.Now()
	h.setClock(began.Add(5 * time.Hour))
	if during, b := h.articlesBy(`letter: "M"`); during != before || before == "" || fmt.Sprint(a.Data) != fmt.Sprint(b.Data) {
		t.Error(before, during, b.raw)
	}
	h.setClock(began.Add(24 * time.Hour))
	if _, a := h.articlesBy(`letter: "M"`); a.code("articles") != "SOURCE_UNAVAILABLE" || a.at("articles") != nil {
		t.Error(a.raw)
	}
}

// Links take no call, and lead out by https or telephone.
func TestLinks(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("", `{ links { kind title url } }`, nil)
	kinds := map[any]int{}
	for _, one := range a.list("links") {
		link := one.(map[string]any)
		kinds[link["kind"]]++
		if url := link["url"].(string); !strings.HasPrefix(url, "https://") && url != "tel:+4723327000" {
			t.Error(url)
		}
	}
	if len(a.Errors) > 0 || len(kinds) != 6 || h.made() != 0 {
		t.Error(a.raw)
	}
}
