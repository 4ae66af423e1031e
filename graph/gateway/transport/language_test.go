package transport

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph"
)

func TestLanguageOf(t *testing.T) {
	for header, want := range map[string]graph.Language{
		"":                                       graph.English,
		"nb":                                     graph.Bokmal,
		"nb-NO":                                  graph.Bokmal,
		"no":                                     graph.Bokmal,
		"no-NO,no;q=0.9,en;q=0.8":                graph.Bokmal,
		"nn":                                     graph.Nynorsk,
		"nn-NO, nb;q=0.9, no;q=0.8, en;q=0.7":    graph.Nynorsk,
		"en-GB,en;q=0.9,nb;q=0.8":                graph.English,
		"en;q=0.5, nn;q=0.9":                     graph.Nynorsk,
		"nb;q=0, en":                             graph.English,
		"nb;q=0":                                 graph.English,
		"se, nn;q=0.5":                           graph.Nynorsk,
		"da, sv;q=0.5":                           graph.English,
		"*":                                      graph.English,
		"NN-no":                                  graph.Nynorsk,
		"not a language; at all":                 graph.English,
		"nb" + strings.Repeat(",se;q=0.1", 1000): graph.English,
	} {
		if got := LanguageOf(http.Header{"Accept-Language": {header}}); got != want {
			t.Errorf("%.40q: %v, want %v", header, got, want)
		}
	}
}
