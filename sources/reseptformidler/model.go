package reseptformidler

import (
	"cmp"

	"helsegraf/sources/fhir"
)

// View selects which prescriptions to read.
type View string

// The views, as the schema names them.
const (
	Current View = "CURRENT" // can be collected, or are held by a pharmacy
	History View = "HISTORY" // finished, recalled or expired
)

// The registers a prescription is read from, by schema name.
const (
	fromReseptformidler = "RESEPTFORMIDLER"
	fromKjernejournal   = "KJERNEJOURNAL"
)

// List is the prescriptions of one person, newest first.
type List struct {
	Prescriptions []Prescription
	// Complete reports that none is known to be missing.
	Complete bool
	// HasLocked tells the subject that there are locked prescriptions, which are
	// only given to those who know the reference number. It is always false for
	// others, who may not learn of them.
	HasLocked bool
}

// Prescription is one electronic prescription (e-resept).
type Prescription struct {
	ID         fhir.RecordID // its key is the ReseptId
	Status     *fhir.Coding  // code list 7408
	Recall     *fhir.Coding  // why it was recalled, code list 7500; also while a pharmacy holds it
	Medication *Medication
	Dosage     *string
	Use        *fhir.Coding // regularly, a course or as needed: code list 9101
	IssuedOn   *fhir.Date
	ValidUntil *fhir.Date // the last day a pharmacy may dispense it
	Refills    *int       // times it may be dispensed again after the first (reiterasjoner)
	Remaining  *int       // dispenses left
	Source     string     // RESEPTFORMIDLER or KJERNEJOURNAL
	Prescriber *fhir.Practitioner
	Dispenses  []Dispense // newest first; nil when they could not be read
	// Reimbursement is the legal basis (refusjonshjemmel, code list 7427). Its
	// display ends with the code and name of what is reimbursed (refusjonskode,
	// code list 7435, ICD-10 or ICPC-2): "§5-14 §2, E03 Annen hypotyreose".
	Reimbursement *fhir.Coding
}

// Past reports whether the prescription is one of the past, from the summary care
// record.
func (p *Prescription) Past() bool { return p.Source == fromKjernejournal }

// Recalled reports whether the prescriber has recalled it (tilbakekalt).
func (p *Prescription) Recalled() bool { return p.Recall != nil || p.Status.Is("T") }

// Medication is what is prescribed.
type Medication struct {
	Name              *string      // with form and strength, as in FEST
	ATC               *fhir.Coding // substance
	Form              *fhir.Coding // code list 7448
	PrescriptionGroup *string      // reseptgruppe, code list 7421: A, B, C …
}

// Dispense is one dispensing at a pharmacy.
type Dispense struct {
	DispensedOn *fhir.Date
	Quantity    *fhir.Quantity // in packages when it has no unit
	Pharmacy    *fhir.Organization
}

// reimbursement is the legal basis, with the condition it covers.
func reimbursement(about fhir.Extensions) *fhir.Coding {
	basis := about.At("reimbursementparagraph").ValueCodeableConcept.In(systemLegal)
	code := about.At("reimbursementcode").ValueCodeableConcept.In(systemCondition, systemICD10, systemICPC2)
	if basis == nil || code == nil {
		return cmp.Or(basis, code)
	}
	words := *code.Code
	if code.Display != nil {
		words += " " + *code.Display
	}
	if basis.Display != nil {
		words = *basis.Display + ", " + words
	}
	basis.Display = &words
	return basis
}
