//go:build servers

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
)

// aside redirects calls to FHIR registers to another FHIR server, once there is
// one; until then it records the stand-ins' responses.
type aside struct {
	next   http.RoundTripper
	mu     sync.Mutex
	server *url.URL
	taken  []taken
}

// taken is a register's response about a patient.
type taken struct {
	Do        string            `json:"do"`
	Register  string            `json:"register"`
	Patient   string            `json:"patient"`
	Resources []json.RawMessage `json:"resources"`
}

// register is the register of a request the server can replace: a search, or a
// batch of events. The hospitals' events do not say whose journal they are
// about, so no other server can search them by patient.
func (a *aside) register(r *http.Request) (name string, ok bool) {
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/MedicationStatement/_search"), strings.HasSuffix(path, "/AllergyIntolerance"), strings.HasSuffix(path, "/Conditions"),
		strings.HasSuffix(path, "/Immunization/_search"), strings.HasSuffix(path, "/ImmunizationRecommendation/_search"), strings.HasSuffix(path, "/Appointment/_search"), strings.HasSuffix(path, "/ServiceRequest/_search"),
		strings.HasSuffix(path, "/EpisodeOfCare/_search"), strings.HasSuffix(path, "/Task/_search"), strings.HasSuffix(path, "/Communication/_search"),
		path == "/DiagnosticReport/_search", path == "/Observation/_search", path == "/AuditEvent/_search", path == "/" && r.Method == http.MethodPost:
		return r.URL.Host, true
	case strings.HasSuffix(path, "/DocumentReference/_search"):
		return r.URL.Host + path, true // one register per region
	case strings.HasPrefix(path, "/api/own-entries/"), strings.HasSuffix(path, "/Encounter/_search"), strings.HasSuffix(path, "/Consent/_search"):
		return r.URL.Host + path, true // own entries have types of critical information
	}
	return "", false
}

func (a *aside) RoundTrip(r *http.Request) (*http.Response, error) {
	name, ok := a.register(r)
	a.mu.Lock()
	server := a.server
	a.mu.Unlock()
	if !ok {
		return a.next.RoundTrip(r)
	}
	var request []byte
	if r.Body != nil {
		var err error
		if request, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close()
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(request))
	}
	if server != nil {
		r.Host, r.URL.Host = r.URL.Host, server.Host
		r.Header.Set("X-Register", name)
		return a.next.RoundTrip(r)
	}
	resp, err := a.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	a.take(name, r, request, body)
	return resp, nil
}

func (a *aside) take(name string, r *http.Request, request, body []byte) {
	var bundle struct {
		Type  string
		Entry []struct{ Resource json.RawMessage }
	}
	if json.Unmarshal(body, &bundle) != nil || bundle.Type != "searchset" {
		return
	}
	form, err := url.ParseQuery(string(request))
	if err != nil {
		return
	}
	patient := cmp.Or(form.Get("patient.identifier"), r.Header.Get("Nhn-Patient-Nin"), r.Header.Get("Person-Id"))
	one := taken{Do: "load", Register: name, Patient: patient[strings.LastIndexByte(patient, '|')+1:], Resources: []json.RawMessage{}}
	for _, e := range bundle.Entry {
		one.Resources = append(one.Resources, e.Resource)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.taken = append(a.taken, one)
}

const (
	clinical = `{ viewer { person {
	  prescriptions(first: 100) { totalCount nodes { status { code display } recall { code } medication { name atc { system code } form { code display } prescriptionGroup }
	    dosage use { code } issuedOn validUntil refills remaining source reimbursement { code display } prescriber { name { full } hprNumber } dispenses { dispensedOn quantity { value unit } pharmacy { name } } } }
	  summaryCareRecord { status criticalInformation {
	    allergies { substance { system code display } text criticality verificationStatus clinicalStatus onset recordedOn recorder { name { full } hprNumber } }
	    conditions { kind code { system code display } text verificationStatus clinicalStatus onset recordedOn recorder { name { full } } } }
    visits(first: 100) { totalCount nodes { kind startedOn endedOn place { name } } } ownEntries(first: 100) { totalCount nodes { kind text name { full } relationship phone since until } } accessLog { totalCount } }
  donorCard { registeredOn contacts { name { full } phone } }
	  hospitalJournal { documents(first: 100) { totalCount nodes { title type { system code display } createdAt region author { name } contentType } } regions { region status }
	    accessLog(first: 100) { nodes { at who { name { full } role { code } unit } purpose { code } region } } }
	  vaccinations(first: 100) { totalCount nodes { vaccine { code display } sysvakCode { code } givenOn doseNumber diseases { display } administeredBy { name } batch } }
	  vaccinationsNotGiven { nodes { recordedOn reason { display } } } vaccineRecommendations { nodes { diseases { display } dueOn description } }
	  appointments(first: 100) { totalCount nodes { status kind category { code } contact { code } start end window { start end } place { name organizationNumber address { lines } } department { name phone } instructions description letter { title sentAt } videoUrl phone cancellationReason { code } actions } }
	  past: appointments(view: PAST) { nodes { status kind start end cancellationReason { code } } }
	  testResults(first: 100) { totalCount complete nodes { title category status takenOn issuedAt firstIssuedAt corrected requester { name { full } } laboratory { name } note specimens { material { display } takenAt }
	    observations { code { code display } status { code } quantity { value unit } text flag referenceRange comment history members { code { display } value { code } members { code { display } text } } } } }
	  archive(first: 100) { totalCount nodes { kind title savedAt status contentType from { name } } }
	  tasks(first: 100) { totalCount nodes { kind title description status deadline closesAt sender { name organizationNumber } sentAt url } }
	  closed: tasks(view: CLOSED) { nodes { kind title status } }
	  unreadMessages conversations(first: 100) { totalCount nodes { kind topic counterpart { name } unreadMessages latestAt messages(first: 100) { totalCount nodes { direction state sentAt text } } } }
	  referrals(first: 100) { totalCount nodes { status statusReason { code display } priority indication treatment { display } issuedOn receivedOn assessedOn waitingSince assessmentDeadline treatmentDeadline referredBy { name { full } } referringOffice { name } referredTo { name } } }
	  healthContacts { complete parts { register status } nodes { kind name { full } role team organization { name } phone since until canMessage canBook } }
	} } }`
	logged = `{ viewer { person { usageLog(first: 100) { nodes { at kind actor { relation } service client { id name } outcome code } } } } }`
)

// wholly returns the graph's whole answer to a persona's query.
func (h *testEnv) wholly(persona, query string) (body map[string]any) {
	h.t.Helper()
	status, text := h.send(h.bearer(login{persona: persona, client: "web"}), graphQL(h.t, query, ""))
	if err := json.Unmarshal([]byte(text), &body); err != nil || status != http.StatusOK || strings.Contains(text, "SOURCE_") {
		h.t.Fatalf("%s: %d %s", persona, status, text)
	}
	delete(body, "extensions")
	return body
}

// usageEntries are the entries of a persona's usage log.
func (h *testEnv) usageEntries(persona string) []any {
	h.t.Helper()
	var data struct {
		Viewer struct {
			Person struct{ UsageLog struct{ Nodes []any } }
		}
	}
	h.data(login{persona: persona, client: "web"}, logged, &data)
	return data.Viewer.Person.UsageLog.Nodes
}

// A FHIR server that knows nothing of the registers, loaded with their data,
// gives the same answers: its bundles have no search mode and no links but ours,
// and its resources have versions of its own.
func TestServersFHIR(t *testing.T) {
	t.Parallel()
	transport := &http.Transport{MaxIdleConnsPerHost: 32}
	t.Cleanup(transport.CloseIdleConnections)
	a := &aside{next: transport}
	h := newTestEnv(t, func(s *surroundings) { s.transport = a })
	p := newPeer(t, npm(t, "servers/fhir"), "fhir.mjs")
	var server string
	p.does(map[string]any{"do": "start"}, &server)

	personas := []string{"line", "berit", "randi"}
	before, log := map[string]map[string]any{}, map[string][]any{}
	for _, persona := range personas {
		before[persona] = h.wholly(persona, clinical)
		log[persona] = h.usageEntries(persona)
	}
	for _, one := range a.taken {
		p.does(map[string]any{"do": one.Do, "register": one.Register, "patient": one.Patient, "resources": one.Resources}, nil)
	}
	at, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	h.clock.move(time.Minute)
	h.forget()
	a.mu.Lock()
	a.server = at
	a.mu.Unlock()

	for _, persona := range personas {
		if d := diff.Diff(before[persona], h.wholly(persona, clinical)); d != "" {
			t.Errorf("%s: registers and server differ: %s", persona, d)
		}
		now := h.usageEntries(persona)
		fresh := len(now) - len(log[persona])
		if fresh < 1 || !diff.Equal(now[fresh:], log[persona]) {
			t.Errorf("%s: the log was %v and is %v", persona, log[persona], now)
			continue
		}
		text, err := json.Marshal(now[:fresh])
		if err != nil {
			t.Fatal(err)
		}
		for _, service := range []string{"MEDICATION", "SUMMARY_CARE_RECORD", "HOSPITAL_JOURNAL"} {
			if !strings.Contains(string(text), `"service":"`+service+`"`) {
				t.Errorf("%s: the use of %s was not written: %s", persona, service, text)
			}
		}
	}
	var request map[string]int
	p.does(map[string]any{"do": "asked"}, &request)
	for _, resource := range []string{"MedicationStatement", "AllergyIntolerance", "Condition", "DocumentReference", "Immunization", "ImmunizationRecommendation", "DiagnosticReport", "Observation", "Appointment", "ServiceRequest", "Task", "EpisodeOfCare", "RelatedPerson", "Encounter", "Consent", "Communication", "AuditEvent", ""} {
		if request[resource] == 0 {
			t.Errorf("the server was not asked for %q: %v", resource, request)
		}
	}
	calls := h.calls()
	for _, operation := range []string{"MedicationStatement/_search", "AllergyIntolerance", "Conditions", "ITI-67", "Immunization/_search", "DiagnosticReport/_search", "Observation/_search", "Appointment/_search", "ServiceRequest/_search", "Task/_search", "EpisodeOfCare/_search", "RelatedPerson/_search", "Condition/_search", "Encounter/_search", "Consent/_search", "Communication/conversations", "Communication/unread", "Communication/_search", "Write"} {
		if slices.ContainsFunc(strings.Split(calls, "\n"), func(line string) bool { return strings.Contains(line, " "+operation+":") }) {
			t.Errorf("the stand-ins were asked too:\n%s", calls)
		}
	}
}
