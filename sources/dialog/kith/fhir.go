package kith

import "github.com/go-json-experiment/json"

// Letter is a message in FHIR: a Communication, the Binaries its attachments refer to
// and the prescriptions it is about.
type Letter struct {
	Communication Communication
	Binaries      []Binary
	Prescriptions []Renewal
}

// Binary is an attachment's content.
type Binary struct {
	ID          string
	ContentType string
	Data        []byte
}

// Communication is FHIR R4's, with the elements that package dialog reads.
type Communication struct {
	ResourceType string       `json:"resourceType"`
	ID           string       `json:"id,omitempty"`
	Contained    []Contained  `json:"contained,omitempty"`
	Extension    []Extension  `json:"extension,omitempty"`
	Identifier   []Identifier `json:"identifier,omitempty"`
	PartOf       []Reference  `json:"partOf,omitempty"`
	InResponseTo []Reference  `json:"inResponseTo,omitempty"`
	Status       string       `json:"status"`
	StatusReason *Concept     `json:"statusReason,omitempty"`
	Category     []Concept    `json:"category,omitempty"`
	Subject      *Reference   `json:"subject,omitempty"`
	Topic        *Concept     `json:"topic,omitempty"`
	About        []Reference  `json:"about,omitempty"`
	Sent         string       `json:"sent,omitempty"`
	Recipient    []Reference  `json:"recipient,omitempty"`
	Sender       *Reference   `json:"sender,omitempty"`
	Payload      []Payload    `json:"payload,omitempty"`
	Note         []Annotation `json:"note,omitempty"`
}

// ParseCommunication reads a Communication in JSON. One with members that are not in
// Communication is ErrUnmapped.
func ParseCommunication(text []byte) (*Communication, error) {
	var c Communication
	if err := json.Unmarshal(text, &c, json.RejectUnknownMembers(true)); err != nil || c.ResourceType != "Communication" {
		return nil, ErrUnmapped
	}
	return &c, nil
}

// Contained is an Organization, PractitionerRole, Practitioner, or the Communication
// that a note replies to.
type Contained struct {
	ResourceType string       `json:"resourceType"`
	ID           string       `json:"id"`
	Identifier   []Identifier `json:"identifier,omitempty"`
	Name         Name         `json:"name,omitzero"`
	PartOf       *Reference   `json:"partOf,omitempty"`
	Practitioner *Reference   `json:"practitioner,omitempty"`
	Organization *Reference   `json:"organization,omitempty"`
	Code         []Concept    `json:"code,omitempty"`

	Extension []Extension `json:"extension,omitempty"`
	Status    string      `json:"status,omitempty"`
	Topic     *Concept    `json:"topic,omitempty"`
	Payload   []Payload   `json:"payload,omitempty"`
}

// Name is the name of an organization, or else of a person.
type Name struct {
	Text  string
	Human *PersonName
}

// MarshalJSON writes a text, or a list of one name.
func (n Name) MarshalJSON() ([]byte, error) {
	if n.Human != nil {
		return json.Marshal([]*PersonName{n.Human})
	}
	return json.Marshal(n.Text)
}

// UnmarshalJSON reads either.
func (n *Name) UnmarshalJSON(text []byte) error {
	*n = Name{}
	if len(text) > 0 && text[0] == '"' {
		return json.Unmarshal(text, &n.Text)
	}
	var all []*PersonName
	if err := json.Unmarshal(text, &all, json.RejectUnknownMembers(true)); err != nil || len(all) != 1 {
		return ErrUnmapped
	}
	n.Human = all[0]
	return nil
}

// PersonName is FHIR's HumanName.
type PersonName struct {
	Family string   `json:"family,omitempty"`
	Given  []string `json:"given,omitempty"` // given and middle
}

// Extension has a KITH element that FHIR has no place for.
type Extension struct {
	URL         string      `json:"url"`
	ValueCoding *CodedValue `json:"valueCoding,omitempty"`
	ValueString string      `json:"valueString,omitempty"`
}

// Identifier is FHIR's datatype.
type Identifier struct {
	System string `json:"system,omitempty"`
	Value  string `json:"value,omitempty"`
}

// Reference is FHIR's datatype.
type Reference struct {
	Reference  string      `json:"reference,omitempty"`
	Type       string      `json:"type,omitempty"`
	Identifier *Identifier `json:"identifier,omitempty"`
}

// Concept is FHIR's CodeableConcept.
type Concept struct {
	Coding []CodedValue `json:"coding,omitempty"`
	Text   string       `json:"text,omitempty"`
}

// CodedValue is FHIR's Coding.
type CodedValue struct {
	System  string `json:"system,omitempty"`
	Code    string `json:"code,omitempty"`
	Display string `json:"display,omitempty"`
}

// Payload is text or an attachment.
type Payload struct {
	ContentString     string `json:"contentString,omitempty"`
	ContentAttachment *File  `json:"contentAttachment,omitempty"`
}

// File is FHIR's Attachment.
type File struct {
	ContentType string `json:"contentType,omitempty"`
	URL         string `json:"url,omitempty"`
	Size        int    `json:"size,omitempty"`
	Title       string `json:"title,omitempty"`

	Extension []Extension `json:"extension,omitempty"`
}

// Annotation is FHIR's datatype.
type Annotation struct {
	Text string `json:"text"`
}
