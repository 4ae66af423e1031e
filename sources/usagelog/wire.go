package usagelog

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Code systems of DICOM, HL7 and Volven; the last is ours.
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
	auditEvent         = "AuditEvent"
	patientRequest     = "PATRQT" // v3 PurposeOfUse
)

// relations are the codes of list 7611, and HL7's for oneself, each with its
// purpose of use (v3 PurposeOfUse).
var relations = []struct {
	relation              policy.Relation
	system, code, purpose string
}{
	{policy.Self, systemRole, "ONESELF", patientRequest},
	{policy.Parent, systemRelation, policy.Parent.Code(), "FAMRQT"},
	{policy.PowerOfAttorney, systemRelation, policy.PowerOfAttorney.Code(), "PWATRNY"},
	{policy.Assigned, systemRelation, policy.Assigned.Code(), "PWATRNY"},
	{policy.Guardian, systemRelation, policy.Guardian.Code(), "PWATRNY"},
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
	if e.Act != nil {
		e.Act.setAct(&event)
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
