package nhn

import (
	"context"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// RecordAccess is one look into a record by health personnel (oppslag).
type RecordAccess struct {
	ID  fhir.RecordID
	At  *time.Time
	Who *JournalPersonnel
	// Purpose is the reason, from v3-ActReason, with its Norwegian name.
	Purpose *fhir.Coding
}

// JournalPersonnel is health personnel by name, role and unit, never by a number.
type JournalPersonnel struct {
	Name *fhir.HumanName
	// Role is from code list 9060: "LE" is a doctor.
	Role *fhir.Coding
	// Unit is the department and hospital.
	Unit *string
}

const (
	systemPersonnel = fhir.VolvenOID + "9060"
	systemReason    = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
	// extPatient is the end of the URL of the AuditEvent profile's extension.
	extPatient = "/auditevent-patient-extension"
)

// purposes are the names of reasons for a look.
var purposes = map[string]string{
	"TREAT":  "Behandling",
	"ETREAT": "Øyeblikkelig hjelp",
	"COC":    "Koordinering av behandling",
}

// Look is an AuditEvent of HL7 Norway's profile no-domain-Trustframework-Auditevent.
type Look struct {
	fhir.Resource
	Extension      fhir.Extensions        `json:"extension"`
	Recorded       string                 `json:"recorded"`
	PurposeOfEvent []fhir.CodeableConcept `json:"purposeOfEvent"`
	Agent          []fhir.AuditAgent      `json:"agent"`
	Entity         []fhir.AuditEntity     `json:"entity"`
}

// Looked is whose record was looked into.
func Looked(s *fhir.Searchset, l *Look) fhir.Owner {
	var said []fhir.Reference
	for _, e := range l.Extension {
		if strings.HasSuffix(e.URL, extPatient) {
			said = append(said, e.Reference())
		}
	}
	return s.Whose(&l.Resource, said...)
}

// Access is the look as it is shown.
func (l *Look) Access(id fhir.RecordID) RecordAccess {
	a := RecordAccess{ID: id, At: fhir.ParseInstant(l.Recorded), Purpose: fhir.In(l.PurposeOfEvent, systemReason).Named(purposes)}
	for _, agent := range l.Agent {
		// Other agents may be programs.
		if a.Who = l.personnel(agent.Who); a.Who != nil {
			break
		}
	}
	return a
}

// personnel is who looked: name, and role and unit as the log has them. A
// reference's display may hold anything, and is not read.
func (l *Look) personnel(who fhir.Reference) *JournalPersonnel {
	by := l.Party(who)
	if !by.Personnel() {
		return nil
	}
	p := &JournalPersonnel{Role: fhir.In(by.Role, systemPersonnel), Unit: fhir.PlainText(strings.Join(by.Unit().Names, ", "))}
	if by.Name != nil && fhir.PlainText(by.Name.Full) != nil {
		p.Name = by.Name
	}
	if *p == (JournalPersonnel{}) {
		return nil
	}
	return p
}

// Accesses are the looks of a register's own log about the subject of g, latest
// first: those whose labels let the holder see them, and that shown accepts.
func Accesses(ctx context.Context, c *Client, g policy.Grant, service policy.Service, s Search, shown func(*Look) bool) ([]RecordAccess, error) {
	s.Operation, s.Type = "AuditEvent/_search", "AuditEvent"
	return listBy(ctx, c, g, service, s, Looked, func(l *Look) bool { return Shown(&l.Resource, g) && shown(l) },
		func(l *Look) string { return l.Recorded },
		func(l *Look, id fhir.RecordID) (RecordAccess, error) { return l.Access(id), nil })
}
