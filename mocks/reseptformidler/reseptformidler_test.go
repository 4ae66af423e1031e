package reseptformidler

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/world"
)

const (
	audience = "nhn:sfm"
	scope    = "nhn:sfm/resept-read"
)

// form returns a search about a person, with more parameters.
func form(number, more string) string {
	return "patient.identifier=" + url.QueryEscape("urn:oid:2.16.578.1.12.4.1.4.1|"+number) + more
}

func TestReseptformidlerIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	line := s.World.Persona("line").Number
	const search = "/MedicationStatement/_search"
	whole := "&rfstatus=E%2CU&_count=10&_include=MedicationStatement%3Amedication&_revinclude=MedicationDispense%3Aprescription"
	header := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	s.IsStrict(t, New(s.World, s.Issuer), audience, scope, header, []mocktest.Case{
		{Name: "whole", Method: "POST", Path: search, Body: form(line, whole), Status: 200},
		{Name: "the person alone", Method: "POST", Path: search, Body: form(line, ""), Status: 200},
		{Name: "number without system", Method: "POST", Path: search, Body: "patient.identifier=" + line, Status: 200},
		{Name: "a page", Method: "POST", Path: search + "?_page=2", Body: form(line, whole), Status: 200},
		{Name: "somebody unknown", Method: "POST", Path: search, Body: form("02917543596", ""), Status: 200},
		{Name: "another system", Method: "POST", Path: search, Body: strings.Replace(form(line, ""), "4.1%7C", "2%7C", 1), Status: 400, Code: "SFM-0014"},
		{Name: "check digits", Method: "POST", Path: search, Body: form("12345678901", ""), Status: 400, Code: "SFM-0016"},
		{Name: "nobody", Method: "POST", Path: search, Body: "rfstatus=E", Status: 400, Code: "SFM-0016"},
		{Name: "two people", Method: "POST", Path: search, Body: form(line, "&"+form(line, "")), Status: 400, Code: "SFM-0014"},
		{Name: "an unknown status", Method: "POST", Path: search, Body: form(line, "&rfstatus=E,X"), Status: 400, Code: "SFM-0014"},
		{Name: "an unknown include", Method: "POST", Path: search, Body: form(line, "&_include=*"), Status: 400, Code: "SFM-0014"},
		{Name: "an unknown parameter", Method: "POST", Path: search, Body: form(line, "&status=active"), Status: 400, Code: "SFM-0014"},
		{Name: "no page of that number", Method: "POST", Path: search + "?_page=0", Body: form(line, ""), Status: 400, Code: "SFM-0014"},
		{Name: "parameters in the address", Method: "POST", Path: search + "?rfstatus=E", Body: form(line, ""), Status: 400, Code: "SFM-0014"},
		{Name: "the number in the address", Method: "POST", Path: search + "?" + form(line, ""), Status: 400, Code: "SFM-0014"},
		{Name: "a search by GET", Method: "GET", Path: "/MedicationStatement?" + form(line, ""), Status: 400, Code: "SFM-0014"},
		{Name: "another resource", Method: "POST", Path: "/MedicationRequest/_search", Body: form(line, ""), Status: 404, Code: "SFM-0007"},
		{Name: "JSON", Method: "POST", Path: search, Body: `{}`, Change: func(h http.Header) { h.Set("Content-Type", "application/json") }, Status: 415, Code: "SFM-0003"},
		{Name: "plain JSON back", Method: "POST", Path: search, Body: form(line, ""), Change: func(h http.Header) { h.Set("Accept", "application/json") }, Status: 406, Code: "SFM-0003"},
	})
}

// The medicines' codes agree with the code lists.
func TestReseptformidlerMedicines(t *testing.T) {
	atc := regexp.MustCompile(`^[A-Z]\d\d[A-Z]{2}\d\d$`)
	if len(medicines) < 40 {
		t.Errorf("%d medicines", len(medicines))
	}
	ids := map[string]bool{}
	for _, m := range medicines {
		if !atc.MatchString(m.atc) || m.substance == "" || m.dosage == "" || groups[m.group] == "" || uses[m.use] == "" || ids[m.id()] {
			t.Errorf("%s: not as the code lists have it", m.name)
		}
		if (m.legal != "" && legal[m.legal] == "") || (m.condition != "" && conditions[m.condition] == "") || (m.legal == "200") != (m.condition != "") {
			t.Errorf("%s: reimbursed for nothing", m.name)
		}
		ids[m.id()] = true
	}
}

// The personas have what demonstrations say, the population has some of everything, and
// all of it is the same each time.
func TestReseptformidlerContent(t *testing.T) {
	w, err := world.New(world.Options{Now: mocktest.NewCaller(t).World.Now, People: 200})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, person := range w.People() {
		all := prescriptions(w, person)
		if again := prescriptions(w, person); len(again) != len(all) || (len(all) > 0 && again[0].reseptID != all[0].reseptID) {
			t.Fatal("not the same twice")
		}
		for _, p := range all {
			if p.medicine == nil || p.issued.After(w.Today()) {
				t.Fatal("a prescription of nothing, or of tomorrow")
			}
			if (p.status == "E" || p.status == "U") && p.expires.Before(w.Today()) {
				t.Error("an open prescription has run out")
			}
			for what, is := range map[string]bool{"status " + p.status: true, "locked": p.locked, "reserved": p.reserved, "recalled at the pharmacy": p.recalled && p.status == "U"} {
				if is {
					seen[what]++
				}
			}
			for _, d := range p.dispenses {
				if d.at.After(w.Today()) || d.at.Before(p.issued) {
					t.Error("dispensed before it was written, or tomorrow")
				}
				if d.cancelled {
					seen["cancelled"]++
				}
			}
		}
	}
	for _, what := range []string{"status ", "status E", "status U", "status R", "status T", "status F", "locked", "reserved", "recalled at the pharmacy", "cancelled"} {
		if seen[what] == 0 {
			t.Errorf("nobody has any: %q", what)
		}
	}
}

// An answer holds nothing locked, an unrequested member, the event's id, and every name
// the code systems go by.
func TestReseptformidlerAnswers(t *testing.T) {
	s := mocktest.NewCaller(t)
	service := New(s.World, s.Issuer)
	ask := func(persona string) string {
		r := s.Request(audience, scope, http.MethodPost, "/MedicationStatement/_search",
			form(s.World.Persona(persona).Number, "&_include=MedicationStatement:medication&_revinclude=MedicationDispense:prescription"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		got := httptest.NewRecorder()
		service.ServeHTTP(got, r)
		if got.Code != http.StatusOK || got.Header().Get("nhn-event-id") != "hendelse-1" || !json.Valid(got.Body.Bytes()) {
			t.Fatalf("%s: %d", persona, got.Code)
		}
		return got.Body.String()
	}
	berit := ask("berit")
	for _, what := range []string{
		"urn:oid:2.16.578.1.12.4.1.1.7408", "http://ehelse.no/fhir/CodeSystem/no-kodeverk-7408", "http://helsedir.no/fhir/CodeSystem/no-kodeverk-7408",
		"http://ehelse.no/fhir/CodeSystem/FEST", "http://dmp.no/fhir/NamingSystem/festLegemiddelPakning", "ekstra felt", `"recallcode"`, `"Uten resept"`,
	} {
		if !strings.Contains(berit, what) {
			t.Errorf("no %s", what)
		}
	}
	if strings.Contains(berit, "Sobril") {
		t.Error("a locked prescription is given")
	}
	if !strings.Contains(ask("dan"), "guardiantransparencyreservation") {
		t.Error("nothing of dan's is kept from his parents")
	}
	shuffled := false
	for range 5 {
		shuffled = shuffled || ask("berit") != berit
	}
	if !shuffled {
		t.Error("the register always answers in the same order")
	}
}
