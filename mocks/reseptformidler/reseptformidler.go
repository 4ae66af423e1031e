package reseptformidler

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

const (
	search   = "MedicationStatement/_search"
	pageSize = 50  // when the question does not say
	maxPage  = 100 // whatever the question says
)

// register stands in for Reseptformidleren and the medicines in kjernejournal, as
// Sentral forskrivningsmodul gives them: FHIR R4 in SFM's vocabulary, searched
// by POST with the number in the form body.
type register struct{ nhn.Service }

// New makes the register of prescriptions.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	s := register{nhn.Service{
		StandIn: standin.New("reseptformidler", w, i), Service: "sfm", Prefix: "SFM",
		Audience: "nhn:sfm", Scope: "nhn:sfm/resept-read",
	}}
	s.Handle("POST /"+search, s.search)
	s.Handle("GET /metadata", s.Metadata)
	s.Handle("/", s.elsewhere)
	return s.StandIn
}

// elsewhere is every other address, a search by GET too.
func (s register) elsewhere(w http.ResponseWriter, r *http.Request) {
	if s.Accepts(w, r, nhn.MediaFHIR) {
		s.Nowhere(w, r)
	}
}

// question is a search that passed the checks.
type question struct {
	number   string
	statuses []string
	medicine bool
	dispense bool
	count    int
	page     int
}

func (s register) search(w http.ResponseWriter, r *http.Request) {
	if !s.Accepts(w, r, nhn.MediaFHIR) {
		return
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
		s.Refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "SFM-0003")
		return
	}
	q, ok := asked(w, r)
	switch {
	case !ok:
		s.Refuse(w, r, http.StatusBadRequest, "invalid", "SFM-0014")
		return
	case !world.ValidNumber(q.number):
		s.Refuse(w, r, http.StatusBadRequest, "invalid", "SFM-0016")
		return
	}
	c, ok := s.Begin(w, r, search, q.number)
	if !ok {
		return
	}
	c.Reply(http.StatusOK, nhn.MediaFHIR+"; charset=utf-8", standin.JSON(s.answer(c, q)))
}

// asked reads the search: each parameter once, and none that is unknown.
// The page is the one thing that may stand in the address.
func asked(w http.ResponseWriter, r *http.Request) (question, bool) {
	q := question{count: pageSize, page: 1}
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	if err := r.ParseForm(); err != nil {
		return q, false
	}
	for name, values := range r.PostForm {
		if len(values) != 1 || !q.set(name, values[0]) {
			return q, false
		}
	}
	for name, values := range r.URL.Query() {
		if name != "_page" || len(values) != 1 || !q.set(name, values[0]) {
			return q, false
		}
	}
	return q, true
}

// set reads one search parameter; false for one it does not know. The system
// of a number may be left out, as in NHN's own examples, but not be wrong.
func (q *question) set(name, value string) bool {
	switch name {
	case "patient.identifier":
		system, number, qualified := strings.Cut(value, "|")
		if !qualified {
			system, number = "", value
		}
		q.number = number
		return system == "" || system == numberSystem(number)
	case "rfstatus":
		q.statuses = strings.Split(value, ",")
		return !slices.ContainsFunc(q.statuses, func(s string) bool { return statuses[s] == "" })
	case "_include":
		q.medicine = true
		return value == "MedicationStatement:medication"
	case "_revinclude":
		q.dispense = true
		return value == "MedicationDispense:prescription"
	case "_page":
		n, err := strconv.Atoi(value)
		q.page = n
		return err == nil && n > 0
	case "_count":
		n, err := strconv.Atoi(value)
		q.count = min(n, maxPage)
		return err == nil && n > 0
	}
	return false
}

// numberSystem tells fødselsnummer from D-nummer.
func numberSystem(number string) string {
	if number != "" && number[0] >= '4' {
		return "urn:oid:2.16.578.1.12.4.1.4.2"
	}
	return "urn:oid:2.16.578.1.12.4.1.4.1"
}

// answer is one page of what the person has, shuffled.
func (s register) answer(c *standin.Call, q question) map[string]any {
	all, said := s.matches(q)
	from := min((q.page-1)*q.count, len(all))
	page := all[from:min(from+q.count, len(all))]
	if c.Missing() && len(page) > 0 {
		page = page[1:]
	}
	subject := q.number
	if c.WrongSubject() {
		subject = s.World.Stranger(q.number)
	}
	var entries []any
	medicines := map[string]bool{}
	for _, p := range page {
		entries = append(entries, entry("match", p.statement(subject)))
		if q.medicine && !medicines[p.medicine.id()] {
			medicines[p.medicine.id()] = true
			entries = append(entries, entry("include", p.medicine.resource(p.drift)))
		}
		for i := range p.dispenses {
			if q.dispense {
				entries = append(entries, entry("include", p.dispense(i, subject)))
			}
		}
	}
	if c.Duplicate() {
		entries = append(entries, entries...)
	}
	entries = append(entries, entry("outcome", said))
	s.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })

	here := "http://" + c.R.Host + "/" + search
	links := []any{map[string]any{"relation": "self", "url": here}}
	if from+q.count < len(all) {
		links = append(links, map[string]any{"relation": "next", "url": fmt.Sprintf("%s?_page=%d", here, q.page+1)})
	}
	return map[string]any{
		"resourceType": "Bundle", "type": "searchset", "total": len(all), "link": links, "entry": entries,
		"meta": map[string]any{"lastUpdated": s.World.Now().Format("2006-01-02T15:04:05.000Z07:00")},
	}
}

// matches are what a person has in the statuses asked for. Beside open
// prescriptions SFM gives the medicines in use that have none; locked ones it
// gives to nobody without their reference number, and tells that they exist.
// Kjernejournal has nothing on who has reserved against it.
func (s register) matches(q question) ([]prescription, map[string]any) {
	var out []prescription
	locked := false
	person := s.World.Person(q.number)
	if person == nil {
		return nil, parameters(s.World.Now(), false)
	}
	for _, p := range prescriptions(s.World, person) {
		switch {
		case !q.wants(p.status):
		case !p.open() && !person.Reserved.Since.IsZero():
		case p.locked:
			locked = locked || p.open()
		default:
			out = append(out, p)
		}
	}
	return out, parameters(s.World.Now(), locked)
}

// wants tells whether a prescription is in the question. What is in use
// without one comes with those that may be collected.
func (q *question) wants(status string) bool {
	if status == "" {
		status = "E"
	}
	return len(q.statuses) == 0 || slices.Contains(q.statuses, status)
}
