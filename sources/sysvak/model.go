package sysvak

import "helsegraf/sources/fhir"

// Vaccinations are what is on record of somebody, the latest first.
type Vaccinations struct {
	Given    []Vaccination
	NotGiven []Vaccination // offered, and not given
}

// Vaccination is a vaccine that was given (vaksinasjon), or was not. What the
// register did not say is nil.
type Vaccination struct {
	ID             fhir.RecordID
	Vaccine        *fhir.Coding // ATC, else SYSVAK's own code, else in words
	SysvakCode     *fhir.Coding
	On             *fhir.PartialDate // the day it was given, or would have been
	Reason         *fhir.Coding      // why it was not given
	DoseNumber     *int              // from 1
	Subpotent      *bool
	Diseases       []fhir.Coding
	AdministeredBy *fhir.Organization
	Batch          *string
}

// VaccineRecommendation is a vaccine that is recommended (vaksineanbefaling).
type VaccineRecommendation struct {
	ID            fhir.RecordID // the record's, and the place in it
	Vaccines      []fhir.Coding
	Diseases      []fhir.Coding
	DueOn         *fhir.PartialDate
	RecommendedOn *fhir.PartialDate
	Description   *string
}

// Due is the day a recommendation is for, in its place among others.
func (r VaccineRecommendation) Due() fhir.PartialDate {
	if r.DueOn == nil {
		return "9999"
	}
	return *r.DueOn
}
