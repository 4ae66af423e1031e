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

// Search is a search that a service takes, by POST with the person in the form:
// a row of what it is called and takes, and what it finds.
type Search struct {
	// Path is where it is, such as /Immunization/_search.
	Path string
	// Operation is its name in the record of calls; "" is such as Immunization/_search.
	Operation string
	// Takes are its parameters beside patient.identifier, _count and the page's,
	// and whether a value of theirs is good.
	Takes map[string]func(value string) bool
	// Person is the header in which the person's number stands, and not in the form;
	// "" for one in the form.
	Person string
	// Needs are those of them that must be there.
	Needs []string
	// InAddress are the parameters, _page for the page's, that may stand in the address as well as in the
	// form. The person never may.
	InAddress []string
	// Count is the size of a page when the question does not say, and Most the
	// largest there is.
	Count, Most int
	// Clips reports that a larger one is taken, and answered by Most.
	Clips bool
	// Page is how one page leads to the next.
	Page Paging
	// URN reports that ids are UUIDs, and fullUrl says so.
	URN bool
	// Sorted reports that what is found has an order.
	Sorted bool
	// BadNumber is the code for an identity number that is none; "" is that of any
	// other bad question.
	BadNumber string
	// ContentType is that of answers; "" is MediaFHIR.
	ContentType string
	// Find finds what there is.
	Find func(q Query) Found
}

// Query is a question that a search takes.
type Query struct {
	// Number is whom it is about.
	Number string
	// Mount is the path prefix that was taken off before the request came here.
	Mount string
	// Values are the parameters of the row.
	Values map[string]string

	count int
	page  string
}

// Found is what there is, on all pages.
type Found struct {
	Records []Record
	// Says is told of the search, beside what it found; nil is nothing.
	Says map[string]any
	// Incomplete reports that one record left out is one that a service behind
	// this one did not give, as it says itself.
	Incomplete bool
	Header     http.Header
}

// Record is a resource that was found, told of whoever it is told of, and what
// is included with it. An included resource that several have is told once.
type Record struct {
	Resource func(number string) map[string]any
	Includes []func(number string) map[string]any
}

// OneOf takes one of the values.
func OneOf(values ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(values, value) }
}

// ListOf takes values joined by commas.
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

// Serve is the stand-in of a service that answers searches, and what it can do, and
// nothing else.
func (n Service) Serve(rows ...Search) *standin.StandIn {
	n.Searches(rows...)
	n.Handle("GET /metadata", n.Metadata)
	n.Handle("/", n.Nowhere)
	return n.StandIn
}

// Searches has the service answer searches.
func (n Service) Searches(rows ...Search) {
	for _, row := range rows {
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
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	q, ok := row.read(r)
	switch {
	case !ok:
		n.Refuse(w, r, http.StatusBadRequest, "invalid", n.Prefix+"-0014")
		return
	case q.Number == "":
		n.Refuse(w, r, http.StatusBadRequest, "invalid", cmp.Or(row.BadNumber, n.Prefix+"-0014"))
		return
	}
	c, ok := n.Begin(w, r, cmp.Or(row.Operation, path.Base(path.Dir(row.Path))+"/_search"), q.Number)
	if !ok {
		return
	}
	found := row.Find(q)
	maps.Copy(w.Header(), found.Header)
	b := Bundle{Number: q.Number, Total: len(found.Records), Sorted: row.Sorted, URN: row.URN, ContentType: row.ContentType, Says: found.Says, Incomplete: found.Incomplete}
	next := ""
	b.Records, next = row.Page.cut(q, found.Records)
	b.link("self", row.address(r, q, q.page))
	if next != "" {
		b.link("next", row.address(r, q, next))
	}
	n.Answer(c, b)
}

// read reads a question: each parameter once, and none that is unknown. The
// number is "" when it is none.
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

// set reads one parameter; false for one the search does not take.
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
		// The system may be left out, as in NHN's own examples, but not be wrong.
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
	good := row.Takes[name]
	if good == nil || !good(value) {
		return false
	}
	q.Values[name] = value
	return true
}

// vary has pages lead to each other in another way, and be smaller than asked for.
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

// address is that of a page; it holds no person, whom the caller names again in
// the form.
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

// mountedAt is the path prefix that was taken off before the request came here.
func mountedAt(r *http.Request) string {
	asked, err := url.ParseRequestURI(r.RequestURI)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(asked.Path, r.URL.Path)
}
