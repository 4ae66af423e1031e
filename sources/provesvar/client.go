package provesvar

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

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

// Filter limits which reports are read. The zero Filter is all of them.
type Filter struct {
	Category TestResultCategory // "" is every kind
	// Since is the first day a sample may be taken; "" is no limit. A report
	// whose day is not known is left out by the register.
	Since fhir.Date
}

// Reports are all the subject's reports that the holder of g may see.
func (c *Client) Reports(ctx context.Context, g policy.Grant) (Reports, error) {
	all, err := c.Page(ctx, g, Filter{}, nhn.Window{})
	if err != nil {
		return Reports{}, err
	}
	return Reports{Results: all.Values(), Complete: all.Complete}, nil
}

// Page is the part of those reports that a window shows.
func (c *Client) Page(ctx context.Context, g policy.Grant, f Filter, w nhn.Window) (nhn.Rows[TestResult], error) {
	subject, ok := g.Subject(policy.TestResult)
	if !ok {
		return nhn.Rows[TestResult]{}, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	a := reports{
		all:       fhir.Collect[report](set, "DiagnosticReport", true, fhir.Patient[*report]),
		specimens: fhir.Collect[beside](set, "Specimen", false, fhir.Patient[*beside]),
		orders:    fhir.Collect[beside](set, "ServiceRequest", false, fhir.Patient[*beside]),
	}
	form := url.Values{"_include": {"DiagnosticReport:specimen"}}
	if f.Since != "" {
		form.Set("date", "gt"+f.Since.In(fhir.Norway()).Add(-time.Second).UTC().Format(time.RFC3339))
	}
	s := search("DiagnosticReport", form)
	s.Missing = nhn.Told
	list := nhn.Paged[TestResult, *report]{
		Search: s, Sort: "date", Most: pageSize, Records: a.all, Date: func(r *report) string { return r.EffectiveDateTime },
		Read: func() (found nhn.Found[TestResult], err error) {
			found.Rows, err = a.results(g)
			found.Rows = slices.DeleteFunc(found.Rows, func(r nhn.Row[TestResult]) bool { return !f.includes(&r.Value) })
			return found, err
		},
	}
	return nhn.Page(ctx, c.Client, subject, set, list, w)
}

// includes applies the filter. The register's own parameter for categories is not
// used: it reads one code system, and laboratories use several.
func (f Filter) includes(t *TestResult) bool {
	return (f.Category == "" || t.Category == f.Category) && (f.Since == "" || t.TakenOn == nil || *t.TakenOn >= f.Since)
}

// Findings are the subject's findings that the holder of g may see. An
// incomplete response is refused: part of a tree may be misleading.
func (c *Client) Findings(ctx context.Context, g policy.Grant) (Findings, error) {
	return c.findings(ctx, g, nil)
}

// FindingsOf are those of some reports, a hundred to a call.
func (c *Client) FindingsOf(ctx context.Context, g policy.Grant, results []TestResult) (Findings, error) {
	out := Findings{parts: map[string]Findings{}}
	for some := range slices.Chunk(results, 100) {
		ids := make([]string, len(some))
		for i := range some {
			ids[i] = some[i].resource
		}
		found, err := c.findings(ctx, g, url.Values{"report": {strings.Join(ids, ",")}})
		if err != nil {
			return Findings{}, err
		}
		for i := range some {
			out.parts[some[i].resource] = found
		}
	}
	return out, nil
}

func (c *Client) findings(ctx context.Context, g policy.Grant, form url.Values) (out Findings, err error) {
	subject, ok := g.Subject(policy.TestResult)
	if !ok {
		return out, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[observation](set, "Observation", true, fhir.Patient[*observation])
	err = c.Ask(ctx, subject, search("Observation", form), set, func(*sources.Response, bool) error {
		out = findings(all, g)
		return nil
	})
	return out, err
}

// pageSize is the largest page the register gives.
const pageSize = 200

// search finds all resources of a type; Pages bounds how many pages the register
// can make us read.
func search(kind string, form url.Values) nhn.Search {
	return nhn.Search{
		Operation: kind + "/_search", Path: "/" + kind + "/_search", By: nhn.PersonID, Form: form, Count: pageSize, Pages: 40,
		None: "not-found", Refusals: []string{"http://nhn.no/fhir/nilar/CodeSystem/pvk-outcome-cs", "NilarPvkOutcome"},
	}
}
