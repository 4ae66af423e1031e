package verktoy

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

type toolsWire struct {
	nhn.Person
	Tools []toolWire `json:"verktoy"`
}

type toolWire struct {
	ID          string `json:"id"`
	Title       string `json:"tittel"`
	Description string `json:"beskrivelse"`
	Provider    string `json:"tilbyder"`
	Kind        string `json:"type"`
	Terms       struct {
		Text     string `json:"tekst"`
		At       string `json:"adresse"`
		Needed   *bool  `json:"maaGodtas"`
		Accepted *bool  `json:"godtatt"`
	} `json:"vilkaar"`
	At     string   `json:"adresse"`
	Labels []string `json:"skjerming"`
}

// model is Garbled without a list, which is unknown and not empty.
func (w toolsWire) model(g policy.Grant, subject fnr.Number) ([]Tool, error) {
	shown, err := nhn.Records(w.Tools, g, func(t toolWire) (string, []string) { return t.ID, t.Labels })
	if err != nil {
		return nil, err
	}
	out := make([]Tool, 0, len(shown))
	for _, t := range shown {
		one := Tool{
			ID: fhir.RecordID{Subject: subject, Key: t.ID}, Title: fhir.String(t.Title), Description: fhir.String(t.Description), Provider: fhir.String(t.Provider),
			Course: course(t.Kind), Terms: fhir.String(t.Terms.Text), TermsURL: address(t.Terms.At), TermsAccepted: t.accepted(),
		}
		if fhir.Known(one.TermsAccepted) {
			one.URL = address(t.At)
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Tool) int {
		return cmp.Or(strings.Compare(fhir.Known(a.Title), fhir.Known(b.Title)), strings.Compare(a.ID.Key, b.ID.Key))
	})
	return out, nil
}

// accepted is nil when the register does not say whether terms are to be accepted.
func (t toolWire) accepted() *bool {
	if t.Terms.Needed != nil && !*t.Terms.Needed {
		yes := true
		return &yes
	}
	if t.Terms.Needed == nil && !fhir.Known(t.Terms.Accepted) {
		return nil
	}
	accepted := fhir.Known(t.Terms.Accepted)
	return &accepted
}

func course(kind string) *bool {
	is := kind == "KURS"
	if !is && kind != "VERKTOY" {
		return nil
	}
	return &is
}

// address is nil for what is not an address by https.
func address(s string) *string {
	if u, err := url.Parse(s); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil
	}
	return &s
}
