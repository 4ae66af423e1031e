package sysvak

import "helsegraf/sources/fhir"

// Vaccinations are a person's vaccinations, latest first.
type Vaccinations struct {
	Given    []Vaccination
	NotGiven []Vaccination // offered but not given
}

// Vaccination is a vaccine given (vaksinasjon), or offered and not given. Fields
// the register left out are nil.
type Vaccination struct {
	ID             fhir.RecordID
	Vaccine        *fhir.Coding // ATC, else SYSVAK's own code, else text
	SysvakCode     *fhir.Coding
	On             *fhir.PartialDate // the day it was given, or should have been
	Reason         *fhir.Coding      // why it was not given
	DoseNumber     *int              // from 1
	Subpotent      *bool
	Diseases       []fhir.Coding
	AdministeredBy *fhir.Organization
	Batch          *string
}

// VaccineRecommendation is a recommended vaccine (vaksineanbefaling).
type VaccineRecommendation struct {
	ID            fhir.RecordID // the record's, and the place in it
	Vaccines      []fhir.Coding
	Diseases      []fhir.Coding
	DueOn         *fhir.PartialDate
	RecommendedOn *fhir.PartialDate
	Description   *string
}

// Due is the day of a recommendation, as a sort key.
func (r VaccineRecommendation) Due() fhir.PartialDate {
	if r.DueOn == nil {
		return "9999"
	}
	return *r.DueOn
}
