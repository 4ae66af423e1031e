package usagelog

import (
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Systems of codes, of DICOM, HL7 and Volven. The last is ours.
const (
	systemDCM      = "http://dicom.nema.org/resources/ontology/DCM"
	systemRole     = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
	systemPurpose  = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
	systemObject   = "http://terminology.hl7.org/CodeSystem/object-role"
	systemEntity   = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
	systemRelation = fhir.VolvenOID + "7611"
	systemService  = "urn:helsegraf:service"
	systemClient   = "urn:helsegraf:client"
)

// Codes of those systems, and types of resources.
const (
	patientRecord      = "110110" // DCM: a use
	userAuthentication = "110114" // DCM: a login
	application        = "110150" // DCM: the kind of agent
	patientRole        = "1"      // of an entity
	success, refusal   = "0", "4" // outcomes of an AuditEvent
	used, refused      = "USED", "REFUSED"
	use, login         = "USE", "LOGIN"
	auditEvent, remark = "AuditEvent", "OperationOutcome"
	patientRequest     = "PATRQT" // v3 PurposeOfUse
)

// relations are the codes of 7611, and HL7's for somebody themselves, with the
// purpose of use (v3 PurposeOfUse) that each stands for.
var relations = []struct {
	relation              policy.Relation
	system, code, purpose string
}{
	{policy.Self, systemRole, "ONESELF", patientRequest},
	{policy.Parent, systemRelation, "FO", "FAMRQT"},
	{policy.PowerOfAttorney, systemRelation, "FU", "PWATRNY"},
	{policy.Assigned, systemRelation, "TD", "PWATRNY"},
	{policy.Guardian, systemRelation, "VE", "PWATRNY"},
}

// event is an AuditEvent that was read.
type event struct {
	*fhir.AuditEvent
	at time.Time // Recorded
}

func (e Entry) event(id string, actor fnr.Number) fhir.AuditEvent {
	requester := fhir.AuditAgent{Who: person(actor), Requestor: true}
	if e.Actor.Name != nil {
		requester.Name = e.Actor.Name.Full
	}
	purpose := patientRequest
	if r := e.Actor.Relation; r != nil {
		for _, row := range relations {
			if row.relation == *r {
				purpose, requester.Role = row.purpose, []fhir.CodeableConcept{concept(row.system, row.code)}
			}
		}
	}
	event := fhir.AuditEvent{
		ResourceType:   auditEvent,
		ID:             id,
		Type:           coding(systemDCM, patientRecord),
		Subtype:        []fhir.CodingWire{coding(systemService, e.Service.String())},
		Action:         "R",
		Recorded:       e.At.UTC().Format("2006-01-02T15:04:05.000Z"),
		Outcome:        success,
		PurposeOfEvent: []fhir.CodeableConcept{concept(systemPurpose, purpose)},
		Agent: []fhir.AuditAgent{requester, {
			Type: concept(systemDCM, application),
			Who:  fhir.Reference{Identifier: fhir.Identifier{System: systemClient, Value: e.Client.ID}},
			Name: e.Client.Name,
		}},
		Source: fhir.AuditSource{Observer: fhir.Reference{Display: "Helsegraf"}},
		Entity: []fhir.AuditEntity{{What: person(e.Subject), Type: coding(systemEntity, "1"), Role: coding(systemObject, patientRole)}},
	}
	switch {
	case e.Service == 0:
		event.Type, event.Subtype, event.Action = coding(systemDCM, userAuthentication), nil, "E"
	case e.Mode == policy.Write:
		event.Action = "U"
	}
	if e.Refused != policy.Open {
		event.Outcome, event.OutcomeDesc = refusal, string(e.Refused)
	}
	return event
}

func person(n fnr.Number) fhir.Reference {
	return fhir.Reference{Identifier: fhir.Identifier{System: n.System(), Value: n.Digits()}}
}

func coding(system, code string) fhir.CodingWire { return fhir.CodingWire{System: system, Code: code} }

func concept(system, code string) fhir.CodeableConcept {
	return fhir.CodeableConcept{Coding: []fhir.CodingWire{coding(system, code)}}
}

// page is one page of a log, as far as it is about the subject.
type page struct {
	events []event
	faults int    // entries that could not be read
	total  int    // how many there are, 0 when that is not said
	next   string // "" on the last page
}

func (c *Client) decodePage(r *sources.Response, subject fnr.Number) (page, error) {
	var b struct {
		fhir.Bundle[fhir.Part]
		Entry []fhir.Part `json:"entry"` // each by itself: one that does not decode costs no other
	}
	if err := sources.DecodeJSON(r.Body, &b); err != nil {
		return page{}, err
	}
	if b.ResourceType != "Bundle" {
		return page{}, sources.Garbled
	}
	var p page
	p.total, _ = b.Total.Value()
	foreign := 0
	for _, part := range b.Entry {
		switch e, ok := readEvent(part); {
		case !ok:
			p.faults++
		case e.AuditEvent == nil: // a remark of the register's
		case !e.about(subject):
			foreign++
		default:
			p.events = append(p.events, e)
		}
	}
	r.Foreign(foreign)
	r.Faulty(p.faults)
	if foreign > 0 && len(p.events) == 0 {
		return page{}, sources.Mismatch
	}
	if link := b.Next(); link != "" {
		query, err := c.register.NextPage(link, search)
		if err != nil {
			return page{}, err
		}
		if p.next = query.Get("_page"); p.next == "" {
			return page{}, sources.Garbled
		}
	}
	return p, nil
}

// readEvent reads one entry of a page; false when it cannot be read. An
// OperationOutcome is no event.
func readEvent(part fhir.Part) (event, bool) {
	var entry fhir.Entry[fhir.AuditEvent]
	if part.Decode(&entry) != nil {
		var other struct {
			Resource fhir.Part `json:"resource"`
		}
		if part.Decode(&other) != nil {
			return event{}, false
		}
		kind, _ := other.Resource.Type()
		return event{}, kind == remark && harmless(part)
	}
	e := event{AuditEvent: &entry.Resource}
	if e.ResourceType == remark {
		return event{}, harmless(part)
	}
	at := fhir.ParseInstant(e.Recorded)
	// A day alone is no moment.
	if at == nil || !strings.Contains(e.Recorded, "T") || e.ResourceType != auditEvent || e.ID == "" {
		return event{}, false
	}
	e.at = *at
	return e, true
}

// harmless tells whether a remark says that no entry is missing.
func harmless(part fhir.Part) bool {
	var e struct {
		Resource fhir.OperationOutcome `json:"resource"`
	}
	return part.Decode(&e) == nil && !e.Resource.Loses()
}

// about tells whether the subject, and nobody else, is the patient of e.
func (e event) about(subject fnr.Number) bool {
	patients := 0
	for _, entity := range e.Entity {
		if entity.Role.Code != patientRole {
			continue
		}
		if !entity.What.About(subject) {
			return false
		}
		patients++
	}
	return patients > 0
}

func (e event) entry() UsageLogEntry {
	out := UsageLogEntry{Key: e.ID, At: e.at}
	switch e.Type.Code {
	case patientRecord:
		out.Kind = fhir.String(use)
	case userAuthentication:
		out.Kind = fhir.String(login)
	}
	switch e.Outcome {
	case success:
		out.Outcome = fhir.String(used)
	case refusal:
		out.Outcome = fhir.String(refused)
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
	return out
}

// actor is the name and the relation of an agent. The number, masked or not,
// is not looked at, and a name with digits in it is none.
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
