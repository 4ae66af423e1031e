package innhold

import (
	"cmp"
	"net/url"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

type itemWire struct {
	ID          string `json:"id"`
	Title       string `json:"tittel"`
	Intro       string `json:"intro"`
	Text        string `json:"tekst"`
	Published   string `json:"forstPublisert"`
	Updated     string `json:"sistFagligOppdatert"`
	Status      string `json:"status"`
	Type        string `json:"type"`
	Language    string `json:"sprak"`
	Contributor string `json:"bidragsyter"`
	URL         string `json:"url"`
	Technical   struct {
		Type string `json:"infoType"`
	} `json:"tekniskeData"`
}

// alphabet is the language whose order is used: bokmål has the same, but the library's
// table for it lacks Æ, Ø and Å.
var alphabet = language.MustParse("nn")

// inForce is the status of content that may be shown.
const inForce = "Gjeldende"

// decode reads content that is in force. An item without an id or a title is dropped,
// and counted.
func decode(r *sources.Response) ([]Article, error) {
	var w []itemWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil || w == nil {
		return nil, sources.Garbled
	}
	all, faulty, order := []Article{}, 0, collate.New(alphabet, collate.IgnoreCase)
	var buffer collate.Buffer
	for _, one := range w {
		title := fhir.String(strings.TrimSpace(one.Title))
		switch {
		case one.Status != "" && !strings.EqualFold(one.Status, inForce):
			continue
		case one.ID == "" || title == nil:
			faulty++
			continue
		}
		a := Article{
			ID: fhir.RecordID{Key: one.ID}, Title: title, Intro: nhn.PlainText(one.Intro), Kind: fhir.String(cmp.Or(one.Technical.Type, one.Type)),
			PublishedOn: fhir.ParseDate(one.Published), UpdatedOn: fhir.ParseDate(one.Updated), Contributor: fhir.String(strings.TrimSpace(one.Contributor)),
			Language: tag(one.Language), URL: address(one.URL), Order: string(order.KeyFromString(&buffer, *title)),
		}
		buffer.Reset()
		a.HTML, a.Markdown = texts(one.Text)
		all = append(all, a)
	}
	r.Faulty(faulty)
	if len(all) == 0 && faulty > 0 {
		return nil, sources.Garbled
	}
	return all, nil
}

// tag is a language's tag in its shortest form; nil for what is no language.
func tag(s string) *string {
	t, err := language.Parse(s)
	if err != nil || t == language.Und {
		return nil
	}
	base, _ := t.Base()
	return fhir.String(base.String())
}

// address is an address of https; nil for any other.
func address(s string) *string {
	if u, err := url.Parse(s); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil
	}
	return &s
}
