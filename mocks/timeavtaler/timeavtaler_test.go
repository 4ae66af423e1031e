package timeavtaler

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"helsegraf/mocks/mocktest"
)

const searchPath = base + "/Appointment/_search"

func form(number, more string) string {
	return "patient.identifier=" + url.QueryEscape("urn:oid:2.16.578.1.12.4.1.4.1|"+number) + more
}

func TestSearchIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	line := s.World.Persona("line").Number
	header := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	s.IsStrict(t, New(s.World, s.Issuer), audience, readScope, header, []mocktest.Case{
		{Name: "the person alone", Method: "POST", Path: searchPath, Body: form(line, ""), Status: 200},
		{Name: "all parameters", Method: "POST", Path: searchPath, Body: form(line, "&date=ge2026-11-22&status=booked%2Cproposed&_count=10&_page=1"), Status: 200},
		{Name: "a date without a prefix", Method: "POST", Path: searchPath, Body: form(line, "&date=2026-11-22"), Status: 400, Code: "TIME-0014"},
		{Name: "no such date", Method: "POST", Path: searchPath, Body: form(line, "&date=ge2026-13-22"), Status: 400, Code: "TIME-0014"},
		{Name: "a status the profile does not have", Method: "POST", Path: searchPath, Body: form(line, "&status=pending"), Status: 400, Code: "TIME-0014"},
		{Name: "nobody", Method: "POST", Path: searchPath, Body: "status=booked", Status: 400, Code: "TIME-0014"},
		{Name: "the number in the address", Method: "POST", Path: searchPath + "?" + form(line, ""), Status: 400, Code: "TIME-0014"},
		{Name: "another resource", Method: "POST", Path: base + "/AppointmentResponse/_search", Body: form(line, ""), Status: 404, Code: "TIME-0007"},
	})
}

// found are the statuses of a person's appointments in a search.
func found(t *testing.T, s *mocktest.Caller, h http.Handler, number, more string) []string {
	t.Helper()
	r := s.Request(audience, readScope, "POST", searchPath, form(number, "&_count=100"+more))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	got := mocktest.Ask(h, r)
	var bundle struct {
		Entry []struct{ Resource struct{ ID, Status string } }
	}
	if err := json.Unmarshal(got.Body.Bytes(), &bundle); err != nil || got.Code != http.StatusOK {
		t.Fatal(got.Code, err)
	}
	var all []string
	for _, e := range bundle.Entry {
		all = append(all, e.Resource.Status)
	}
	return all
}

// A date also finds home visits, which have a window and no start.
func TestSearch(t *testing.T) {
	s := mocktest.NewCaller(t)
	h := New(s.World, s.Issuer)
	berit := s.World.Persona("berit").Number
	for more, want := range map[string]int{"": 6, "&date=ge2026-11-22": 4, "&status=proposed": 2, "&status=cancelled": 2, "&date=ge2026-11-22&status=cancelled,proposed": 3, "&status=noshow": 0} {
		if got := found(t, s, h, berit, more); len(got) != want {
			t.Errorf("%q finds %v, want %d", more, got, want)
		}
	}
}
