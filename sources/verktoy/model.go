package verktoy

import "helsegraf/sources/fhir"

// Tool is a tool or a course offered to a person. Fields the register left out are
// nil.
type Tool struct {
	ID            fhir.RecordID
	Title         *string
	Description   *string
	Provider      *string
	Course        *bool   // nil when the register has another kind
	Terms         *string // in words
	TermsURL      *string
	TermsAccepted *bool   // true also when there is nothing to accept
	URL           *string // nil until the terms are accepted
}
