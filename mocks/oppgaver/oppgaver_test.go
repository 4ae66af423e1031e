package oppgaver

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
)

const (
	taskPath = "/oppgave/v1/Task"
	pushID   = "cdeaceeb-4119-42c6-8a3a-b8d495970cb9"
)

func TestSearchIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	line := url.QueryEscape("urn:oid:2.16.578.1.12.4.1.4.1|" + s.World.Persona("line").Number)
	s.IsStrict(t, New(s.World, s.Issuer), audience, audience+"/oppgave_read", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, []mocktest.Case{
		{Name: "search", Method: "POST", Path: taskPath + "/_search", Body: "patient.identifier=" + line, Status: 200},
		{Name: "nobody", Method: "POST", Path: taskPath + "/_search", Status: 400, Code: "OPPG-0014"},
		{Name: "an unknown parameter", Method: "POST", Path: taskPath + "/_search", Body: "status=ready&patient.identifier=" + line, Status: 400, Code: "OPPG-0014"},
		{Name: "by GET", Method: "GET", Path: taskPath, Status: 404, Code: "OPPG-0007"},
		{Name: "by PUT", Method: "PUT", Path: taskPath + "/1", Body: "{}", Status: 404, Code: "OPPG-0007"},
		{Name: "a push with the scope of a search", Method: "POST", Path: taskPath, Body: "{}", Status: 403, Code: "AUTH-0010"},
	})
}

// sender sends tasks to the stand-in as a sender does.
type sender struct {
	*mocktest.Caller
	t        *testing.T
	register http.Handler
}

func newSender(t *testing.T) *sender {
	t.Helper()
	s := mocktest.NewCaller(t)
	return &sender{s, t, New(s.World, s.Issuer)}
}

// send returns the status, and the code and text of the fault.
func (s *sender) send(method, path, scope string, body any) (status int, fault string, got *httptest.ResponseRecorder) {
	s.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	r := s.Request(audience, audience+scope, method, path, string(text))
	r.Header.Set("Content-Type", "application/fhir+json")
	got = mocktest.Ask(s.register, r)
	var outcome struct {
		Issue []struct {
			Details struct {
				Coding []struct{ Code string }
				Text   string
			}
		}
	}
	if json.Unmarshal(got.Body.Bytes(), &outcome) == nil && len(outcome.Issue) == 1 && len(outcome.Issue[0].Details.Coding) > 0 {
		fault = outcome.Issue[0].Details.Coding[0].Code + " " + outcome.Issue[0].Details.Text
	}
	return got.Code, fault, got
}

// valid is a valid task for a person, changed.
func valid(number string, change func(nhn.Resource)) nhn.Resource {
	r := nhn.Resource{
		"resourceType": "Task", "status": "ready", "intent": "proposal", "meta": nhn.Areas(), "code": nhn.Resource{"text": "Fyll ut skjema"},
		"identifier": []any{nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:" + pushID}},
		"owner":      nhn.Resource{"type": "Patient", "identifier": nhn.Resource{"system": nhn.NumberSystem(number), "value": number}},
		"contained":  []any{nhn.Resource{"resourceType": "Organization", "id": "r", "name": "Eksempel sykehus"}}, "requester": nhn.Resource{"reference": "#r"},
		"focus":       nhn.Resource{"type": "Questionnaire", "reference": "Questionnaire/preoperativ-3"},
		"restriction": nhn.Resource{"period": nhn.Resource{"end": "2027-01-20T23:59:00+01:00"}, "extension": []any{nhn.Resource{"url": extDeadline, "valueDate": "2027-01-10"}}},
	}
	if change != nil {
		change(r)
	}
	return r
}

func with(name string, v any) func(nhn.Resource) { return func(r nhn.Resource) { r[name] = v } }

func TestPushIsStrict(t *testing.T) {
	s := newSender(t)
	line, dina, bodil := s.World.Persona("line").Number, s.World.Persona("dina").Number, s.World.Persona("bodil").Number
	letter := func(address any) func(nhn.Resource) {
		return func(r nhn.Resource) {
			r["focus"] = nhn.Resource{"type": "Communication"}
			if address != nil {
				r["instantiatesUri"] = address
			}
		}
	}
	owner := func(about nhn.Resource) func(nhn.Resource) {
		return func(r nhn.Resource) {
			all := maps.Clone(r["owner"].(nhn.Resource))
			maps.Copy(all, about)
			r["owner"] = all
		}
	}
	deadline := nhn.Resource{"url": extDeadline, "valueDate": "2027-01-10"}
	for name, c := range map[string]struct {
		number string
		change func(nhn.Resource)
		want   string
	}{
		"without focus":               {line, with("focus", nil), "2109 Task.focus"},
		"focus of no type":            {line, with("focus", nhn.Resource{"reference": "Questionnaire/1"}), "2109 Task.focus"},
		"a letter without address":    {line, letter(nil), "2147 Task.instantiatesUri"},
		"a form elsewhere, without":   {line, with("focus", nhn.Resource{"type": "Questionnaire"}), "2147 Task.instantiatesUri"},
		"one who is not active":       {bodil, nil, "2118 Pasienten er ikke digitalt aktiv"},
		"an address without TLS":      {line, letter("http://sykehus.example.no"), "https"},
		"a script for an address":     {line, letter("javascript:alert(1)"), "https"},
		"focus on an encounter":       {line, with("focus", nhn.Resource{"type": "Encounter"}), "focus.type"},
		"without title":               {line, with("code", nhn.Coded("", "urn:x", "1")), "tittel"},
		"a status unknown to R4":      {line, with("status", "ny"), "status"},
		"a status of old":             {line, with("status", "requested"), "status"},
		"without intent":              {line, with("intent", nil), "intent"},
		"a requester elsewhere":       {line, with("requester", nhn.Resource{"reference": "Organization/1"}), "requester"},
		"a requester without a name":  {line, with("contained", []any{nhn.Resource{"resourceType": "Organization", "id": "r"}}), "requester"},
		"without identifier":          {line, with("identifier", nil), "UUID"},
		"a literal owner":             {line, owner(nhn.Resource{"reference": "Patient/1"}), "reference"},
		"an owner of no type":         {line, owner(nhn.Resource{"type": nil}), "Patient"},
		"a period that ends on a day": {line, with("restriction", nhn.Resource{"period": nhn.Resource{"end": "2027-01-20"}}), "tidspunkt"},
		"two deadlines":               {line, with("restriction", nhn.Resource{"extension": []any{deadline, deadline}}), "hn-task-deadline"},
		"a deadline at a time":        {line, with("restriction", nhn.Resource{"extension": []any{nhn.Resource{"url": extDeadline, "valueDateTime": "2027-01-10"}}}), "hn-task-deadline"},
		"without area":                {line, with("meta", nil), "2104"},
		"one of 13 without a label":   {dina, nil, "2103"},
		"a message of another type":   {line, with("resourceType", "ServiceRequest"), "2100"},
	} {
		if status, fault, _ := s.send(http.MethodPost, taskPath, "/oppgave", valid(c.number, c.change)); status != http.StatusBadRequest || !strings.Contains(fault, c.want) {
			t.Errorf("%s: %d %s", name, status, fault)
		}
	}
	// One fault at a time.
	if _, fault, _ := s.send(http.MethodPost, taskPath, "/oppgave", valid(bodil, func(r nhn.Resource) { r["focus"], r["meta"] = nil, nil })); !strings.HasPrefix(fault, "2109") {
		t.Error(fault)
	}
	if status, _, got := s.send(http.MethodPost, taskPath, "/oppgave", valid(line, nil)); status != http.StatusCreated || got.Header().Get("Location") != taskPath+"/"+pushID {
		t.Error(status, got.Header())
	}
	if status, fault, _ := s.send(http.MethodPost, taskPath, "/oppgave", valid(dina, with("meta", nhn.Areas("NORN_FORANS")))); status != http.StatusCreated {
		t.Error(status, fault)
	}
}

// found is what a search finds about a person.
func (s *sender) found(number string) string {
	s.t.Helper()
	r := s.Request(audience, audience+"/oppgave_read", http.MethodPost, taskPath+"/_search", "_count=100&patient.identifier="+number)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return mocktest.Ask(s.register, r).Body.String()
}

func TestPushedIsFound(t *testing.T) {
	s := newSender(t)
	line := s.World.Persona("line").Number
	if got := s.found(line); strings.Contains(got, pushID) || !strings.Contains(got, `"total":8`) {
		t.Error(got)
	}
	if status, fault, _ := s.send(http.MethodPost, taskPath, "/oppgave", valid(line, nil)); status != http.StatusCreated {
		t.Fatal(status, fault)
	}
	if got := s.found(line); strings.Count(got, `"id":"`+pushID+`"`) != 1 || !strings.Contains(got, `"total":9`) {
		t.Error(got)
	}
}
