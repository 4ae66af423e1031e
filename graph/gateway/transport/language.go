package transport

import (
	"net/http"

	"golang.org/x/text/language"

	"helsegraf/graph"
)

// longestLanguages bounds what is read of Accept-Language; browsers send some
// forty bytes.
const longestLanguages = 256

// LanguageOf is the first language of Accept-Language that sentences are
// written in, and English when there is none. A Swede or a Dane is not guessed
// to want Norwegian.
func LanguageOf(h http.Header) graph.Language {
	header := h.Get("Accept-Language")
	if len(header) > longestLanguages {
		return graph.English
	}
	tags, weights, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return graph.English
	}
	for i, tag := range tags { // in the order of their weights
		if weights[i] == 0 {
			continue // the client does not want it
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
