package oppgaver

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/nhn"
)

const extDeadline = "http://helsenorge.no/fhir/StructureDefinition/hn-task-deadline"

// Faults with a published code.
var (
	faultFocus   = &nhn.Fault{Code: "2109", Text: "Task.focus mangler"}
	faultAddress = &nhn.Fault{Code: "2147", Text: "Task.instantiatesUri mangler"}
)

var (
	statuses = []string{"ready", "in-progress", "completed", "cancelled", "entered-in-error"}
	intents  = []string{"unknown", "proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"}
)

// wrong returns the first thing in a Task that Helsenorge's profile or R4 forbids,
// besides its identifier and the citizen's number.
func wrong(r nhn.Resource) *nhn.Fault {
	title, _ := at(r, "code", "text").(string)
	status, _ := r["status"].(string)
	intent, _ := r["intent"].(string)
	switch {
	case at(r, "owner", "type") != "Patient":
		return nhn.Wrong("owner.type skal være Patient")
	case !slices.Contains(statuses, status):
		return nhn.Wrong("status er ukjent")
	case !slices.Contains(intents, intent):
		return nhn.Wrong("intent er ukjent")
	case strings.TrimSpace(title) == "":
		return nhn.Wrong("code.text skal være oppgavens tittel")
	case !sent(r):
		return nhn.Wrong("requester skal være en contained Organization med navn")
	}
	if fault := focused(r); fault != nil {
		return fault
	}
	return limited(r)
}

// focused checks what the task is about, and its address: a form of Helsenorge's own, and
// something to do, may be without.
func focused(r nhn.Resource) *nhn.Fault {
	kind, _ := at(r, "focus", "type").(string)
	form, _ := at(r, "focus", "reference").(string)
	address, given := r["instantiatesUri"].(string)
	u, err := url.Parse(address)
	switch {
	case kind == "":
		return faultFocus
	case kind != "Questionnaire" && kind != "Communication" && kind != "Task":
		return nhn.Wrong("focus.type skal være Questionnaire, Communication eller Task")
	case !given && (kind == "Communication" || kind == "Questionnaire" && !strings.HasPrefix(form, "Questionnaire/")):
		return faultAddress
	case given && (err != nil || u.Scheme != "https" || u.Host == ""):
		return nhn.Wrong("instantiatesUri skal være https")
	}
	return nil
}

// limited checks the deadline, a day, and the end of the period, an instant.
func limited(r nhn.Resource) *nhn.Fault {
	if end := at(r, "restriction", "period", "end"); end != nil && !instant(end) {
		return nhn.Wrong("restriction.period.end skal være et tidspunkt")
	}
	seen := false
	for _, one := range list(at(r, "restriction", "extension")) {
		e, _ := one.(map[string]any)
		if e["url"] != extDeadline {
			continue
		}
		if day, _ := e["valueDate"].(string); seen || !date(day) {
			return nhn.Wrong("hn-task-deadline skal være én dato")
		}
		seen = true
	}
	return nil
}

// sent reports whether the requester is an organization contained in the task.
func sent(r nhn.Resource) bool {
	to, _ := at(r, "requester", "reference").(string)
	return slices.ContainsFunc(list(r["contained"]), func(one any) bool {
		o, _ := one.(map[string]any)
		id, _ := o["id"].(string)
		name, _ := o["name"].(string)
		return o["resourceType"] == "Organization" && id != "" && to == "#"+id && name != ""
	})
}

func instant(v any) bool {
	s, _ := v.(string)
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

func date(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// at is the value at the end of a path of members; nil when there is none.
func at(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}
