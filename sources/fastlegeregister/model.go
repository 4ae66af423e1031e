package fastlegeregister

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// GeneralPractitioner is a GP's list (fastlegeliste) as anyone may see it.
type GeneralPractitioner struct {
	Key          string             // the list's id; not for showing
	Practitioner *fhir.Practitioner // nil for a list without a doctor (legeløs liste)
	Office       *fhir.Organization
	PatientList  *PatientList
}

// PersonGeneralPractitioner is the list a person is on.
type PersonGeneralPractitioner struct {
	Practitioner *fhir.Practitioner // nil for a list without a doctor
	Office       *fhir.Organization
	PatientList  *PatientList
	Role         *GeneralPractitionerRole // nil without a doctor
	Since        *fhir.Date               // the day the person came onto the list
	// Grant is what the answer was released under, so that the history can be
	// asked for the same subject. The schema does not show it.
	Grant policy.Grant
}

// GeneralPractitionerRole is how a doctor stands to a list (code list 7750).
type GeneralPractitionerRole string

// The roles.
const (
	Regular    GeneralPractitionerRole = "REGULAR"    // LPFL, fastlege
	Substitute GeneralPractitionerRole = "SUBSTITUTE" // LPVI, vikar
	Shared     GeneralPractitionerRole = "SHARED"     // LPDL, delelege: shares the list
)

// GeneralPractitionerPeriod is one doctor for a time.
type GeneralPractitionerPeriod struct {
	Practitioner *fhir.Practitioner // nil while the list had no regular doctor
	ValidFrom    *fhir.Date         // first day
	ValidUntil   *fhir.Date         // last day; nil while it lasts
}

// PatientList is how big a list is and whether it takes more people.
type PatientList struct {
	Capacity        *int // most people the doctor takes (listetak)
	Waiting         *int // people on the waiting list
	AcceptsPatients *bool
}

// SearchQuery is what a search of the open directory asks for.
type SearchQuery struct {
	Municipality    string // number in code list 3402
	Name            string // words of the names of doctor and office; "" is every list
	AcceptsPatients *bool  // nil is both
}
