package kjernejournal

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// SummaryCareRecord is somebody's kjernejournal.
type SummaryCareRecord struct {
	Status SummaryCareRecordStatus
	// CriticalInformation opens the two lists; nil when there is no record.
	CriticalInformation *CriticalInformation
	// Grant is what the record was opened with, for its other lists. It is not in
	// the schema.
	Grant policy.Grant
}

// SummaryCareRecordStatus is whether there is a record that may be read.
type SummaryCareRecordStatus string

// The statuses. A record never created, one reserved against and one closed by
// the citizen look the same: which it is is a private setting, and those who
// may know it read it from Personvern.
const (
	Active SummaryCareRecordStatus = "ACTIVE"
	None   SummaryCareRecordStatus = "NONE"
)

// CriticalInformation is the argument of [Client.Allergies] and
// [Client.Conditions]. Only [Client.Record] makes one, since the register
// requires that the privacy settings are read first. It is comparable; the zero
// value opens nothing.
type CriticalInformation struct {
	grant policy.Grant
	// empty: the register has said that nothing is recorded.
	empty bool
}

// Grant is what c was opened with.
func (c CriticalInformation) Grant() policy.Grant { return c.grant }

// Allergy is an allergy or another reaction to avoid (overfølsomhet). Absent
// values, and codes unknown to FHIR, are nil.
type Allergy struct {
	ID                 fhir.RecordID
	Substance          *fhir.Coding // ATC for medicines, SNOMED CT for most else; the words when it was not coded
	Text               *string      // the substance in words, when it was not coded
	Criticality        *string      // low, high or unable-to-assess
	VerificationStatus *string      // unconfirmed, presumed, confirmed or refuted
	ClinicalStatus     *string      // active, inactive or resolved
	Onset              *fhir.PartialDate
	RecordedOn         *fhir.PartialDate
	Recorder           *fhir.Practitioner
}

// CriticalCondition is a condition that personnel must know of before
// treatment.
type CriticalCondition struct {
	ID                 fhir.RecordID
	Kind               *string      // one of the five criticalInfoTypes, as the register names them
	Code               *fhir.Coding // ICD-10 most often; the words when it was not coded
	Text               *string      // the condition in words, when it was not coded
	VerificationStatus *string      // unconfirmed, provisional, differential, confirmed or refuted
	ClinicalStatus     *string      // active, recurrence, relapse, inactive, remission or resolved
	Onset              *fhir.PartialDate
	RecordedOn         *fhir.PartialDate
	Recorder           *fhir.Practitioner
}
