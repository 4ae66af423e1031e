package oppgaver

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"helsegraf/mocks/nhn"
)

// A form is sent in only as the answer to a task, and as a PDF that is one.
func TestSentInIsStrict(t *testing.T) {
	s := newSender(t)
	number := s.World.Persona("line").Number
	file := func(contentType, text string) any {
		return []any{nhn.Resource{"attachment": nhn.Resource{"contentType": contentType, "data": base64.StdEncoding.EncodeToString([]byte(text))}}}
	}
	for name, c := range map[string]struct {
		change func(nhn.Resource)
		status int
		want   string
	}{
		"valid":                  {func(nhn.Resource) {}, http.StatusOK, ""},
		"without context":        {with("context", nil), http.StatusBadRequest, "102 "},
		"the answer to no task":  {with("context", nhn.Resource{"related": []any{nhn.Resource{"type": "Encounter", "identifier": nhn.Resource{"value": pushID}}}}), http.StatusBadRequest, "102 "},
		"a draft":                {with("docStatus", "preliminary"), http.StatusBadRequest, "1111 "},
		"without docStatus":      {with("docStatus", nil), http.StatusBadRequest, "1111 "},
		"superseded":             {with("status", "superseded"), http.StatusBadRequest, "1111 "},
		"no PDF":                 {with("content", file("text/html", "<p>")), http.StatusBadRequest, "1112 "},
		"without a file":         {with("content", nil), http.StatusBadRequest, "1112 "},
		"HTML that is named PDF": {with("content", file("application/pdf", "<html>")), http.StatusInternalServerError, "119 MELD-SENT-000119"},
		"about nobody":           {with("subject", nil), http.StatusBadRequest, "2102 "},
		"two faults":             {func(r nhn.Resource) { r["context"], r["docStatus"] = nil, nil }, http.StatusBadRequest, "102 "},
	} {
		r := nhn.Resource{
			"resourceType": "DocumentReference", "status": "current", "docStatus": "final", "content": file("application/pdf", "%PDF-1.4"),
			"subject": nhn.Resource{"type": "Patient", "identifier": nhn.Resource{"system": nhn.NumberSystem(number), "value": number}},
			"context": nhn.Resource{"related": []any{nhn.Resource{"type": "Task", "identifier": nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:" + pushID}}}},
		}
		c.change(r)
		status, fault, got := s.send(http.MethodPost, "/skjema/v1/DocumentReference", "/skjema", r)
		if status != c.status || !strings.HasPrefix(fault, c.want) || c.want == "" && !strings.Contains(got.Body.String(), `"versionId":"1"`) {
			t.Errorf("%s: %d %s", name, status, fault)
		}
	}
	if status, _, _ := s.send(http.MethodPost, "/skjema/v1/DocumentReference", "/oppgave", nhn.Resource{}); status != http.StatusForbidden {
		t.Error(status)
	}
}
