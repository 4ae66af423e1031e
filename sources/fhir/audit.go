package fhir

// AuditEvent is one use of data about a person, as it is written and read.
// FHIR knows no empty values: what is not there is left out.
type AuditEvent struct {
	ResourceType   string            `json:"resourceType"`
	ID             string            `json:"id"`
	Extension      Extensions        `json:"extension,omitzero"`
	Contained      Contained         `json:"contained,omitzero"`
	Type           CodingWire        `json:"type"`
	Subtype        []CodingWire      `json:"subtype,omitzero"`
	Action         string            `json:"action"`
	Recorded       string            `json:"recorded"`
	Outcome        string            `json:"outcome"`
	OutcomeDesc    string            `json:"outcomeDesc,omitzero"`
	PurposeOfEvent []CodeableConcept `json:"purposeOfEvent"`
	Agent          []AuditAgent      `json:"agent"`
	Source         AuditSource       `json:"source"`
	Entity         []AuditEntity     `json:"entity"`
}

// AuditAgent is who, or what, took part.
type AuditAgent struct {
	Type      CodeableConcept   `json:"type,omitzero"`
	Role      []CodeableConcept `json:"role,omitzero"`
	Who       Reference         `json:"who,omitzero"`
	Name      string            `json:"name,omitzero"`
	Requestor bool              `json:"requestor"`
}

// AuditSource is who says so.
type AuditSource struct {
	Observer Reference `json:"observer"`
}

// AuditEntity is what was used, or about whom.
type AuditEntity struct {
	What Reference  `json:"what"`
	Type CodingWire `json:"type,omitzero"`
	Role CodingWire `json:"role,omitzero"`
}
