package pasientjournal

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

const audience = "nhn:phr"

var form = map[string]string{"Content-Type": "application/x-www-form-urlencoded"}

func TestPasientjournalSearchIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line := w.Persona("line").Number
	const documents, log = "/R4/fhir/DocumentReference/_search", "/R4/fhir/AuditEvent/_search"
	whole := "patient.identifier=" + line + "&status=current&_count=50&_page=1&_sort=-date"
	bad := func(name, body string) mocktest.Case {
		return mocktest.Case{Name: name, Method: "POST", Path: documents, Body: body, Status: 400, Code: badQuestion}
	}
	s.IsStrict(t, NewRegion(w, s.Issuer, "MIDT"), audience, readList, form, []mocktest.Case{
		{Name: "documents", Method: "POST", Path: documents, Body: whole, Status: 200},
		{Name: "documents, the number with its system", Method: "POST", Path: documents, Body: "patient.identifier=urn%3Aoid%3A2.16.578.1.12.4.1.4.1%7C" + line + "&status=current", Status: 200},
		{Name: "documents, the page in the address", Method: "POST", Path: documents + "?_page=2", Body: "patient.identifier=" + line + "&status=current", Status: 200},
		{Name: "log", Method: "POST", Path: log, Body: "patient.identifier=" + line, Status: 200},
		{Name: "log by status", Method: "POST", Path: log, Body: whole, Status: 400, Code: badQuestion},
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
		{Name: "a number in the address", Method: "POST", Path: documents + "?patient.identifier=" + line, Body: "status=current", Status: 400, Code: "PJD-0014"},
		{Name: "the patient in the address", Method: "POST", Path: documents + "?patient.identifier=x", Body: "status=current", Status: 400, Code: badQuestion},
		{Name: "by GET", Method: "GET", Path: documents, Status: 404, Code: noSuchPlace},
		{Name: "elsewhere", Method: "POST", Path: "/fhir/DocumentReference/_search", Body: whole, Status: 404, Code: noSuchPlace},
		{Name: "as JSON", Method: "POST", Path: documents, Body: whole, Change: func(h http.Header) { h.Set("Content-Type", "application/json") }, Status: 415, Code: badMedia},
		{Name: "plain JSON", Method: "POST", Path: documents, Body: whole, Change: func(h http.Header) { h.Set("Accept", "application/json") }, Status: 406, Code: "PJD-0003"},
		{Name: "an access basis", Method: "POST", Path: documents, Body: whole, Change: func(h http.Header) { h.Set("nhn-access-basis", "AKUTT") }, Status: 400, Code: "AUTH-0003"},
	})
}

func TestPasientjournalDocumentIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	line := w.Persona("line").Number
	document := documentsOf(w, line)[0]
	name := func(change ...string) string {
		q := url.Values{"documentUniqueId": {document.uniqueID}, "repositoryUniqueId": {document.repository()}, "homeCommunityId": {document.community()}}
		for i := 0; i < len(change); i += 2 {
			q.Set(change[i], change[i+1])
		}
		return "/mhd/document?" + q.Encode()
	}
	register := NewRegion(w, s.Issuer, document.region)
	header := map[string]string{"nhn-patient-nin": line, "Accept": "application/pdf, application/xml, text/plain"}
	bad := func(name, path string, change func(http.Header)) mocktest.Case {
		return mocktest.Case{Name: name, Method: "GET", Path: path, Change: change, Status: 400, Code: badQuestion}
	}
	s.IsStrict(t, register, audience, readContent, header, []mocktest.Case{
		{Name: "one", Method: "GET", Path: name(), Status: 200},
		bad("no name", "/mhd/document", nil),
		bad("an empty name", name("repositoryUniqueId", ""), nil),
		bad("an unknown parameter", name("patient", "x"), nil),
		bad("a community that is no OID", name("homeCommunityId", "2.999"), nil),
		bad("no patient", name(), func(h http.Header) { h.Del("nhn-patient-nin") }),
		bad("check digits", name(), func(h http.Header) { h.Set("nhn-patient-nin", "12345678901") }),
		{Name: "the number in the address", Method: "GET", Path: name("documentUniqueId", line), Status: 400, Code: "PJD-0014"},
		{Name: "by POST", Method: "POST", Path: name(), Status: 404, Code: noSuchPlace},
	})
	for about, path := range map[string]string{
		"another document": name("documentUniqueId", "2.999.1"), "another repository": name("repositoryUniqueId", "2.999.1"), "another community": name("homeCommunityId", "urn:oid:2.999.1"),
	} {
		r := s.Request(audience, readContent, "GET", path, "")
		r.Header.Set("nhn-patient-nin", line)
		if got := mocktest.Ask(register, r); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", about, got.Code)
		}
	}
	r := s.Request(audience, readContent, "GET", name(), "")
	r.Header.Set("nhn-patient-nin", w.Persona("dan").Number)
	if got := mocktest.Ask(register, r); got.Code != http.StatusNotFound {
		t.Errorf("another's document: %d", got.Code)
	}
}

// Every code of list 9603 occurs among line's documents.
func TestPasientjournalShowsEveryLabel(t *testing.T) {
	s := mocktest.NewCaller(t)
	seen, places := map[string]bool{}, map[string]bool{}
	for _, d := range documentsOf(s.World, s.World.Persona("line").Number) {
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
	if len(places) != len(regions) {
		t.Errorf("documents of %d regions", len(places))
	}
}

// A person's documents are always the same, dated after birth and before today.
func TestPasientjournalIsPlausible(t *testing.T) {
	w, err := world.New(world.Options{People: 300})
	if err != nil {
		t.Fatal(err)
	}
	names, with := map[string]bool{}, 0
	for _, p := range w.People() {
		documents := documentsOf(w, p.Number)
		if len(documents) > 0 {
			with++
		}
		for i, d := range documents {
			if again := documentsOf(w, p.Number)[i]; again.uniqueID != d.uniqueID || !again.made.Equal(d.made) {
				t.Fatal("not the same documents")
			}
			if names[d.uniqueID] || world.HoldsNumber(d.uniqueID) {
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
	w, err := world.New(world.Options{})
	if err != nil {
		t.Fatal(err)
	}
	media := map[string]int{}
	for _, p := range w.Personas() {
		for _, d := range documentsOf(w, p.Number) {
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

// checkPDF follows a PDF from its end: the trailer must point to the table of objects,
// and the table to each object.
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

// bodyOf returns the PDF in a clinical document.
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
	s := mocktest.NewCaller(t)
	line := s.World.Persona("line").Number
	j := register{nhn.Service{StandIn: NewRegion(s.World, s.Issuer, "MIDT")}, "MIDT"}
	var newest []map[string]any
	for _, r := range j.auditEvents(nhn.Query{Number: line}).Records {
		newest = append(newest, r.Resource(line))
	}
	if len(newest) < 20 {
		t.Fatalf("%d rows", len(newest))
	}
	if !slices.IsSortedFunc(newest, func(a, b map[string]any) int {
		return strings.Compare(b["recorded"].(string), a["recorded"].(string))
	}) {
		t.Error("not in order")
	}
	if n := strings.Count(string(standin.JSON(newest)), line); n != len(newest) {
		t.Errorf("the patient is named %d times in %d rows: among the personnel too", n, len(newest))
	}
}
