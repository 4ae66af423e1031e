package helsekontakter

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// Contacts are a person's contacts. Complete reports that none is known to be missing.
type Contacts struct {
	All      []HealthContact
	Complete bool
}

// HealthContact is a person, team or service (helsekontakt), from any register.
// Absent values are nil.
type HealthContact struct {
	ID            fhir.RecordID
	Kind          HealthContactKind
	Name          *fhir.HumanName // nil for a team or service itself
	Role          *string
	Team          *string // the team or service
	Organization  *fhir.Organization
	Phone         *string
	Since, Until  *fhir.Date
	TakesMessages *bool
	TakesBookings *bool
	// GP is, of the present GP, what the GP was released under: the practice offers
	// the digital services.
	GP policy.Grant
}

// HealthContactKind is what somebody is to the person.
type HealthContactKind string

// The kinds, in the order they are listed.
const (
	GeneralPractitioner HealthContactKind = "GENERAL_PRACTITIONER" // fastlege
	PathwayCoordinator  HealthContactKind = "PATHWAY_COORDINATOR"  // forløpskoordinator
	CareTeam            HealthContactKind = "CARE_TEAM"
	HomeCare            HealthContactKind = "HOME_CARE"   // hjemmetjenester
	NextOfKin           HealthContactKind = "NEXT_OF_KIN" // pårørende, entered by the person
	OwnContact          HealthContactKind = "OWN_CONTACT" // another contact the person entered
)

// Rank is the place of a kind among the kinds.
func (k HealthContactKind) Rank() int {
	for i, one := range [...]HealthContactKind{GeneralPractitioner, PathwayCoordinator, CareTeam, HomeCare, NextOfKin, OwnContact} {
		if k == one {
			return i
		}
	}
	return len(k)
}
