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
}

// SummaryCareRecordStatus tells whether there is a record that may be read.
type SummaryCareRecordStatus string

// The statuses. A record never made, one reserved against and one the citizen
// has closed are not told apart: which it is is a private setting, and those
// who may know it read it from Personvern.
const (
	Active SummaryCareRecordStatus = "ACTIVE"
	None   SummaryCareRecordStatus = "NONE"
)

// CriticalInformation is what [Client.Allergies] and [Client.Conditions] are
// asked with. Only [Client.Record] makes one, since the register wants the
// privacy settings read first. It is comparable; the zero value opens nothing.
type CriticalInformation struct {
	grant policy.Grant
	// empty: the register has said that nothing is recorded.
	empty bool
}

// Allergy is an allergy or another reaction to avoid (overfølsomhet).
type Allergy struct {
	Key                string       // the register's id of the record; not for showing
	Substance          *fhir.Coding // ATC for medicines, SNOMED CT for most else
	Text               *string      // the substance in words, when it was not coded
	Criticality        *AllergyCriticality
	VerificationStatus *VerificationStatus
	ClinicalStatus     *ClinicalStatus
	RecordedOn         *fhir.Date
	Recorder           *fhir.Practitioner
}

// AllergyCriticality is how bad a reaction may be (kritikalitet).
type AllergyCriticality string

// The criticalities of FHIR.
const (
	Low            AllergyCriticality = "LOW"
	High           AllergyCriticality = "HIGH"
	UnableToAssess AllergyCriticality = "UNABLE_TO_ASSESS"
)

// VerificationStatus is how sure it is (mistenkt, sannsynlig, bekreftet,
// avkreftet).
type VerificationStatus string

// The verification statuses. What was entered in error (slettet) is left out.
const (
	Unconfirmed VerificationStatus = "UNCONFIRMED"
	Presumed    VerificationStatus = "PRESUMED"
	Confirmed   VerificationStatus = "CONFIRMED"
	Refuted     VerificationStatus = "REFUTED"
)

// ClinicalStatus is whether it still holds.
type ClinicalStatus string

// The clinical statuses.
const (
	ClinicallyActive ClinicalStatus = "ACTIVE"
	Inactive         ClinicalStatus = "INACTIVE"
	Resolved         ClinicalStatus = "RESOLVED"
)

// CriticalCondition is a condition that personnel must know of before they
// treat anybody.
type CriticalCondition struct {
	Key        string // the register's id of the record; not for showing
	Kind       *CriticalConditionKind
	Code       *fhir.Coding // ICD-10 most often
	Text       *string      // the condition in words, when it was not coded
	RecordedOn *fhir.Date
	Recorder   *fhir.Practitioner
}

// CriticalConditionKind is the kind of a condition (criticalInfoType).
type CriticalConditionKind string

// The kinds.
const (
	MedicalCondition        CriticalConditionKind = "MEDICAL_CONDITION"
	Infection               CriticalConditionKind = "INFECTION"
	IntubationProblem       CriticalConditionKind = "INTUBATION_PROBLEM"
	AnesthesiaProblem       CriticalConditionKind = "ANESTHESIA_PROBLEM"
	TransplantOrForeignBody CriticalConditionKind = "TRANSPLANT_OR_FOREIGN_BODY"
)
