package helsekontakter

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

const (
	audience = "nhn:helsenorge.eksternapi"
	path     = "/helsekontakter/api/v1/EpisodeOfCare"
)

func TestSearchIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	line := url.QueryEscape("urn:oid:2.16.578.1.12.4.1.4.1|" + s.World.Persona("line").Number)
	s.IsStrict(t, New(s.World, s.Issuer), audience, audience+"/helsekontakter_read", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, []mocktest.Case{
		{Name: "search", Method: "POST", Path: path + "/_search", Body: "patient.identifier=" + line, Status: 200},
		{Name: "nobody", Method: "POST", Path: path + "/_search", Status: 400, Code: "HK-0014"},
		{Name: "by GET", Method: "GET", Path: path, Status: 404, Code: "HK-0007"},
		{Name: "a push with the scope of a search", Method: "POST", Path: path, Body: "{}", Status: 403, Code: "AUTH-0010"},
	})
}

// Everything the stand-in holds passes its own check, and what a push may not be is
// refused.
func TestPushIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	register := New(s.World, s.Issuer)
	push := func(p *world.Person, change func(r nhn.Resource)) (status int, code string) {
		t.Helper()
		all := episodes(s.World, s.World.Persona("berit"))
		r := nhn.LogicalPatient("patient", all[0])(p.Number)
		if change != nil {
			change(r)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		request := s.Request(audience, audience+"/helsekontakter", http.MethodPost, path, string(text))
		request.Header.Set("Content-Type", "application/fhir+json")
		got := mocktest.Ask(register, request)
		return got.Code, got.Body.String()
	}
	line, dina, bodil := s.World.Persona("line"), s.World.Persona("dina"), s.World.Persona("bodil")
	organization := func(o nhn.Resource) func(nhn.Resource) {
		return func(r nhn.Resource) {
			o["resourceType"], o["id"] = "Organization", "o"
			r["contained"] = append([]any{o}, r["contained"].([]any)...)
			r["managingOrganization"] = nhn.Resource{"reference": "#o"}
		}
	}
	her := []any{nhn.Resource{"system": systemHER, "value": "91000"}}
	for name, c := range map[string]struct {
		about  *world.Person
		change func(nhn.Resource)
		want   string
	}{
		"no organization":               {line, func(r nhn.Resource) { delete(r, "managingOrganization") }, "HER-id"},
		"an organization outside":       {line, func(r nhn.Resource) { r["managingOrganization"] = nhn.Logical(91000, "Eksempel") }, "HER-id"},
		"an organization of level 1":    {line, organization(nhn.Resource{"identifier": her}), "HER-id på nivå 2"},
		"one without a HER-id":          {line, organization(nhn.Resource{"partOf": nhn.Resource{"display": "Eksempel"}}), "HER-id"},
		"no team":                       {line, func(r nhn.Resource) { delete(r, "team") }, "team"},
		"a team outside":                {line, func(r nhn.Resource) { r["team"] = []any{nhn.Resource{"reference": "CareTeam/1"}} }, "CareTeam"},
		"a status unknown to R4":        {line, func(r nhn.Resource) { r["status"] = "aktiv" }, "status"},
		"a literal patient":             {line, func(r nhn.Resource) { r["patient"].(nhn.Resource)["reference"] = "Patient/1" }, "reference"},
		"no identifier":                 {line, func(r nhn.Resource) { delete(r, "identifier") }, "UUID"},
		"one who is not active":         {bodil, nil, "2118"},
		"one of 13 without a label":     {dina, func(r nhn.Resource) { r["meta"] = nhn.Areas() }, "2103"},
		"without an area of Helsenorge": {line, func(r nhn.Resource) { delete(r, "meta") }, "2104"},
	} {
		if status, said := push(c.about, c.change); status != http.StatusBadRequest || !strings.Contains(said, c.want) {
			t.Errorf("%s: %d %s", name, status, said)
		}
	}
	if status, said := push(dina, func(r nhn.Resource) { r["meta"] = nhn.Areas("NORN_FORANS") }); status != http.StatusCreated {
		t.Errorf("%d %s", status, said)
	}
	for _, p := range s.World.People() {
		for _, r := range episodes(s.World, p) {
			if fault := wrong(r); fault != nil || nhn.Identity(r) == "" {
				t.Fatalf("%s: %v", p.Key, fault)
			}
		}
	}
}
