package provesvar

import (
	"context"
	"net/url"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:pps"
	Scope    = "nhn:pps/provesvar-read"
)

// Client calls Pasientens prøvesvar. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Reports are the subject's reports that the holder of g may see.
func (c *Client) Reports(ctx context.Context, g policy.Grant) (out Reports, err error) {
	subject, ok := g.Subject(policy.TestResult)
	if !ok {
		return out, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	a := reports{
		all:       fhir.Collect[report](set, "DiagnosticReport", true, fhir.Patient[*report]),
		specimens: fhir.Collect[beside](set, "Specimen", false, fhir.Patient[*beside]),
		orders:    fhir.Collect[beside](set, "ServiceRequest", false, fhir.Patient[*beside]),
	}
	s := search("DiagnosticReport", url.Values{"_include": {"DiagnosticReport:specimen"}})
	s.Missing = nhn.Told
	err = c.Ask(ctx, subject, s, set, func(_ *sources.Response, whole bool) (err error) {
		out.Complete = whole
		out.Results, err = a.results(g)
		return err
	})
	return out, err
}

// Findings are the subject's findings that the holder of g may see. An
// incomplete response is refused: part of a tree may be misleading.
func (c *Client) Findings(ctx context.Context, g policy.Grant) (out Findings, err error) {
	subject, ok := g.Subject(policy.TestResult)
	if !ok {
		return out, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[observation](set, "Observation", true, fhir.Patient[*observation])
	err = c.Ask(ctx, subject, search("Observation", nil), set, func(*sources.Response, bool) error {
		out = findings(all, g)
		return nil
	})
	return out, err
}

// search finds all resources of a type; Pages bounds how many pages the register
// can make us read.
func search(kind string, form url.Values) nhn.Search {
	return nhn.Search{
		Operation: kind + "/_search", Path: "/" + kind + "/_search", By: nhn.PersonID, Form: form, Count: 200, Pages: 40,
		None: "not-found", Refusals: []string{"http://nhn.no/fhir/nilar/CodeSystem/pvk-outcome-cs", "NilarPvkOutcome"},
	}
}
