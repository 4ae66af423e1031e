package pasientjournal

import (
	"net/http"
	"net/url"
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
)

// The register's error codes are not public; these are invented.
const (
	noSuchPlace    = "PJD-0001"
	noSuchDocument = "PJD-0007"
	badQuestion    = "PJD-0014"
	badMedia       = "PJD-0003"
)

// register stands in for the hospitals' documents of one health region; see the package
// comment.
type register struct {
	nhn.Service
	region string
}

// New makes the stand-ins of all regions, each under its name.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	regions := map[string]*standin.StandIn{}
	for _, region := range []string{"NORD", "MIDT", "VEST", "SOR_OST"} {
		regions[region] = NewRegion(w, i, region)
	}
	return standin.Together("pasientjournal", w, i, regions)
}

// NewRegion makes the stand-in of one region: NORD, MIDT, VEST or SOR_OST. Addresses in
// its answers are also right under a path prefix that [http.StripPrefix] removes.
func NewRegion(w *world.World, i *issuer.Issuer, region string) *standin.StandIn {
	s := standin.New("pasientjournal", w, i)
	// An access basis belongs with the scope for the kjernejournal regulation, and with no
	// other.
	list := register{nhn.Service{StandIn: s, Service: "pasientjournal", Prefix: "PJD", Audience: "nhn:phr", Scope: readList, Refuses: []string{"nhn-access-basis"}}, region}
	content := list
	content.Scope = readContent
	documents := list.row("DocumentReference", "ITI-67", "date", list.references)
	documents.Takes, documents.Needs = map[string]func(string) bool{"status": nhn.ListOf("current", "superseded")}, []string{"status"}
	list.Searches(documents, list.row("AuditEvent", "", "recorded", list.auditEvents))
	s.Handle("GET /mhd/document", content.document)
	s.Handle("GET /pingauth", func(w http.ResponseWriter, r *http.Request) {
		if !list.Accepts(w, r, "") {
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

// row declares a search, with the parameters that both searches take. Element is the
// one that results are sorted by.
func (j register) row(resourceType, operation, element string, find func(nhn.Query) nhn.Found) nhn.Search {
	return nhn.Search{
		Path: "/R4/fhir/" + resourceType + "/_search", Operation: operation, Sort: nhn.Sort{Param: "date", Element: element},
		InAddress: []string{"_count", "_page", "_sort", "status"}, Count: 20, Most: 100, Sorted: true, Find: find,
	}
}

// document answers ITI-68: one document as filed. Whether the patient may see it is for
// the client to decide: the register serves hospitals.
func (j register) document(w http.ResponseWriter, r *http.Request) {
	if !j.Accepts(w, r, "") {
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

// filed returns the document with these three names in this region, if it is the
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
