package pasientjournal

import (
	"cmp"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

const (
	readList    = "nhn:phr/mhd/read-documentreferences"
	readContent = "nhn:phr/mhd/read-document"

	searchMax = 100 // the largest _count
)

// The error codes of the register are not public; these are ours.
const (
	noSuchPlace    = "PJD-0001"
	noSuchDocument = "PJD-0007"
	badQuestion    = "PJD-0014"
	badMedia       = "PJD-0003"
)

// register stands in for the hospitals' documents (Pasientens
// journaldokumenter) of one health region: IHE MHD over HTTP. The log of who
// looked has no public query; AuditEvent/_search, in the shape of HL7 Norway's
// profile, is ours.
type register struct {
	nhn.Service
	region string
}

// New makes the stand-in of every region, each under its name.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	regions := map[string]*standin.StandIn{}
	for _, region := range []string{"NORD", "MIDT", "VEST", "SOR_OST"} {
		regions[region] = NewRegion(w, i, region)
	}
	return standin.Together("pasientjournal", w, i, regions)
}

// NewRegion makes the stand-in of one region: NORD, MIDT, VEST or
// SOR_OST. Addresses in its answers are right under a path prefix too, when
// the prefix is taken off with [http.StripPrefix].
func NewRegion(w *world.World, i *issuer.Issuer, region string) *standin.StandIn {
	s := standin.New("pasientjournal", w, i)
	list := register{nhn.Service{StandIn: s, Service: "pasientjournal", Prefix: "PJD", Audience: "nhn:phr", Scope: readList}, region}
	content := list
	content.Scope = readContent
	s.Handle("POST /R4/fhir/DocumentReference/_search", list.search("ITI-67", []string{"status"}, list.references))
	s.Handle("POST /R4/fhir/AuditEvent/_search", list.search("AuditEvent/_search", nil, list.auditEvents))
	s.Handle("GET /mhd/document", content.document)
	s.Handle("GET /pingauth", func(w http.ResponseWriter, r *http.Request) {
		if !list.enter(w, r, "") {
			return
		}
		if c, ok := list.Begin(w, r, "pingauth"); ok {
			c.Reply(http.StatusOK, "text/plain; charset=utf-8", []byte("pong"))
		}
	})
	s.Handle("/", func(w http.ResponseWriter, r *http.Request) {
		list.Refuse(w, r, http.StatusNotFound, "not-supported", noSuchPlace)
	})
	return s
}

// enter checks what every operation asks for. It returns false when it has
// answered.
func (j register) enter(w http.ResponseWriter, r *http.Request, media string) bool {
	if !j.Accepts(w, r, media) {
		return false
	}
	if r.Header.Get("nhn-access-basis") != "" {
		// It goes with the scope of the kjernejournal regulation, and no other.
		j.Refuse(w, r, http.StatusBadRequest, "invalid", "AUTH-0003")
		return false
	}
	return true
}

// query is a search as it was asked.
type query struct {
	patient     string
	statuses    []string
	count, page int
	newestFirst bool
}

// result is what a search found, in the order asked for.
type result struct {
	records []map[string]any
	header  http.Header
	// subject sets whom a record is about.
	subject func(record map[string]any, number string)
}

// search answers a search: further names the parameters beside those every
// search takes, all of which must be there.
func (j register) search(operation string, further []string, find func(string, query) result) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !j.enter(w, r, nhn.MediaFHIR) {
			return
		}
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
			j.Refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", badMedia)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		q, ok := readJournalQuery(r, further)
		if !ok {
			j.Refuse(w, r, http.StatusBadRequest, "invalid", badQuestion)
			return
		}
		c, ok := j.Begin(w, r, operation, q.patient)
		if !ok {
			return
		}
		prefix := mountedAt(r)
		found := find(prefix, q)
		total := len(found.records)
		from := min((q.page-1)*q.count, total)
		page := found.records[from:min(from+q.count, total)]
		if c.Missing() && len(page) > 0 {
			page = page[1:]
		}
		if c.Duplicate() && len(page) > 0 {
			page = append(page[:1:1], page...)
		}
		if c.WrongSubject() {
			other := j.World.Stranger(q.patient)
			for _, record := range page {
				found.subject(record, other)
			}
		}
		entries := make([]any, 0, len(page)+1)
		for _, record := range page {
			entries = append(entries, map[string]any{"resource": record, "search": map[string]any{"mode": "match"}})
		}
		if c.Missing() {
			// One of the hospitals behind the region did not answer; the rest
			// comes all the same, as in a cross-community query.
			entries = append(entries, map[string]any{"search": map[string]any{"mode": "outcome"}, "resource": map[string]any{
				"resourceType": "OperationOutcome", "issue": []any{map[string]any{"severity": "warning", "code": "incomplete"}},
			}})
		}
		maps.Copy(w.Header(), found.header)
		c.Reply(http.StatusOK, nhn.MediaFHIR, standin.JSON(map[string]any{
			"resourceType": "Bundle", "type": "searchset", "total": total, "entry": entries,
			"link": links(r, prefix, q, total), "ukjentFelt": map[string]any{"tull": true},
		}))
	}
}

// links are the addresses of this page and the next; they hold no
// patient, whom the caller names again in the body.
func links(r *http.Request, prefix string, q query, total int) []any {
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
func readJournalQuery(r *http.Request, further []string) (q query, ok bool) {
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
	if !slices.Contains([]string{"", "urn:oid:2.16.578.1.12.4.1.4.1", "urn:oid:2.16.578.1.12.4.1.4.2"}, system) || !world.ValidNumber(number) {
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
		countErr == nil && q.count >= 1 && q.count <= searchMax &&
		pageErr == nil && q.page >= 1 && q.page <= 10_000
}

// document answers ITI-68: one document, as it was filed. Whether the patient
// may see it is the asker's to know: the register serves hospitals.
func (j register) document(w http.ResponseWriter, r *http.Request) {
	if !j.enter(w, r, "") {
		return
	}
	query, patient := r.URL.Query(), r.Header.Get("nhn-patient-nin")
	named := len(query) == 3 && strings.HasPrefix(query.Get("homeCommunityId"), "urn:oid:")
	for _, name := range []string{"documentUniqueId", "repositoryUniqueId", "homeCommunityId"} {
		named = named && len(query[name]) == 1 && query.Get(name) != ""
	}
	if !named || !world.ValidNumber(patient) {
		j.Refuse(w, r, http.StatusBadRequest, "invalid", badQuestion)
		return
	}
	c, ok := j.Begin(w, r, "ITI-68", patient)
	if !ok {
		return
	}
	d := j.filed(patient, query)
	if d == nil || c.Missing() {
		j.Refuse(w, r, http.StatusNotFound, "not-found", noSuchDocument)
		return
	}
	if accept := r.Header.Get("Accept"); !strings.Contains(accept, d.contentType) && !strings.Contains(accept, "*/*") {
		j.Refuse(w, r, http.StatusNotAcceptable, "not-supported", badMedia)
		return
	}
	if c.WrongSubject() {
		patient = j.World.Stranger(patient)
	}
	file := d.file(j.World.Person(patient))
	if c.Broken() {
		c.Reply(http.StatusOK, d.contentType, file.head)
		return
	}
	w.Header().Set("Content-Type", d.contentType)
	w.Header().Set("Content-Length", strconv.Itoa(file.size()))
	file.writeTo(w)
}

// filed is the document with these three names in this region, if it is the
// patient's.
func (j register) filed(patient string, names url.Values) *document {
	for _, d := range documentsOf(j.World, patient) {
		if d.region == j.region && d.uniqueID == names.Get("documentUniqueId") &&
			d.repository() == names.Get("repositoryUniqueId") && d.community() == names.Get("homeCommunityId") {
			return d
		}
	}
	return nil
}
