package nhn

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Search declares a search of a service, by POST with the person in the form: its
// path, its parameters, and what it finds.
type Search struct {
	// Path is its path, such as /Immunization/_search.
	Path string
	// Operation is its name in the record of calls; "" derives it, as
	// Immunization/_search, from the path. A named query (_query) stands for _search.
	Operation string
	// Takes are its parameters besides patient.identifier, _count and the paging
	// parameter, with the check of their values.
	Takes map[string]func(value string) bool
	// Person is the header that holds the person's number; "" if the form does.
	Person string
	// Needs are the required parameters.
	Needs []string
	// InAddress are the parameters, with _page for the paging parameter, that may be in
	// the address as well as in the form. The person never may.
	InAddress []string
	// Count is the default page size, and Most the largest.
	Count, Most int
	// Clips reports that a larger size is accepted, and reduced to Most.
	Clips bool
	// Page is how one page links to the next.
	Page Paging
	// URN reports that ids are UUIDs, with a urn as fullUrl.
	URN bool
	// Sorted reports that the results have an order.
	Sorted bool
	// Sort is the date that results may be limited to and sorted by.
	Sort Sort
	// BadNumber is the error code for an invalid identity number; "" uses that of any
	// other bad request.
	BadNumber string
	// ContentType is the media type of answers; "" is MediaFHIR.
	ContentType string
	// Find returns the results.
	Find func(q Query) Found
}

// Query is a request to a search.
type Query struct {
	// Number is the identity number of the person it is about.
	Number string
	// Mount is the path prefix that was stripped from the request.
	Mount string
	// Values are the parameters declared in Takes.
	Values map[string]string

	count int
	page  string
	dates []dates
	sort  string
}

// Found is all results, over all pages.
type Found struct {
	Records []Record
	// Says is information about the search itself, besides the results; nil is none.
	Says map[string]any
	// Incomplete reports that an underlying service failed to give one omitted record, and
	// that the answer says so.
	Incomplete bool
	Header     http.Header
}

// Record is a matching resource, as a function of the person it is about, with its
// included resources. A resource included by several records is sent once.
type Record struct {
	Resource func(number string) map[string]any
	Includes []func(number string) map[string]any

	lost bool // by a fault
}

// OneOf accepts one of the values.
func OneOf(values ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(values, value) }
}

// ListOf accepts some of the values, joined by commas.
func ListOf(values ...string) func(string) bool {
	return func(value string) bool {
		for one := range strings.SplitSeq(value, ",") {
			if !slices.Contains(values, one) {
				return false
			}
		}
		return true
	}
}

// Serve returns a stand-in with these searches and a capability statement, and nothing
// else.
func (n Service) Serve(rows ...Search) *standin.StandIn {
	n.Searches(rows...)
	n.Handle("GET /metadata", n.Metadata)
	n.Handle("/", n.Nowhere)
	return n.StandIn
}

// Searches adds searches to the service.
func (n Service) Searches(rows ...Search) {
	for _, row := range rows {
		row.Sort.zone = n.World.Zone()
		row.vary(n.World.Forms("paging", n.Name(), row.Path))
		n.Handle("POST "+row.Path, func(w http.ResponseWriter, r *http.Request) { n.search(w, r, row) })
	}
}

func (n Service) search(w http.ResponseWriter, r *http.Request, row Search) {
	if !n.Accepts(w, r, MediaFHIR) {
		return
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
		n.Refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", n.Prefix+"-0003")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	q, ok := row.read(r)
	switch {
	case !ok:
		n.Refuse(w, r, http.StatusBadRequest, "invalid", n.Prefix+"-0014")
		return
	case q.Number == "":
		n.Refuse(w, r, http.StatusBadRequest, "invalid", cmp.Or(row.BadNumber, n.Prefix+"-0014"))
		return
	}
	c, ok := n.Begin(w, r, row.operation(q), q.Number)
	if !ok {
		return
	}
	found := row.Find(q)
	if c.Missing() && len(found.Records) > 0 {
		// The same record, whichever part of the list is searched for.
		found.Records = slices.Clone(found.Records)
		found.Records[0].lost = true
	}
	found.Records = row.Sort.apply(q, found.Records)
	maps.Copy(w.Header(), found.Header)
	b := Bundle{Number: q.Number, Total: len(found.Records), Sorted: row.Sorted || q.sort != "", URN: row.URN, ContentType: row.ContentType, Says: found.Says, Incomplete: found.Incomplete, searched: true}
	next := ""
	b.Records, next = row.Page.cut(q, found.Records)
	b.Records = slices.DeleteFunc(slices.Clone(b.Records), func(r Record) bool { return r.lost })
	b.link("self", row.address(r, q, q.page))
	if next != "" {
		b.link("next", row.address(r, q, next))
	}
	n.Answer(c, b)
}

// operation is the request's name in the record of calls.
func (row *Search) operation(q Query) string {
	return cmp.Or(row.Operation, path.Base(path.Dir(row.Path))+"/"+cmp.Or(q.Values["_query"], "_search"))
}

// read reads a request: each parameter at most once, or twice for a date, and no
// unknown ones. The number
// is "" if it is invalid.
func (row *Search) read(r *http.Request) (q Query, ok bool) {
	q = Query{Mount: mountedAt(r), Values: map[string]string{}, count: row.Count}
	if number := r.Header.Get(row.Person); row.Person != "" && world.ValidNumber(number) {
		q.Number = number
	}
	if r.ParseForm() != nil {
		return q, false
	}
	for name := range r.URL.Query() {
		if name == row.Page.parameter() {
			name = "_page"
		}
		if !slices.Contains(row.InAddress, name) {
			return q, false
		}
	}
	for name, values := range r.Form {
		if row.Sort.Param != "" && name == row.Sort.Param && len(values) <= 2 {
			for _, value := range values {
				limit, ok := readDates(value, row.Sort.zone)
				if !ok {
					return q, false
				}
				q.dates = append(q.dates, limit)
			}
			continue
		}
		if len(values) != 1 || !row.set(&q, name, values[0]) {
			return q, false
		}
	}
	for _, name := range row.Needs {
		if q.Values[name] == "" {
			return q, false
		}
	}
	return q, true
}

// set reads one parameter; false for an unknown one.
func (row *Search) set(q *Query, name, value string) bool {
	switch name {
	case "patient.identifier":
		if row.Person != "" {
			return false
		}
		system, number, qualified := strings.Cut(value, "|")
		if !qualified {
			system, number = "", value
		}
		// The system may be omitted, as in NHN's own examples, but not be wrong.
		if system != "" && system != NumberSystem(number) {
			return false
		}
		if world.ValidNumber(number) {
			q.Number = number
		}
		return true
	case "_count":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > row.Most && !row.Clips {
			return false
		}
		q.count = min(n, row.Most)
		return true
	case row.Page.parameter():
		q.page = value
		return row.Page.good(value)
	}
	if name == "_sort" && row.Sort.Param != "" {
		q.sort = value
		return strings.TrimPrefix(value, "-") == row.Sort.Param
	}
	good := row.Takes[name]
	if good == nil || !good(value) {
		return false
	}
	q.Values[name] = value
	return true
}

// vary changes the way of paging, and makes pages smaller than requested.
func (row *Search) vary(dice *rand.Rand) {
	if dice == nil {
		return
	}
	if row.Page != ByID {
		row.Page = []Paging{ByPage, BySkip, ByToken}[dice.IntN(3)]
	}
	row.Most = (row.Most + 1) / (1 + dice.IntN(4))
	row.Clips = true
}

// address is the address of a page. It holds no person: the caller names the person
// again in the form.
func (row *Search) address(r *http.Request, q Query, page string) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	v := url.Values{}
	if slices.Contains(row.InAddress, "_count") {
		v.Set("_count", strconv.Itoa(q.count))
	}
	if page != "" {
		v.Set(row.Page.parameter(), page)
	}
	return scheme + r.Host + q.Mount + r.URL.Path + "?" + v.Encode()
}

// mountedAt returns the path prefix that was stripped from the request.
func mountedAt(r *http.Request) string {
	asked, err := url.ParseRequestURI(r.RequestURI)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(asked.Path, r.URL.Path)
}
