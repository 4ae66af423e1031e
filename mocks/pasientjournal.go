package mocks

import (
	"cmp"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	journalReadList    = "nhn:phr/mhd/read-documentreferences"
	journalReadContent = "nhn:phr/mhd/read-document"

	journalSearchMax = 100 // the largest _count
)

// The error codes of the register are not public; these are ours.
const (
	journalNoSuchPlace    = "PJD-0001"
	journalNoSuchDocument = "PJD-0007"
	journalBadQuestion    = "PJD-0014"
	journalBadMedia       = "PJD-0003"
)

// journal stands in for the hospitals' documents (Pasientens
// journaldokumenter) of one health region: IHE MHD over HTTP. The log of who
// looked has no public query; AuditEvent/_search, in the shape of HL7 Norway's
// profile, is ours.
type journal struct {
	nhn
	region string
}

// NewPasientjournals makes the stand-in of every region, each under its name.
func NewPasientjournals(w *World, i *Issuer) *StandIn {
	regions := map[string]*StandIn{}
	for _, region := range []string{"NORD", "MIDT", "VEST", "SOR_OST"} {
		regions[region] = NewPasientjournal(w, i, region)
	}
	return together("pasientjournal", w, i, regions)
}

// NewPasientjournal makes the stand-in of one region: NORD, MIDT, VEST or
// SOR_OST. Addresses in its answers are right under a path prefix too, when
// the prefix is taken off with [http.StripPrefix].
func NewPasientjournal(w *World, i *Issuer, region string) *StandIn {
	s := newStandIn("pasientjournal", w, i)
	list := journal{nhn{StandIn: s, service: "pasientjournal", prefix: "PJD", audience: "nhn:phr", scope: journalReadList}, region}
	content := list
	content.scope = journalReadContent
	s.handle("POST /R4/fhir/DocumentReference/_search", list.search("ITI-67", []string{"status"}, list.references))
	s.handle("POST /R4/fhir/AuditEvent/_search", list.search("AuditEvent/_search", nil, list.auditEvents))
	s.handle("GET /mhd/document", content.document)
	s.handle("GET /pingauth", func(w http.ResponseWriter, r *http.Request) {
		if !list.enter(w, r, "") {
			return
		}
		if c, ok := list.begin(w, r, "pingauth"); ok {
			c.reply(http.StatusOK, "text/plain; charset=utf-8", []byte("pong"))
		}
	})
	s.handle("/", func(w http.ResponseWriter, r *http.Request) {
		list.refuse(w, r, http.StatusNotFound, "not-supported", journalNoSuchPlace)
	})
	return s
}

// enter checks what every operation asks for. It returns false when it has
// answered.
func (j journal) enter(w http.ResponseWriter, r *http.Request, media string) bool {
	if !j.accepts(w, r, media) {
		return false
	}
	if r.Header.Get("nhn-access-basis") != "" {
		// It goes with the scope of the kjernejournal regulation, and no other.
		j.refuse(w, r, http.StatusBadRequest, "invalid", "AUTH-0003")
		return false
	}
	return true
}

// journalQuery is a search as it was asked.
type journalQuery struct {
	patient     string
	statuses    []string
	count, page int
	newestFirst bool
}

// journalResult is what a search found, in the order asked for.
type journalResult struct {
	records []map[string]any
	header  http.Header
	// subject sets whom a record is about.
	subject func(record map[string]any, number string)
}

// search answers a search: further names the parameters beside those every
// search takes, all of which must be there.
func (j journal) search(operation string, further []string, find func(string, journalQuery) journalResult) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !j.enter(w, r, mediaFHIR) {
			return
		}
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
			j.refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", journalBadMedia)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		q, ok := readJournalQuery(r, further)
		if !ok {
			j.refuse(w, r, http.StatusBadRequest, "invalid", journalBadQuestion)
			return
		}
		c, ok := j.begin(w, r, operation, q.patient)
		if !ok {
			return
		}
		prefix := mountedAt(r)
		found := find(prefix, q)
		total := len(found.records)
		from := min((q.page-1)*q.count, total)
		page := found.records[from:min(from+q.count, total)]
		if c.missing() && len(page) > 0 {
			page = page[1:]
		}
		if c.duplicate() && len(page) > 0 {
			page = append(page[:1:1], page...)
		}
		if c.wrongSubject() {
			other := j.world.Stranger(q.patient)
			for _, record := range page {
				found.subject(record, other)
			}
		}
		entries := make([]any, 0, len(page)+1)
		for _, record := range page {
			entries = append(entries, map[string]any{"resource": record, "search": map[string]any{"mode": "match"}})
		}
		if c.missing() {
			// One of the hospitals behind the region did not answer; the rest
			// comes all the same, as in a cross-community query.
			entries = append(entries, map[string]any{"search": map[string]any{"mode": "outcome"}, "resource": map[string]any{
				"resourceType": "OperationOutcome", "issue": []any{map[string]any{"severity": "warning", "code": "incomplete"}},
			}})
		}
		maps.Copy(w.Header(), found.header)
		c.reply(http.StatusOK, mediaFHIR, jsonText(map[string]any{
			"resourceType": "Bundle", "type": "searchset", "total": total, "entry": entries,
			"link": journalLinks(r, prefix, q, total), "ukjentFelt": map[string]any{"tull": true},
		}))
	}
}

// journalLinks are the addresses of this page and the next; they hold no
// patient, whom the caller names again in the body.
func journalLinks(r *http.Request, prefix string, q journalQuery, total int) []any {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	link := func(relation string, page int) map[string]any {
		query := url.Values{"_count": {strconv.Itoa(q.count)}, "_page": {strconv.Itoa(page)}}
		return map[string]any{"relation": relation, "url": scheme + r.Host + prefix + r.URL.Path + "?" + query.Encode()}
	}
	links := []any{link("self", q.page)}
	if q.page*q.count < total {
		links = append(links, link("next", q.page+1))
	}
	return links
}

// mountedAt is the path prefix that was taken off before the request came here.
func mountedAt(r *http.Request) string {
	asked, err := url.ParseRequestURI(r.RequestURI)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(asked.Path, r.URL.Path)
}

// readJournalQuery reads the form of a search, and tells whether the register
// would take it. FHIR takes parameters from the address too; the patient is the
// one that may not stand there.
func readJournalQuery(r *http.Request, further []string) (q journalQuery, ok bool) {
	if r.ParseForm() != nil || r.URL.Query().Has("patient.identifier") {
		return q, false
	}
	known := append([]string{"patient.identifier", "_count", "_page", "_sort"}, further...)
	for name, values := range r.Form {
		if !slices.Contains(known, name) || len(values) != 1 || values[0] == "" {
			return q, false
		}
	}
	for _, name := range further {
		if !r.Form.Has(name) {
			return q, false
		}
	}
	system, number, qualified := strings.Cut(r.Form.Get("patient.identifier"), "|")
	if !qualified {
		system, number = "", system
	}
	if !slices.Contains([]string{"", "urn:oid:2.16.578.1.12.4.1.4.1", "urn:oid:2.16.578.1.12.4.1.4.2"}, system) || !validNumber(number) {
		return q, false
	}
	q.patient = number
	q.statuses = strings.Split(r.Form.Get("status"), ",")
	for _, status := range q.statuses {
		if !slices.Contains([]string{"", "current", "superseded"}, status) {
			return q, false
		}
	}
	sorted := cmp.Or(r.Form.Get("_sort"), "-date")
	q.newestFirst = sorted == "-date"
	var countErr, pageErr error
	q.count, countErr = strconv.Atoi(cmp.Or(r.Form.Get("_count"), "20"))
	q.page, pageErr = strconv.Atoi(cmp.Or(r.Form.Get("_page"), "1"))
	return q, (q.newestFirst || sorted == "date") &&
		countErr == nil && q.count >= 1 && q.count <= journalSearchMax &&
		pageErr == nil && q.page >= 1 && q.page <= 10_000
}

// document answers ITI-68: one document, as it was filed. Whether the patient
// may see it is the asker's to know: the register serves hospitals.
func (j journal) document(w http.ResponseWriter, r *http.Request) {
	if !j.enter(w, r, "") {
		return
	}
	query, patient := r.URL.Query(), r.Header.Get("nhn-patient-nin")
	named := len(query) == 3 && strings.HasPrefix(query.Get("homeCommunityId"), "urn:oid:")
	for _, name := range []string{"documentUniqueId", "repositoryUniqueId", "homeCommunityId"} {
		named = named && len(query[name]) == 1 && query.Get(name) != ""
	}
	if !named || !validNumber(patient) {
		j.refuse(w, r, http.StatusBadRequest, "invalid", journalBadQuestion)
		return
	}
	c, ok := j.begin(w, r, "ITI-68", patient)
	if !ok {
		return
	}
	d := j.filed(patient, query)
	if d == nil || c.missing() {
		j.refuse(w, r, http.StatusNotFound, "not-found", journalNoSuchDocument)
		return
	}
	if accept := r.Header.Get("Accept"); !strings.Contains(accept, d.contentType) && !strings.Contains(accept, "*/*") {
		j.refuse(w, r, http.StatusNotAcceptable, "not-supported", journalBadMedia)
		return
	}
	if c.wrongSubject() {
		patient = j.world.Stranger(patient)
	}
	file := d.file(j.world.Person(patient))
	if c.broken() {
		c.reply(http.StatusOK, d.contentType, file.head)
		return
	}
	w.Header().Set("Content-Type", d.contentType)
	w.Header().Set("Content-Length", strconv.Itoa(file.size()))
	file.writeTo(w)
}

// filed is the document with these three names in this region, if it is the
// patient's.
func (j journal) filed(patient string, names url.Values) *journalDocument {
	for _, d := range documentsOf(j.world, patient) {
		if d.region == j.region && d.uniqueID == names.Get("documentUniqueId") &&
			d.repository() == names.Get("repositoryUniqueId") && d.community() == names.Get("homeCommunityId") {
			return d
		}
	}
	return nil
}
