package reseptformidler

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// What the HelseID token is asked for, unless configuration says otherwise.
const (
	Audience = "nhn:sfm"
	Scope    = "nhn:sfm/resept-read"
)

const searchPath = "/MedicationStatement/_search"

var opMetadata = sources.Operation{Name: "metadata", Repeatable: true, Accepts: []string{fhir.MediaType}}

// maxPages bounds how long a register may lead us on. Nobody has that many
// prescriptions.
const maxPages = 20

// Client asks Reseptformidleren. It is safe for concurrent use.
type Client struct {
	register *sources.Client
	options  Options
}

// Options are how the register is asked.
type Options struct {
	// SourceSystem is name and version of the calling system, 3–512
	// characters. Default "Helsegraf 1".
	SourceSystem string
	// EventID gives each question an id of its own, at most 128 characters,
	// for tracing it with the register. Default is random.
	EventID func() string
	// PageSize is how many prescriptions a page may have. Default 100, the
	// most the register gives.
	PageSize int
}

// New makes a Client on top of c.
func New(c *sources.Client, o Options) *Client {
	if o.EventID == nil {
		o.EventID = rand.Text
	}
	o.SourceSystem = cmp.Or(o.SourceSystem, "Helsegraf 1")
	o.PageSize = cmp.Or(o.PageSize, 100)
	return &Client{register: c, options: o}
}

// Ping asks what the register can do (FHIR's capabilities), which is about
// nobody: to see that it answers, and answers us.
func (c *Client) Ping(ctx context.Context) error {
	q := sources.Request{Method: http.MethodGet, Path: "/metadata", Header: sources.NHNHeader(c.options.SourceSystem, c.options.EventID())}
	return c.register.Call(ctx, opMetadata, q, sources.Capabilities)
}

// question is what a view means to the register.
type question struct {
	operation string
	statuses  string // of code list 7408
	source    string
	fault     string // the parameter with the error code of the source behind SFM
	locked    string // the parameter that tells of locked prescriptions
}

func questionOf(v View) (question, bool) {
	switch v {
	case Current:
		return question{"MedicationStatement/_search", "E,U", fromReseptformidler, "RFM96Feilkode", "RFHarLaste"}, true
	case History:
		return question{"MedicationStatement/_search history", "R,T,F", fromKjernejournal, "KJFeilkode", "KJHarLaste"}, true
	}
	return question{}, false
}

// Prescriptions are the subject's prescriptions that the holder of the grant
// may see. Nobody having any is no error.
//
// A grant for another service, or for History one that a reservation against
// the summary care record has closed, is Denied without a call.
func (c *Client) Prescriptions(ctx context.Context, g policy.Grant, v View) (List, error) {
	subject, ok := g.Subject(policy.Medication)
	if !ok || (v == History && !g.History()) {
		return List{}, sources.Denied
	}
	q, ok := questionOf(v)
	if !ok {
		return List{}, sources.Invalid
	}
	a := &answer{subject: subject}
	form := c.form(subject, q).Encode()
	page := url.Values(nil)
	for n := 1; ; n++ {
		err := c.register.Call(ctx, operation(q), c.request(page, form), func(r *sources.Response) error {
			link, err := a.read(r, q)
			if err != nil {
				return err
			}
			if link != "" && n == maxPages {
				return sources.Garbled
			}
			page, err = c.next(link, subject)
			return err
		})
		if err != nil {
			return List{}, err
		}
		if page == nil {
			return a.list(g, q), nil
		}
	}
}

func operation(q question) sources.Operation {
	return sources.Operation{Name: q.operation, Repeatable: true, Accepts: []string{fhir.MediaType}}
}

func (c *Client) form(subject fnr.Number, q question) url.Values {
	return url.Values{
		"patient.identifier": {subject.System() + "|" + subject.Digits()},
		"rfstatus":           {q.statuses},
		"_include":           {"MedicationStatement:medication"},
		"_revinclude":        {"MedicationDispense:prescription"},
		"_count":             {strconv.Itoa(c.options.PageSize)},
	}
}

// request is the same question for each page, but for the page's own query.
func (c *Client) request(page url.Values, form string) sources.Request {
	return sources.Request{
		Method:      http.MethodPost,
		Path:        searchPath,
		Query:       page,
		Header:      sources.NHNHeader(c.options.SourceSystem, c.options.EventID()),
		ContentType: "application/x-www-form-urlencoded",
		Body:        []byte(form),
	}
}

// next is the query of the following page, nil when there is none. A register
// that puts the number into its links is not followed: addresses are logged.
func (c *Client) next(link string, subject fnr.Number) (url.Values, error) {
	if link == "" {
		return nil, nil
	}
	page, err := c.register.NextPage(link, searchPath)
	if err != nil {
		return nil, err
	}
	if strings.Contains(page.Encode(), subject.Digits()) {
		return nil, sources.Garbled
	}
	return page, nil
}

// list is what of the answer the holder of the grant may see. When a
// prescription came twice, the strictest holds.
func (a *answer) list(g policy.Grant, q question) List {
	out := List{Prescriptions: []Prescription{}, HasLocked: g.Self() && a.parameter(q.locked).ValueBoolean}
	done := map[string]bool{"": true}
	for _, s := range a.statements {
		if !s.shown(g) {
			done[s.reseptID()] = true
		}
	}
	handedOut := a.handedOut(g)
	for _, s := range a.statements {
		key, status := s.reseptID(), s.Extension.At(extResept, "rfstatus", "status").ValueCodeableConcept.In(systemStatus)
		if done[key] || status == nil || !slices.Contains(strings.Split(q.statuses, ","), status.Code) {
			continue
		}
		done[key] = true
		p := s.prescription(key, status, handedOut[s.ID], q)
		p.Medication = a.medication(s.MedicationReference)
		out.Prescriptions = append(out.Prescriptions, p)
	}
	slices.SortFunc(out.Prescriptions, func(x, y Prescription) int {
		return cmp.Or(cmp.Compare(day(y.IssuedOn), day(x.IssuedOn)), strings.Compare(x.Key, y.Key))
	})
	return out
}

// handedOut is the dispenses that stand, by statement, newest first.
func (a *answer) handedOut(g policy.Grant) map[string][]dispense {
	slices.SortFunc(a.dispenses, func(x, y dispense) int {
		return cmp.Or(strings.Compare(y.WhenHandedOver, x.WhenHandedOver), strings.Compare(x.ID, y.ID))
	})
	out := map[string][]dispense{}
	for _, d := range slices.CompactFunc(a.dispenses, func(x, y dispense) bool { return x.ID == y.ID }) {
		if d.Extension.Marked(extDispense, "cancellation") || !shown(d.Meta, g) {
			continue
		}
		for _, r := range d.AuthorizingPrescription {
			out[r.LogicalID()] = append(out[r.LogicalID()], d)
		}
	}
	return out
}

// shown: locked prescriptions should not come, and are not for anybody here.
func (s statement) shown(g policy.Grant) bool {
	return !s.Extension.Marked(extResept, "lockedresept") &&
		(g.ShowsReservedPrescription() || !s.Extension.Marked(extResept, "guardiantransparencyreservation")) &&
		shown(s.Meta, g)
}

// shown: most records carry no label of list 9603, and none hides none.
func shown(m fhir.Meta, g policy.Grant) bool {
	labels := fhir.AccessLabels(m.Security)
	return len(labels) == 0 || g.Shows(labels...)
}

// day is "" when unknown, which is before all others.
func day(d *fhir.Date) fhir.Date {
	if d == nil {
		return ""
	}
	return *d
}
