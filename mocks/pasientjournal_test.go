package mocks

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const journalAudience = "nhn:phr"

var journalForm = map[string]string{"Content-Type": "application/x-www-form-urlencoded"}

func TestPasientjournalSearchIsStrict(t *testing.T) {
	s := startIssuing(t)
	w := s.issuer.world
	line := w.Persona("line").Number
	const documents, log = "/R4/fhir/DocumentReference/_search", "/R4/fhir/AuditEvent/_search"
	whole := "patient.identifier=" + line + "&status=current&_count=50&_page=1&_sort=-date"
	bad := func(name, body string) nhnCase {
		return nhnCase{name: name, method: "POST", path: documents, body: body, status: 400, code: journalBadQuestion}
	}
	s.isStrict(t, NewPasientjournal(w, s.issuer, "MIDT"), journalAudience, journalReadList, journalForm, []nhnCase{
		{name: "documents", method: "POST", path: documents, body: whole, status: 200},
		{name: "documents, the number with its system", method: "POST", path: documents, body: "patient.identifier=urn%3Aoid%3A2.16.578.1.12.4.1.4.1%7C" + line + "&status=current", status: 200},
		{name: "documents, the page in the address", method: "POST", path: documents + "?_page=2", body: "patient.identifier=" + line + "&status=current", status: 200},
		{name: "log", method: "POST", path: log, body: "patient.identifier=" + line, status: 200},
		{name: "log by status", method: "POST", path: log, body: whole, status: 400, code: journalBadQuestion},
		bad("no patient", "status=current"),
		bad("no status", "patient.identifier="+line),
		bad("another status", "patient.identifier="+line+"&status=draft"),
		bad("check digits", "patient.identifier=12345678901&status=current"),
		bad("another system", "patient.identifier=urn:oid:2.16.578.1.12.4.1.4.4%7C"+line+"&status=current"),
		bad("an unknown parameter", whole+"&foo=bar"),
		bad("a parameter twice", whole+"&_count=2"),
		bad("an empty page", "patient.identifier="+line+"&status=current&_count=0"),
		bad("too long a page", "patient.identifier="+line+"&status=current&_count=101"),
		bad("page nought", "patient.identifier="+line+"&status=current&_page=0"),
		bad("another order", "patient.identifier="+line+"&status=current&_sort=title"),
		bad("a broken form", "%zz"),
		{name: "a number in the address", method: "POST", path: documents + "?patient.identifier=" + line, body: "status=current", status: 400, code: "PJD-0014"},
		{name: "the patient in the address", method: "POST", path: documents + "?patient.identifier=x", body: "status=current", status: 400, code: journalBadQuestion},
		{name: "by GET", method: "GET", path: documents, status: 404, code: journalNoSuchPlace},
		{name: "elsewhere", method: "POST", path: "/fhir/DocumentReference/_search", body: whole, status: 404, code: journalNoSuchPlace},
		{name: "as JSON", method: "POST", path: documents, body: whole, change: func(h http.Header) { h.Set("Content-Type", "application/json") }, status: 415, code: journalBadMedia},
		{name: "plain JSON", method: "POST", path: documents, body: whole, change: func(h http.Header) { h.Set("Accept", "application/json") }, status: 406, code: "PJD-0003"},
		{name: "an access basis", method: "POST", path: documents, body: whole, change: func(h http.Header) { h.Set("nhn-access-basis", "AKUTT") }, status: 400, code: "AUTH-0003"},
	})
}

func TestPasientjournalDocumentIsStrict(t *testing.T) {
	s := startIssuing(t)
	w := s.issuer.world
	line := w.Persona("line").Number
	document := w.journalDocuments(line)[0]
	name := func(change ...string) string {
		q := url.Values{"documentUniqueId": {document.uniqueID}, "repositoryUniqueId": {document.repository()}, "homeCommunityId": {document.community()}}
		for i := 0; i < len(change); i += 2 {
			q.Set(change[i], change[i+1])
		}
		return "/mhd/document?" + q.Encode()
	}
	register := NewPasientjournal(w, s.issuer, document.region)
	header := map[string]string{"nhn-patient-nin": line, "Accept": "application/pdf, application/xml, text/plain"}
	bad := func(name, path string, change func(http.Header)) nhnCase {
		return nhnCase{name: name, method: "GET", path: path, change: change, status: 400, code: journalBadQuestion}
	}
	s.isStrict(t, register, journalAudience, journalReadContent, header, []nhnCase{
		{name: "one", method: "GET", path: name(), status: 200},
		bad("no name", "/mhd/document", nil),
		bad("an empty name", name("repositoryUniqueId", ""), nil),
		bad("an unknown parameter", name("patient", "x"), nil),
		bad("a community that is no OID", name("homeCommunityId", "2.999"), nil),
		bad("no patient", name(), func(h http.Header) { h.Del("nhn-patient-nin") }),
		bad("check digits", name(), func(h http.Header) { h.Set("nhn-patient-nin", "12345678901") }),
		{name: "the number in the address", method: "GET", path: name("documentUniqueId", line), status: 400, code: "PJD-0014"},
		{name: "by POST", method: "POST", path: name(), status: 404, code: journalNoSuchPlace},
	})
	for about, path := range map[string]string{
		"another document": name("documentUniqueId", "2.999.1"), "another repository": name("repositoryUniqueId", "2.999.1"), "another community": name("homeCommunityId", "urn:oid:2.999.1"),
	} {
		r := s.request(journalAudience, journalReadContent, "GET", path, "")
		r.Header.Set("nhn-patient-nin", line)
		if got := served(register, r); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", about, got.Code)
		}
	}
	r := s.request(journalAudience, journalReadContent, "GET", name(), "")
	r.Header.Set("nhn-patient-nin", w.Persona("dan").Number)
	if got := served(register, r); got.Code != http.StatusNotFound {
		t.Errorf("another's document: %d", got.Code)
	}
}

func served(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	got := httptest.NewRecorder()
	h.ServeHTTP(got, r)
	return got
}

// Everybody who looks for a code of list 9603 finds it with line.
func TestPasientjournalShowsEveryLabel(t *testing.T) {
	s := startIssuing(t)
	seen, places := map[string]bool{}, map[string]bool{}
	for _, d := range s.issuer.world.journalDocuments(s.issuer.world.Persona("line").Number) {
		places[d.region] = true
		for _, label := range d.labels {
			seen[label] = true
		}
	}
	for label := range strings.FieldsSeq("N NORN_FFL NORN_KUT NORN_EPO NORN_ALL NORN_FOR NORN_FORANS NORN_UNGDOM NORN_FFH NORN_FPB NORN_DUP NORN_ANG NORU NORS") {
		if !seen[label] {
			t.Errorf("no document with %s", label)
		}
	}
	if len(places) != len(journalRegions) {
		t.Errorf("documents of %d regions", len(places))
	}
}

// Everybody has the same documents each time, from after birth and before
// today.
func TestPasientjournalIsPlausible(t *testing.T) {
	w, err := NewWorld(WorldOptions{People: 300})
	if err != nil {
		t.Fatal(err)
	}
	names, with := map[string]bool{}, 0
	for _, p := range w.People() {
		documents := w.journalDocuments(p.Number)
		if len(documents) > 0 {
			with++
		}
		for i, d := range documents {
			if again := w.journalDocuments(p.Number)[i]; again.uniqueID != d.uniqueID || !again.made.Equal(d.made) {
				t.Fatal("not the same documents")
			}
			if names[d.uniqueID] || holdsNumber(d.uniqueID) {
				t.Errorf("%s is the name of two, or of a person", d.uniqueID)
			}
			names[d.uniqueID] = true
			if d.made.Before(p.Born) || d.made.After(w.Now()) || d.women && !p.Woman {
				t.Errorf("%s about somebody born %s, %s", d.title, p.Born, d.made)
			}
		}
	}
	if with < 200 {
		t.Errorf("only %d have documents", with)
	}
}

func TestPasientjournalFiles(t *testing.T) {
	w, err := NewWorld(WorldOptions{})
	if err != nil {
		t.Fatal(err)
	}
	media := map[string]int{}
	for _, p := range w.Personas() {
		for _, d := range w.journalDocuments(p.Number) {
			media[d.contentType]++
			f := d.file(p)
			var body bytes.Buffer
			f.writeTo(&body)
			if body.Len() != f.size() {
				t.Fatalf("%d bytes, said to be %d", body.Len(), f.size())
			}
			switch d.contentType {
			case "application/pdf":
				checkPDF(t, body.Bytes())
			case "application/xml":
				checkPDF(t, bodyOf(t, body.Bytes()))
			default:
				if !strings.Contains(body.String(), p.Name()) {
					t.Error("a text about nobody")
				}
			}
		}
	}
	if len(media) != 3 {
		t.Errorf("media types: %v", media)
	}
}

// checkPDF follows a PDF from its end: the table of objects lies where the
// trailer says, and each object where the table says.
func checkPDF(t *testing.T, file []byte) {
	t.Helper()
	end := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(file[len(file)-64:])
	if end == nil || !bytes.HasPrefix(file, []byte("%PDF-1.4\n")) {
		t.Fatal("no PDF")
	}
	at, err := strconv.Atoi(string(end[1]))
	if err != nil || !bytes.HasPrefix(file[at:], []byte("xref\n0 ")) {
		t.Fatal("no table where the trailer says")
	}
	rows := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(file[at:], -1)
	if len(rows) < 5 {
		t.Fatalf("%d objects", len(rows))
	}
	for i, row := range rows {
		offset, err := strconv.Atoi(string(row[1]))
		if err != nil || !bytes.HasPrefix(file[offset:], fmt.Appendf(nil, "%d 0 obj\n", i+1)) {
			t.Fatalf("object %d is not where the table says", i+1)
		}
		length := regexp.MustCompile(`^[^\n]*\n<< [^\n]*/Length (\d+) >>\nstream\n`).FindSubmatchIndex(file[offset:min(offset+300, len(file))])
		if length == nil {
			continue
		}
		n, err := strconv.Atoi(string(file[offset+length[2] : offset+length[3]]))
		if err != nil || !bytes.HasPrefix(bytes.TrimLeft(file[offset+length[1]+n:], "\n"), []byte("endstream\n")) {
			t.Fatalf("object %d does not end where it says", i+1)
		}
	}
}

// bodyOf is the PDF in a clinical document.
func bodyOf(t *testing.T, file []byte) []byte {
	t.Helper()
	var document struct {
		XMLName xml.Name `xml:"urn:hl7-org:v3 ClinicalDocument"`
		Text    string   `xml:"component>nonXMLBody>text"`
	}
	if err := xml.Unmarshal(file, &document); err != nil {
		t.Fatal(err)
	}
	body, err := base64.StdEncoding.DecodeString(document.Text)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestPasientjournalLog(t *testing.T) {
	s := startIssuing(t)
	line := s.issuer.world.Persona("line").Number
	j := journal{nhn{StandIn: NewPasientjournal(s.issuer.world, s.issuer, "MIDT")}, "MIDT"}
	q := journalQuery{patient: line, newestFirst: true}
	newest := j.auditEvents("", q).records
	q.newestFirst = false
	oldest := j.auditEvents("", q).records
	if len(newest) < 20 || len(newest) != len(oldest) {
		t.Fatalf("%d rows and %d", len(newest), len(oldest))
	}
	if !slices.IsSortedFunc(oldest, func(a, b map[string]any) int {
		return strings.Compare(a["recorded"].(string), b["recorded"].(string))
	}) {
		t.Error("not in order")
	}
	if n := strings.Count(string(jsonText(newest)), line); n != len(newest) {
		t.Errorf("the patient is named %d times in %d rows: among the personnel too", n, len(newest))
	}
}
