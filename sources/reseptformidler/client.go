package reseptformidler

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:sfm"
	Scope    = "nhn:sfm/resept-read"
)

const searchPath = "/MedicationStatement/_search"

// maxPages bounds how many pages a register can make us read. Nobody has that
// many prescriptions.
const maxPages = 20

// Client calls Reseptformidleren. It is safe for concurrent use.
type Client struct {
	register *nhn.Client
	pageSize int
}

// Options configure the requests.
type Options struct {
	SourceSystem string        // as in [nhn.Options]
	EventID      func() string // likewise
	// PageSize is the number of prescriptions per page. Default 100, the
	// register's maximum.
	PageSize int
}

// New makes a Client on top of c.
func New(c *sources.Client, o Options) *Client {
	return &Client{nhn.New(c, nhn.Options{SourceSystem: o.SourceSystem, EventID: o.EventID}), cmp.Or(o.PageSize, 100)}
}

// Ping reads the register's capabilities, without naming a person.
func (c *Client) Ping(ctx context.Context) error { return c.register.Ping(ctx) }

// viewParams are the search parameters of a view.
type viewParams struct {
	operation string
	statuses  string // of code list 7408
	source    string
	fault     string // parameter with the error code of the source behind SFM
	locked    string // parameter that reports locked prescriptions
}

func paramsOf(v View) (viewParams, bool) {
	switch v {
	case Current:
		return viewParams{"MedicationStatement/_search", "E,U", fromReseptformidler, "RFM96Feilkode", "RFHarLaste"}, true
	case History:
		return viewParams{"MedicationStatement/_search history", "R,T,F", fromKjernejournal, "KJFeilkode", "KJHarLaste"}, true
	}
	return viewParams{}, false
}

// Prescriptions are the subject's prescriptions that the holder of the grant may
// see. Having none is not an error. A grant for another service, or for History
// one closed by a reservation against the summary care record, is Denied without
// a call. The plain extract is the prescriptions of Current.
func (c *Client) Prescriptions(ctx context.Context, g policy.Grant, v View) (List, error) {
	subject, ok := g.Subject(policy.Medication)
	if v == Current {
		subject, ok = g.Plain(policy.Medication)
	}
	if !ok || (v == History && !g.History()) {
		return List{}, sources.Denied
	}
	q, ok := paramsOf(v)
	if !ok {
		return List{}, sources.Invalid
	}
	a := newSearchResult(subject)
	var list List
	err := c.register.Ask(ctx, subject, nhn.Search{
		Operation: q.operation,
		Path:      searchPath,
		Form: url.Values{
			"rfstatus":    {q.statuses},
			"_include":    {"MedicationStatement:medication"},
			"_revinclude": {"MedicationDispense:prescription"},
			"_count":      {strconv.Itoa(c.pageSize)},
		},
		Pages:   maxPages,
		Missing: nhn.Told,
	}, a.set, func(_ *sources.Response, whole bool) error {
		if a.parameter(q.fault).failed() {
			return sources.Unavailable
		}
		list = a.list(g, subject, q)
		list.Complete = whole
		return nil
	})
	if err != nil {
		return List{}, err
	}
	return list, nil
}

// list is the part of the response that the holder of the grant may see. If a
// prescription occurs twice, the stricter copy applies.
func (a *searchResult) list(g policy.Grant, subject fnr.Number, q viewParams) List {
	out := List{Prescriptions: []Prescription{}, HasLocked: g.Self() && a.parameter(q.locked).ValueBoolean}
	handedOut := a.handedOut(g)
	for _, s := range fhir.Once(a.statements.Standing, (*statement).reseptID, func(s *statement) bool { return s.shown(g) }) {
		key, status := s.reseptID(), s.status()
		if key == "" || status == nil || !slices.ContainsFunc(strings.Split(q.statuses, ","), status.Is) {
			continue
		}
		p := s.prescription(q, status, handedOut(key))
		p.ID, p.Medication = fhir.RecordID{Subject: subject, Key: key}, a.medication(s)
		out.Prescriptions = append(out.Prescriptions, p)
	}
	slices.SortFunc(out.Prescriptions, func(x, y Prescription) int {
		return cmp.Or(cmp.Compare(day(y.IssuedOn), day(x.IssuedOn)), strings.Compare(x.ID.Key, y.ID.Key))
	})
	return out
}

// collected is what is known to have been collected on a prescription.
type collected struct {
	dispenses []*dispense // newest first
	unclear   bool        // there are others that may or may not have been collected
	unknown   bool        // some could not be read, or matched to a prescription
}

// handedOut returns a lookup of what was collected, by prescription.
func (a *searchResult) handedOut(g policy.Grant) func(reseptID string) collected {
	all := fhir.Once(a.dispenses.Standing, func(d *dispense) string { return d.ID }, func(d *dispense) bool { return nhn.Shown(&d.Resource, g) })
	slices.SortFunc(all, func(x, y *dispense) int {
		return cmp.Or(began(y).Compare(began(x)), strings.Compare(x.ID, y.ID))
	})
	unknown := a.dispenses.Faults > 0
	of := map[string]collected{}
	for _, d := range all {
		was, sure := d.collected()
		if sure && !was {
			continue
		}
		keys, lost := a.prescriptionsOf(d)
		unknown = unknown || lost
		for _, key := range keys {
			c := of[key]
			c.dispenses, c.unclear = append(c.dispenses, d), c.unclear || !sure
			of[key] = c
		}
	}
	return func(reseptID string) collected {
		c := of[reseptID]
		c.unknown = unknown
		return c
	}
}

func began(d *dispense) time.Time { return fhir.Began(d.WhenHandedOver) }

// collected reports whether something was collected, and whether that is
// certain.
func (d *dispense) collected() (was, sure bool) {
	switch d.Status {
	case "completed", "":
		return !d.Extension.Marked(extDispense, "cancellation"), true
	case "preparation", "in-progress", "on-hold", "stopped":
		return false, true
	}
	return true, false
}

// prescriptionsOf are the ReseptIds a dispense belongs to. lost reports that it
// has no reference, or one into this response that leads nowhere.
func (a *searchResult) prescriptionsOf(d *dispense) (keys []string, lost bool) {
	lost = len(d.AuthorizingPrescription) == 0
	for _, r := range d.AuthorizingPrescription {
		if s, ok := a.statements.Find(&d.Resource, r); ok {
			keys = append(keys, s.reseptID())
			continue
		}
		lost = lost || d.Dangling(r, "MedicationStatement")
	}
	if id := d.Extension.At(extDispense, "prescriptionid").ValueString; len(keys) == 0 && id != "" {
		return []string{id}, false
	}
	return keys, lost
}

// shown reports whether the holder may see the prescription. Locked ones should
// not be returned, and are never shown.
func (s *statement) shown(g policy.Grant) bool {
	return !s.Extension.Marked(extResept, "lockedresept") &&
		(g.ShowsReservedPrescription() || !s.Extension.Marked(extResept, "guardiantransparencyreservation")) &&
		nhn.Shown(&s.Resource, g)
}

// day is "" when unknown, which sorts first.
func day(d *fhir.Date) fhir.Date {
	if d == nil {
		return ""
	}
	return *d
}
