package graph

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/reseptformidler"
)

// HospitalJournal is a handle on somebody's journal in all health regions.
type HospitalJournal struct{ Grant policy.Grant }

// RegionStatus is the outcome of one region.
type RegionStatus struct {
	Region pasientjournal.Region
	Status SourceStatus
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
