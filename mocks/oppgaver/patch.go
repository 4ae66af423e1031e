package oppgaver

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
)

// Paths that a sender may change.
const (
	pathEnd      = "Task.restriction.period.end"
	pathDeadline = "Task.restriction.extension"
)

var changeable = []string{"Task.status", "Task.statusReason", "Task.note", "Task.description", "Task.basedOn", pathEnd, pathDeadline}

// patch changes the tasks that senders have pushed, by FHIRPath Patch.
func patch(n nhn.Service, push *nhn.Push) {
	n.Scope = push.Scope
	n.Handle("PATCH "+push.Path+"/{id}", func(w http.ResponseWriter, r *http.Request) {
		if !n.Accepts(w, r, nhn.MediaFHIR) {
			return
		}
		sent := nhn.Resource{}
		if json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&sent) != nil || sent["resourceType"] != "Parameters" {
			refuse(w, http.StatusBadRequest, nhn.Fault{Code: "2100", Text: "Ressursen kan ikke leses"})
			return
		}
		task, known, fault := push.Change(r.PathValue("id"), func(task nhn.Resource) (nhn.Resource, *nhn.Fault) {
			return patched(task, list(sent["parameter"]), n.World.Now())
		})
		switch {
		case !known:
			n.Refuse(w, r, http.StatusNotFound, "not-found", n.Prefix+"-0007")
		case fault != nil:
			refuse(w, http.StatusBadRequest, *fault)
		default:
			if c, ok := n.Begin(w, r, "PATCH Task"); ok {
				c.Reply(http.StatusOK, nhn.MediaFHIR, standin.JSON(task))
			}
		}
	})
}

// patched is the task with changes, or the first thing wrong with them.
func patched(task nhn.Resource, changes []any, now time.Time) (nhn.Resource, *nhn.Fault) {
	switch status := task["status"]; {
	case status == "completed" || status == "cancelled" || status == "entered-in-error":
		return nil, nhn.Wrong("oppgaven er avsluttet")
	case past(task, now):
		return nil, nhn.Wrong("oppgavens frist er passert")
	}
	out, touched := maps.Clone(task), map[string]bool{}
	restriction, _ := out["restriction"].(map[string]any)
	restriction = maps.Clone(restriction)
	if restriction == nil {
		restriction = nhn.Resource{}
	}
	for _, one := range changes {
		var kind, path string
		var value any
		for _, part := range list(at(one, "part")) {
			p, _ := part.(map[string]any)
			for name, v := range p {
				text, _ := v.(string)
				switch {
				case p["name"] == "type" && name == "valueCode":
					kind = text
				case p["name"] == "path" && name == "valueString":
					path = text
				case p["name"] == "value" && strings.HasPrefix(name, "value"):
					value = v
				}
			}
		}
		if at(one, "name") != "operation" || kind != "replace" && kind != "add" || value == nil || !slices.Contains(changeable, path) {
			return nil, nhn.Wrong("bare status, statusReason, note, description, frister og basedOn kan endres")
		}
		touched[path] = true
		switch name := strings.TrimPrefix(path, "Task."); {
		case path == pathEnd:
			restriction["period"] = nhn.Resource{"end": value}
		case path == pathDeadline:
			restriction["extension"] = []any{nhn.Resource{"url": extDeadline, "valueDate": value}}
		case name == "note" || name == "basedOn":
			out[name] = append(slices.Clone(list(out[name])), value)
		default:
			out[name] = value
		}
	}
	if len(list(at(task, "restriction", "extension"))) > 0 && touched[pathEnd] != touched[pathDeadline] {
		return nil, nhn.Wrong("begge fristene skal sendes på nytt")
	}
	out["restriction"] = restriction
	return out, wrong(out)
}

// past reports whether both the end of the task's period and its deadline are over.
func past(task nhn.Resource, now time.Time) bool {
	var last time.Time
	if s, _ := at(task, "restriction", "period", "end").(string); s != "" {
		last, _ = time.Parse(time.RFC3339, s)
	}
	for _, e := range list(at(task, "restriction", "extension")) {
		s, _ := at(e, "valueDate").(string)
		if day, err := time.ParseInLocation(time.DateOnly, s, now.Location()); err == nil && day.AddDate(0, 0, 1).After(last) {
			last = day.AddDate(0, 0, 1)
		}
	}
	return !last.IsZero() && !now.Before(last)
}
