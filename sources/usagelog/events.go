package usagelog

import (
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

// event is an AuditEvent as read.
type event struct {
	fhir.Resource
	Type        fhir.CodingWire    `json:"type"`
	Subtype     []fhir.CodingWire  `json:"subtype"`
	Recorded    string             `json:"recorded"`
	Outcome     string             `json:"outcome"`
	OutcomeDesc string             `json:"outcomeDesc"`
	Agent       []fhir.AuditAgent  `json:"agent"`
	Entity      []fhir.AuditEntity `json:"entity"`
}

// whose returns the patient of an event.
func whose(s *fhir.Searchset, e *event) fhir.Owner {
	var patients []fhir.Reference
	for _, entity := range e.Entity {
		if entity.Role.Code == patientRole {
			patients = append(patients, entity.What)
		}
	}
	return s.Whose(&e.Resource, patients...)
}

// readLog converts the events to entries; at the same moment a login sorts as
// earlier than a use. An event without an id or a time cannot be shown, and is
// lost, as is one that was not searched for. Codes are for the subject alone.
func readLog(events []*event, toSelf bool, right func(*event) bool) nhn.Found[UsageLogEntry] {
	found := nhn.Found[UsageLogEntry]{Rows: make([]nhn.Row[UsageLogEntry], 0, len(events))}
	seen := make(map[string]bool, len(events))
	for _, e := range events {
		if seen[e.ID] { // new entries shift old ones onto the next page during reading
			continue
		}
		entry, ok := e.entry()
		if !ok || !right(e) {
			found.Lost++
			continue
		}
		seen[e.ID] = true
		if entry.Kind == nil || entry.Outcome == nil {
			found.Faults++
		}
		if toSelf && !e.isAct() {
			entry.Code = fhir.String(e.OutcomeDesc)
		}
		found.Rows = append(found.Rows, nhn.Row[UsageLogEntry]{Position: nhn.PositionOf(e.Recorded, entry.rank()+e.ID), Value: entry})
	}
	return found
}

// entry converts an event; false if it is not an entry. A date alone is not a
// time. An unknown kind or outcome is nil.
func (e *event) entry() (UsageLogEntry, bool) {
	at := fhir.ParseInstant(e.Recorded)
	if at == nil || !strings.Contains(e.Recorded, "T") || e.ID == "" {
		return UsageLogEntry{}, false
	}
	out := UsageLogEntry{At: *at, Kind: kindOfUse(e.Type.Code), Outcome: outcome(e.Outcome)}
	if e.isAct() {
		kind, outcome := Change, outcomeOfAct(e.OutcomeDesc)
		out.Kind, out.Outcome = &kind, &outcome
	}
	for _, c := range e.Subtype {
		if s, err := policy.ParseService(c.Code); c.System == systemService && err == nil {
			out.Service = &s
		}
	}
	for _, a := range e.Agent {
		if a.Requestor {
			out.Actor = actor(a)
		} else if a.Type.Has(systemDCM, application) {
			out.Client = &UsageLogClient{ID: fhir.String(a.Who.Identifier.Value), Name: fhir.String(a.Name)}
		}
	}
	return out, true
}

// isBy reports whether the event may be a use by a person: the log masks numbers but
// for the date of birth.
func (e *event) isBy(n fnr.Number) bool {
	const birth = 6
	return slices.ContainsFunc(e.Agent, func(a fhir.AuditAgent) bool {
		return a.Requestor && strings.HasPrefix(a.Who.Identifier.Value, n.Digits()[:birth])
	})
}

// isAct reports whether the event is one of an act that was not refused by a rule.
func (e *event) isAct() bool {
	return slices.ContainsFunc(e.Entity, func(entity fhir.AuditEntity) bool { return len(entity.Detail) > 0 })
}

// outcomeOfAct is the outcome of an act by its word. An act without one began, and
// nothing more is known.
func outcomeOfAct(word string) Outcome {
	switch o := Outcome(word); o {
	case Done, Accepted, NotDone:
		return o
	default:
		return Unknown
	}
}

func kindOfUse(code string) *Kind {
	kind := Use
	switch code {
	case patientRecord:
	case userAuthentication:
		kind = Login
	default:
		return nil
	}
	return &kind
}

func outcome(code string) *Outcome {
	out := Used
	switch code {
	case success:
	case refusal:
		out = Refused
	default:
		return nil
	}
	return &out
}

// actor is an agent's name and relation. The number, masked or not, is not read,
// and a name with digits in it is dropped.
func actor(a fhir.AuditAgent) *Actor {
	var out Actor
	if name := strings.TrimSpace(a.Name); name != "" && !strings.ContainsAny(name, "0123456789") {
		out.Name = &fhir.HumanName{Full: name}
	}
	for _, row := range relations {
		for _, role := range a.Role {
			if role.Has(row.system, row.code) {
				out.Relation = &row.relation
			}
		}
	}
	if out == (Actor{}) {
		return nil
	}
	return &out
}
