package transport

import (
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"helsegraf/graph"
)

// longestLanguages bounds how much of Accept-Language is read; browsers send about
// forty bytes.
const longestLanguages = 256

// LanguageOf returns the first supported language of Accept-Language, or English if
// there is none. A Swede or a Dane is not assumed to want Norwegian.
func LanguageOf(h http.Header) graph.Language {
	header := h.Get("Accept-Language")
	if len(header) > longestLanguages {
		return graph.English
	}
	tags, weights, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return graph.English
	}
	for i, tag := range tags { // by weight
		if weights[i] == 0 {
			continue // weight 0: not wanted
		}
		switch base, _ := tag.Base(); base.String() {
		case "nb", "no":
			return graph.Bokmal
		case "nn":
			return graph.Nynorsk
		case "en":
			return graph.English
		}
	}
	return graph.English
}

// HasLanguage reports whether the request states a language.
func HasLanguage(h http.Header) bool {
	wants := strings.TrimSpace(h.Get("Accept-Language"))
	return wants != "" && wants != "*"
}
