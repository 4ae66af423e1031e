package oppgaver

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/mocks/nhn"
)

// A sender changes what may be changed, until the task is closed.
func TestPatchIsStrict(t *testing.T) {
	op := func(path, kind string, value any) any {
		return nhn.Resource{"name": "operation", "part": []any{
			nhn.Resource{"name": "type", "valueCode": "replace"}, nhn.Resource{"name": "path", "valueString": path}, nhn.Resource{"name": "value", kind: value},
		}}
	}
	cancel, end, deadline := op("Task.status", "valueCode", "cancelled"), op(pathEnd, "valueDateTime", "2027-02-20T23:59:00+01:00"), op(pathDeadline, "valueDate", "2027-02-10")
	over := func(r nhn.Resource) { // anew each time, since one case changes it
		with("restriction", nhn.Resource{"period": nhn.Resource{"end": "2026-11-01T23:59:00+01:00"}})(r)
	}
	for name, c := range map[string]struct {
		task    func(nhn.Resource)
		changes []any
		want    string
	}{
		"withdrawn":              {nil, []any{cancel, op("Task.description", "valueString", "Utgår")}, ""},
		"both deadlines":         {nil, []any{end, deadline}, ""},
		"one of two deadlines":   {nil, []any{end}, "begge fristene"},
		"the only deadline":      {with("restriction", nil), []any{end}, ""},
		"the title":              {nil, []any{op("Task.code.text", "valueString", "Ny")}, "bare status"},
		"the owner":              {nil, []any{op("Task.owner", "valueReference", nhn.Resource{})}, "bare status"},
		"a status unknown to R4": {nil, []any{op("Task.status", "valueCode", "borte")}, "status er ukjent"},
		"one that is done":       {with("status", "completed"), []any{cancel}, "avsluttet"},
		"one that is withdrawn":  {with("status", "cancelled"), []any{cancel}, "avsluttet"},
		"one that never was":     {with("status", "entered-in-error"), []any{cancel}, "avsluttet"},
		"one past its time":      {over, []any{cancel}, "passert"},
		"one past its period only": {func(r nhn.Resource) {
			over(r)
			r["restriction"].(nhn.Resource)["extension"] = []any{nhn.Resource{"url": extDeadline, "valueDate": "2026-12-01"}}
		}, []any{cancel}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSender(t)
			if status, fault, _ := s.send(http.MethodPost, taskPath, "/oppgave", valid(s.World.Persona("line").Number, c.task)); status != http.StatusCreated {
				t.Fatal(status, fault)
			}
			want := http.StatusOK
			if c.want != "" {
				want = http.StatusBadRequest
			}
			status, fault, got := s.send(http.MethodPatch, taskPath+"/"+pushID, "/oppgave", nhn.Resource{"resourceType": "Parameters", "parameter": c.changes})
			if status != want || !strings.Contains(fault, c.want) {
				t.Errorf("%d %s", status, fault)
			}
			if name == "withdrawn" && (!strings.Contains(got.Body.String(), "Utgår") || !strings.Contains(s.found(s.World.Persona("line").Number), "Utgår")) {
				t.Error("the change is not seen")
			}
		})
	}
	s := newSender(t)
	if status, _, _ := s.send(http.MethodPatch, taskPath+"/none", "/oppgave", nhn.Resource{"resourceType": "Parameters"}); status != http.StatusNotFound {
		t.Error(status)
	}
}
