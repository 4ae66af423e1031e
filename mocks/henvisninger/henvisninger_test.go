package henvisninger

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
)

const (
	audience = "nhn:helsenorge.eksternapi"
	path     = "/henvisninger/api/v1/ServiceRequest"
)

func TestSearchIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	line := url.QueryEscape("urn:oid:2.16.578.1.12.4.1.4.1|" + s.World.Persona("line").Number)
	s.IsStrict(t, New(s.World, s.Issuer), audience, audience+"/henvisninger_read", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, []mocktest.Case{
		{Name: "search", Method: "POST", Path: path + "/_search", Body: "patient.identifier=" + line, Status: 200},
		{Name: "nobody", Method: "POST", Path: path + "/_search", Status: 400, Code: "HV-0014"},
		{Name: "an unknown parameter", Method: "POST", Path: path + "/_search", Body: "status=active&patient.identifier=" + line, Status: 400, Code: "HV-0014"},
		{Name: "by GET", Method: "GET", Path: path, Status: 404, Code: "HV-0007"},
		{Name: "a push with the scope of a search", Method: "POST", Path: path, Body: "{}", Status: 403, Code: "AUTH-0010"},
	})
}

// pushed is a valid referral about a persona, changed.
func pushed(t *testing.T, number string, change func(r nhn.Resource)) string {
	t.Helper()
	r := nhn.Resource{
		"resourceType": "ServiceRequest", "status": "active", "intent": "order", "priority": "routine", "meta": nhn.Areas(),
		"identifier": []any{nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:cdeaceeb-4119-42c6-8a3a-b8d495970cb9"}},
		"subject":    nhn.Resource{"type": "Patient", "identifier": nhn.Resource{"system": nhn.NumberSystem(number), "value": number}},
		"extension":  []any{nhn.Resource{"url": extension + "no-mottatt-dato", "valueDateTime": "2026-10-02"}},
	}
	if change != nil {
		change(r)
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPushIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	register := New(s.World, s.Issuer)
	line, dina, bodil := s.World.Persona("line").Number, s.World.Persona("dina").Number, s.World.Persona("bodil").Number
	send := func(method, path, body string) (status int, code, location string) {
		r := s.Request(audience, audience+"/henvisninger", method, path, body)
		r.Header.Set("Content-Type", "application/fhir+json")
		got := mocktest.Ask(register, r)
		var outcome struct {
			Issue []struct {
				Details struct {
					Coding []struct{ Code string }
					Text   string
				}
			}
		}
		if json.Unmarshal(got.Body.Bytes(), &outcome) == nil && len(outcome.Issue) == 1 && len(outcome.Issue[0].Details.Coding) > 0 {
			code = outcome.Issue[0].Details.Coding[0].Code + " " + outcome.Issue[0].Details.Text
		}
		return got.Code, code, got.Header().Get("Location")
	}
	with := func(name string, v any) func(nhn.Resource) { return func(r nhn.Resource) { r[name] = v } }
	citizen := func(about nhn.Resource) func(nhn.Resource) {
		return func(r nhn.Resource) {
			all := maps.Clone(r["subject"].(nhn.Resource))
			maps.Copy(all, about)
			r["subject"] = all
		}
	}
	identified := func(value string) func(nhn.Resource) {
		return with("identifier", []any{nhn.Resource{"system": "urn:ietf:rfc:3986", "value": value}})
	}
	date := nhn.Resource{"url": extension + "no-vurdert-dato", "valueDateTime": "2026-10-02"}
	for name, c := range map[string]struct {
		number string
		change func(nhn.Resource)
		want   string
	}{
		"without priority":             {line, with("priority", nil), "priority"},
		"priority asap":                {line, with("priority", "asap"), "priority"},
		"a plan":                       {line, with("intent", "plan"), "intent"},
		"a status unknown to R4":       {line, with("status", "mottatt"), "status"},
		"without identifier":           {line, with("identifier", nil), "UUID"},
		"a number for an identifier":   {line, identified("42"), "UUID"},
		"an identifier without system": {line, with("identifier", []any{nhn.Resource{"value": "cdeaceeb-4119-42c6-8a3a-b8d495970cb9"}}), "UUID"},
		"a literal subject":            {line, citizen(nhn.Resource{"reference": "Patient/1"}), "reference"},
		"a subject of no type":         {line, citizen(nhn.Resource{"type": nil}), "Patient"},
		"a group":                      {line, citizen(nhn.Resource{"type": "Group"}), "Patient"},
		"the system of another number": {line, citizen(nhn.Resource{"identifier": nhn.Resource{"system": "urn:oid:2.16.578.1.12.4.1.4.2", "value": line}}), "fødselsnummer"},
		"a profession in words":        {line, with("performerType", nhn.Coded("Lege")), "performerType"},
		"infection elsewhere":          {line, with("supportingInfo", []any{nhn.Resource{"reference": "Condition/1"}}), "contained"},
		"two days of assessment":       {line, with("extension", []any{date, date}), "no-vurdert-dato"},
		"a reply as a day":             {line, with("extension", []any{nhn.Resource{"url": extension + "servicerequest-statusReason", "valueDateTime": "2026-10-02"}}), "servicerequest-statusReason"},
		"without area":                 {line, with("meta", nil), "2104"},
		"one who is not active":        {bodil, nil, "2118 Pasienten er ikke digitalt aktiv"},
		"one of 13 without a label":    {dina, nil, "2103"},
		"a message of another type":    {line, with("resourceType", "Task"), "2100"},
	} {
		if status, code, _ := send(http.MethodPost, path, pushed(t, c.number, c.change)); status != http.StatusBadRequest || !strings.Contains(code, c.want) {
			t.Errorf("%s: %d %s", name, status, code)
		}
	}
	if status, code, _ := send(http.MethodPut, path+"/1", pushed(t, line, with("id", "2"))); status != http.StatusBadRequest || !strings.Contains(code, "2101") {
		t.Errorf("another id than the address's: %d %s", status, code)
	}
	if status, _, location := send(http.MethodPost, path, pushed(t, line, with("id", "ignored"))); status != http.StatusCreated || location != path+"/cdeaceeb-4119-42c6-8a3a-b8d495970cb9" {
		t.Errorf("%d, %s", status, location)
	}
	if status, code, _ := send(http.MethodPost, path, pushed(t, dina, with("meta", nhn.Areas("NORN_FORANS")))); status != http.StatusCreated {
		t.Errorf("with a label: %d %s", status, code)
	}
}

// What was pushed is found, and replaced by a later push.
func TestPushedIsFound(t *testing.T) {
	s := mocktest.NewCaller(t)
	register := New(s.World, s.Issuer)
	line := s.World.Persona("line").Number
	const id = "/cdeaceeb-4119-42c6-8a3a-b8d495970cb9"
	for _, want := range []struct {
		priority string
		status   int
	}{{"urgent", http.StatusCreated}, {"stat", http.StatusOK}} {
		r := s.Request(audience, audience+"/henvisninger", http.MethodPut, path+id, pushed(t, line, func(r nhn.Resource) { r["id"], r["priority"] = id[1:], want.priority }))
		r.Header.Set("Content-Type", "application/fhir+json")
		if got := mocktest.Ask(register, r); got.Code != want.status {
			t.Fatal(got.Code, got.Body)
		}
		r = s.Request(audience, audience+"/henvisninger_read", http.MethodPost, path+"/_search", "patient.identifier="+line)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		got := mocktest.Ask(register, r).Body.String()
		if strings.Count(got, `"priority":"`+want.priority+`"`) != 1 || !strings.Contains(got, `"total":3`) {
			t.Errorf("%s: %s", want.priority, got)
		}
	}
}
