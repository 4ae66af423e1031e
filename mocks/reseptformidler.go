package mocks

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	sfmSearch   = "MedicationStatement/_search"
	sfmPageSize = 50  // when the question does not say
	sfmMaxPage  = 100 // whatever the question says
)

// sfm stands in for Reseptformidleren and the medicines in kjernejournal, as
// Sentral forskrivningsmodul gives them: FHIR R4 in SFM's vocabulary, searched
// by POST with the number in the form body.
type sfm struct{ nhn }

// NewReseptformidler makes the register of prescriptions.
func NewReseptformidler(w *World, i *Issuer) *StandIn {
	s := sfm{nhn{
		StandIn: newStandIn("reseptformidler", w, i), service: "sfm", prefix: "SFM",
		audience: "nhn:sfm", scope: "nhn:sfm/resept-read",
	}}
	s.handle("POST /"+sfmSearch, s.search)
	s.handle("GET /metadata", s.metadata)
	s.handle("/", s.elsewhere)
	return s.StandIn
}

// elsewhere is every other address, a search by GET too.
func (s sfm) elsewhere(w http.ResponseWriter, r *http.Request) {
	if s.accepts(w, r, mediaFHIR) {
		s.nowhere(w, r)
	}
}

// sfmQuestion is a search that passed the checks.
type sfmQuestion struct {
	number   string
	statuses []string
	medicine bool
	dispense bool
	count    int
	page     int
}

func (s sfm) search(w http.ResponseWriter, r *http.Request) {
	if !s.accepts(w, r, mediaFHIR) {
		return
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "SFM-0003")
		return
	}
	q, ok := sfmAsked(w, r)
	switch {
	case !ok:
		s.refuse(w, r, http.StatusBadRequest, "invalid", "SFM-0014")
		return
	case !validNumber(q.number):
		s.refuse(w, r, http.StatusBadRequest, "invalid", "SFM-0016")
		return
	}
	c, ok := s.begin(w, r, sfmSearch, q.number)
	if !ok {
		return
	}
	c.reply(http.StatusOK, mediaFHIR+"; charset=utf-8", jsonText(s.answer(c, q)))
}

// sfmAsked reads the search: each parameter once, and none that is unknown.
// The page is the one thing that may stand in the address.
func sfmAsked(w http.ResponseWriter, r *http.Request) (sfmQuestion, bool) {
	q := sfmQuestion{count: sfmPageSize, page: 1}
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
func (q *sfmQuestion) set(name, value string) bool {
	switch name {
	case "patient.identifier":
		system, number, qualified := strings.Cut(value, "|")
		if !qualified {
			system, number = "", value
		}
		q.number = number
		return system == "" || system == sfmNumberSystem(number)
	case "rfstatus":
		q.statuses = strings.Split(value, ",")
		return !slices.ContainsFunc(q.statuses, func(s string) bool { return sfmStatuses[s] == "" })
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
		q.count = min(n, sfmMaxPage)
		return err == nil && n > 0
	}
	return false
}

// sfmNumberSystem tells fødselsnummer from D-nummer.
func sfmNumberSystem(number string) string {
	if number != "" && number[0] >= '4' {
		return "urn:oid:2.16.578.1.12.4.1.4.2"
	}
	return "urn:oid:2.16.578.1.12.4.1.4.1"
}

// answer is one page of what the person has, shuffled.
func (s sfm) answer(c *call, q sfmQuestion) map[string]any {
	all, said := s.matches(q)
	from := min((q.page-1)*q.count, len(all))
	page := all[from:min(from+q.count, len(all))]
	if c.missing() && len(page) > 0 {
		page = page[1:]
	}
	subject := q.number
	if c.wrongSubject() {
		subject = s.world.Stranger(q.number)
	}
	var entries []any
	medicines := map[string]bool{}
	for _, p := range page {
		entries = append(entries, sfmEntry("match", p.statement(subject)))
		if q.medicine && !medicines[p.medicine.id()] {
			medicines[p.medicine.id()] = true
			entries = append(entries, sfmEntry("include", p.medicine.resource(p.drift)))
		}
		for i := range p.dispenses {
			if q.dispense {
				entries = append(entries, sfmEntry("include", p.dispense(i, subject)))
			}
		}
	}
	if c.duplicate() {
		entries = append(entries, entries...)
	}
	entries = append(entries, sfmEntry("outcome", said))
	s.shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })

	here := "http://" + c.r.Host + "/" + sfmSearch
	links := []any{map[string]any{"relation": "self", "url": here}}
	if from+q.count < len(all) {
		links = append(links, map[string]any{"relation": "next", "url": fmt.Sprintf("%s?_page=%d", here, q.page+1)})
	}
	return map[string]any{
		"resourceType": "Bundle", "type": "searchset", "total": len(all), "link": links, "entry": entries,
		"meta": map[string]any{"lastUpdated": s.world.Now().Format("2006-01-02T15:04:05.000Z07:00")},
	}
}

// matches are what a person has in the statuses asked for. Beside open
// prescriptions SFM gives the medicines in use that have none; locked ones it
// gives to nobody without their reference number, and tells that they exist.
// Kjernejournal has nothing on who has reserved against it.
func (s sfm) matches(q sfmQuestion) ([]sfmPrescription, map[string]any) {
	var out []sfmPrescription
	locked := false
	person := s.world.Person(q.number)
	if person == nil {
		return nil, sfmParameters(s.world.Now(), false)
	}
	for _, p := range sfmPrescriptions(s.world, person) {
		switch {
		case !q.wants(p.status):
		case !p.open() && !person.Reserved.Since.IsZero():
		case p.locked:
			locked = locked || p.open()
		default:
			out = append(out, p)
		}
	}
	return out, sfmParameters(s.world.Now(), locked)
}

// wants tells whether a prescription is in the question. What is in use
// without one comes with those that may be collected.
func (q *sfmQuestion) wants(status string) bool {
	if status == "" {
		status = "E"
	}
	return len(q.statuses) == 0 || slices.Contains(q.statuses, status)
}
