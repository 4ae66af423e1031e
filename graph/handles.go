package graph

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/municipality"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/reseptformidler"
)

// HospitalJournal is a handle on somebody's journal in all health regions.
type HospitalJournal struct{ Grant policy.Grant }

// GPBooking is a handle on booking with somebody's GP. Grant is that for
// GP_DIALOGUE.
type GPBooking struct {
	Practitioner *fhir.Practitioner
	Office       *fhir.Organization
	Grant        policy.Grant
}

// PatientTravel is a handle on somebody's travel claims and ordered trips.
type PatientTravel struct{ Grant policy.Grant }

// RegionStatus is the outcome of one region.
type RegionStatus struct {
	Region pasientjournal.Region
	Status SourceStatus
}

// GeneralPractitionerConnection is a page of GPs.
type GeneralPractitionerConnection struct {
	Connection[fastlegeregister.GeneralPractitioner]
	ByMunicipality []MunicipalityCount
}

// MunicipalityCount counts the GPs of a municipality. A number that is not known is
// nil.
type MunicipalityCount struct {
	Municipality                      municipality.Municipality
	Lists, AcceptingPatients, Waiting *int
}

// PrescriptionConnection is a page of prescriptions.
type PrescriptionConnection struct {
	Connection[reseptformidler.Prescription]
	HasLocked *bool // nil to all but the subject
}

// ExemptionCard is a handle on one year's card and co-payments.
type ExemptionCard struct {
	Grant   policy.Grant
	Year    int
	Ceiling *fhir.Money // nil of a year without one in the configuration
}

// HealthRegisters is a handle on the registers somebody may be in.
type HealthRegisters struct {
	Grant   policy.Grant
	Extract HealthRegisterExtract
}

// HealthRegisterExtract is a handle on the plain extract. Each part is decided by
// itself.
type HealthRegisterExtract struct{ Subject fnr.Number }

// HealthContacts are somebody's health contacts, merged from several registers.
type HealthContacts struct {
	Contacts []helsekontakter.HealthContact
	Parts    []HealthContactPart
	// Complete is false when a part failed, or is closed to somebody who may know.
	Complete bool
	// Failure is why there are no contacts: no register answered.
	Failure error
}

// Nodes are the contacts of the parts that were read.
func (c *HealthContacts) Nodes() ([]helsekontakter.HealthContact, error) {
	return c.Contacts, c.Failure
}

// HealthContactPart is how one register answered.
type HealthContactPart struct {
	Register Register
	Status   SourceStatus
}
