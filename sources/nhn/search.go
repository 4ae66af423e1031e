package nhn

import (
	"cmp"
	"context"
	"maps"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Search is a search about one person.
type Search struct {
	Operation string // the operation's name, in statistics and logs
	Path      string
	Type      string // of the resources that are searched for; see [List]
	By        Carrier
	Form      url.Values // parameters other than the person and the page
	Count     int        // records per page; default is the service's own
	Pages     int        // pages to read; default 1
	// Cut ignores further pages and marks the result incomplete; without it a
	// response that has more pages is refused.
	Cut     bool
	Accept  string // default [fhir.MediaType]
	Missing Missing
	// Withheld is the header with the number of records the service
	// deliberately left out.
	Withheld string
	// None is the OperationOutcome code by which a 404, or a response without
	// records, says that there is nothing about the person. Any other 404 is a
	// wrong address.
	None string
	// Extract reads under a Grant for the plain extract too, see [List].
	Extract bool
	// Refusals are the code systems in which the service says that the person's
	// own settings close the response, which must not look like an empty one.
	Refusals []string
	// enough decides after each page whether to read on; nil reads to the end.
	enough func() (bool, error)
}

// Carrier is where the person's number is sent: never in the URL, since URLs
// are logged on the way.
type Carrier uint8

// The carriers in use: all but the last use POST.
const (
	Identifier  Carrier = iota // patient.identifier=system|number, in the form
	PlainNumber                // patient.identifier=number, in the form
	PersonID                   // the header person-id
	PatientNIN                 // the header nhn-patient-nin, by GET
)

// Missing is how an incomplete response is treated.
type Missing uint8

// It is refused; or returned and marked incomplete; or that also when the
// service says that a part of it failed.
const (
	Refused Missing = iota
	Told
	PartsTold
)

// pagedSearch is a search in progress.
type pagedSearch struct {
	Search
	client   *Client
	subject  fnr.Number
	set      *fhir.Searchset
	next     url.Values
	asked    map[string]bool
	withheld int
	cut      bool // there are unread pages, which are missing
	stopped  bool // there are unread pages, which nobody wants
}

// Ask searches page by page, until set has all pages about the subject. done is
// called within the last call, to decide its outcome; whole reports that
// nothing is known to be missing.
func (c *Client) Ask(ctx context.Context, subject fnr.Number, s Search, set *fhir.Searchset, done func(r *sources.Response, whole bool) error) error {
	q := &pagedSearch{Search: s, client: c, subject: subject, set: set}
	op := sources.Operation{Name: s.Operation, Repeatable: true, Accepts: media()}
	if s.None != "" {
		op.Statuses = []int{http.StatusNotFound}
	}
	for page := 1; ; page++ {
		last := page >= s.Pages
		err := c.Call(ctx, op, q.request(), func(r *sources.Response) error {
			more, err := q.read(r, last)
			if err != nil || more {
				return err
			}
			return q.settle(r, done)
		})
		if err != nil || q.next == nil {
			return err
		}
	}
}

// request is the request for the next page; only the page differs.
func (q *pagedSearch) request() sources.Request {
	h := q.client.Header()
	h.Set("Accept", cmp.Or(q.Accept, fhir.MediaType))
	form := maps.Clone(q.Form)
	if form == nil {
		form = url.Values{}
	}
	if q.Count > 0 {
		form.Set("_count", strconv.Itoa(q.Count))
	}
	maps.Copy(form, q.next)
	switch q.By {
	case Identifier:
		form.Set("patient.identifier", q.subject.System()+"|"+q.subject.Digits())
	case PlainNumber:
		form.Set("patient.identifier", q.subject.Digits())
	case PersonID:
		h.Set("Person-Id", q.subject.Digits())
	case PatientNIN:
		h.Set("Nhn-Patient-Nin", q.subject.Digits())
		return sources.Request{Method: http.MethodGet, Path: q.Path, Query: form, Header: h}
	}
	return sources.Request{Method: http.MethodPost, Path: q.Path, Header: h, ContentType: "application/x-www-form-urlencoded", Body: []byte(form.Encode())}
}

// read adds a page, and reports whether there are more.
func (q *pagedSearch) read(r *sources.Response, last bool) (more bool, err error) {
	q.next = nil
	if r.Status == http.StatusNotFound {
		return false, q.nothing(r.Body)
	}
	page, err := q.set.Add(r.Body)
	if err != nil {
		return false, sources.Garbled
	}
	r.Foreign(page.Foreign)
	if page.Foreign > 0 && page.Own == 0 {
		return false, sources.Mismatch
	}
	if n, err := strconv.Atoi(r.Header.Get(q.Withheld)); err == nil {
		q.withheld = max(q.withheld, n)
	}
	if page.Next != "" && q.enough != nil {
		q.set.Settle()
		if q.stopped, err = q.enough(); err != nil {
			return false, err
		}
	}
	switch {
	case page.Next == "", q.stopped:
		return false, nil
	case last && q.Cut:
		q.cut = true
		return false, nil
	case last:
		return false, sources.OverBudget
	}
	q.next, err = q.following(page.Next)
	return true, err
}

// nothing is nil when the service itself says that it has nothing about the
// person.
func (q *pagedSearch) nothing(body []byte) error {
	var o fhir.OperationOutcome
	if err := sources.DecodeJSON(body, &o); err != nil {
		return err
	}
	if !o.Has(q.None) {
		return sources.Garbled
	}
	return nil
}

// following is the page parameters of a link, whatever the service calls them.
// The rest of the request is ours: a link can lead to no other place or person,
// and must lead onward.
func (q *pagedSearch) following(link string) (url.Values, error) {
	query, err := q.client.NextPage(link, q.Path)
	if plain, ok := strings.CutSuffix(q.Path, "/_search"); ok && err != nil {
		query, err = q.client.NextPage(link, plain) // the same search, by GET
	}
	if err != nil {
		return nil, err
	}
	for name := range query {
		asked, _, _ := strings.Cut(name, ":")
		if _, ours := q.Form[asked]; ours || asked == "_count" || asked == "patient" || asked == "subject" || strings.HasPrefix(asked, "patient.") || strings.HasPrefix(asked, "subject.") {
			delete(query, name)
		}
	}
	page := query.Encode()
	if page == "" || q.asked[page] || strings.Contains(page, q.subject.Digits()) {
		return nil, sources.Garbled
	}
	if q.asked == nil {
		q.asked = map[string]bool{}
	}
	q.asked[page] = true
	return query, nil
}

// settle decides the outcome of the pages together.
func (q *pagedSearch) settle(r *sources.Response, done func(*sources.Response, bool) error) error {
	foreign, faults := q.set.Settle()
	r.Foreign(foreign)
	r.Faulty(faults)
	nothing := q.set.Standing() == 0
	if foreign > 0 && q.set.Own() == 0 {
		return sources.Mismatch
	}
	if len(q.Refusals) > 0 && q.set.SaysIn(q.Refusals...) {
		return sources.Denied
	}
	if nothing && q.None != "" {
		q.set.Dismiss(q.None)
	}
	if issue, failed := q.set.Failure(); failed && (nothing || q.Missing != PartsTold) {
		return kindOf(issue)
	}
	if q.cut || q.stopped {
		q.withheld = math.MaxInt32 // the number on the other pages is unknown
	}
	whole := q.set.Whole(q.withheld)
	if !whole {
		// An empty result is invalid when something is missing.
		switch {
		case !nothing && q.Missing != Refused:
			r.Short()
		case foreign+faults > 0:
			return sources.Garbled
		default:
			return sources.Incomplete{}
		}
	}
	return done(r, whole && !q.cut)
}

// kindOf is the Kind of a failed search.
func kindOf(i fhir.Issue) sources.Kind {
	switch i.Code {
	case "login", "unknown", "expired", "forbidden", "suppressed", "security":
		return sources.Denied
	case "transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled", "processing":
		return sources.Unavailable
	}
	return sources.Garbled
}
