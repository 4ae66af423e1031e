package fhir

// AuditEvent is one use of data about a person. Empty elements are omitted,
// since FHIR has no empty values.
type AuditEvent struct {
	ResourceType   string            `json:"resourceType"`
	ID             string            `json:"id"`
	Extension      Extensions        `json:"extension,omitzero"`
	Contained      Contained         `json:"contained,omitzero"`
	Type           CodingWire        `json:"type"`
	Subtype        []CodingWire      `json:"subtype,omitzero"`
	Action         string            `json:"action"`
	Recorded       string            `json:"recorded"`
	Outcome        string            `json:"outcome,omitzero"`
	OutcomeDesc    string            `json:"outcomeDesc,omitzero"`
	PurposeOfEvent []CodeableConcept `json:"purposeOfEvent"`
	Agent          []AuditAgent      `json:"agent"`
	Source         AuditSource       `json:"source"`
	Entity         []AuditEntity     `json:"entity"`
}

// AuditAgent is a participant: a person or a system.
type AuditAgent struct {
	Type      CodeableConcept   `json:"type,omitzero"`
	Role      []CodeableConcept `json:"role,omitzero"`
	Who       Reference         `json:"who,omitzero"`
	Name      string            `json:"name,omitzero"`
	Requestor bool              `json:"requestor"`
}

// AuditSource is the system that reports the event.
type AuditSource struct {
	Observer Reference `json:"observer"`
}

// AuditEntity is the data or person involved.
type AuditEntity struct {
	What Reference  `json:"what"`
	Type CodingWire `json:"type,omitzero"`
	Role CodingWire `json:"role,omitzero"`
	// SecurityLabel are the labels of the data, and Extension what else is marked.
	SecurityLabel []CodingWire  `json:"securityLabel,omitzero"`
	Extension     Extensions    `json:"extension,omitzero"`
	Detail        []AuditDetail `json:"detail,omitzero"`
}

// AuditDetail is something tagged about an entity.
type AuditDetail struct {
	Type  string `json:"type"`
	Value string `json:"valueString"`
}
