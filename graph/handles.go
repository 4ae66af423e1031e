package graph

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/reseptformidler"
)

// HospitalJournal is a handle on somebody's journal in all health regions.
type HospitalJournal struct{ Grant policy.Grant }

// JournalDocumentConnection is a page of documents.
type JournalDocumentConnection struct {
	Connection[pasientjournal.JournalDocument]
	// Complete tells that every region has answered.
	Complete bool
}

// JournalAccessConnection is a page of looks into the journal.
type JournalAccessConnection struct {
	Connection[pasientjournal.JournalAccess]
	// Complete tells that every region has answered.
	Complete bool
}

// RegionStatus is how one region answered.
type RegionStatus struct {
	Region pasientjournal.Region
	Status SourceStatus
}

// PrescriptionConnection is a page of prescriptions.
type PrescriptionConnection struct {
	Connection[reseptformidler.Prescription]
	Complete  bool
	HasLocked *bool // nil to all but the subject
}

// ExemptionCard is a handle on one year's card and co-payments.
type ExemptionCard struct {
	Grant   policy.Grant
	Year    int
	Ceiling *fhir.Money // nil of a year without one in the configuration
}
