package provesvar

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// Reports are a person's reports, latest sample first. Complete reports that
// none is known to be missing.
type Reports struct {
	Results  []TestResult
	Complete bool
}

// TestResult is the current version of a report. Fields the register left out
// are nil.
type TestResult struct {
	// ID identifies the report across versions; resource is the id that findings
	// refer to.
	ID       fhir.RecordID
	resource string
	// Grant is what the report was released under.
	Grant         policy.Grant
	Title         *string
	Category      TestResultCategory
	Type          *fhir.Coding // code list 8202
	Status        *TestResultStatus
	TakenOn       *fhir.Date
	IssuedAt      *time.Time
	FirstIssuedAt *time.Time
	Corrected     *bool
	Requester     *fhir.Practitioner
	Laboratory    *fhir.Organization
	Note          *string
	Specimens     []Specimen
}

// TestResultCategory is a kind of test.
type TestResultCategory string

// The categories.
const (
	Laboratory   TestResultCategory = "LABORATORY"
	Microbiology TestResultCategory = "MICROBIOLOGY"
	Pathology    TestResultCategory = "PATHOLOGY"
	Imaging      TestResultCategory = "IMAGING"
	Other        TestResultCategory = "OTHER"
)

// TestResultStatus is FHIR's status, in capitals. Reports changed or extended
// after they were final are AMENDED.
type TestResultStatus string

// Specimen is a sample (prøvemateriale).
type Specimen struct {
	Material *fhir.Coding
	TakenAt  *time.Time
}

// Observation is one finding (analyseresultat), with its members. It has at most
// one value; Text is for those that are neither amount nor code.
type Observation struct {
	Code           *fhir.Coding
	Status         *fhir.Coding // code list 8245
	Quantity       *fhir.Quantity
	Comparator     *string // "<", "<=", ">=" or ">"
	Value          *fhir.Coding
	Text           *string
	Flag           *ObservationFlag
	ReferenceRange *string
	ReferenceLow   *fhir.Decimal
	ReferenceHigh  *fhir.Decimal
	Comment        *string
	History        bool
	Members        []Observation
}

// ObservationFlag is a value's relation to its reference range (code list 8244).
type ObservationFlag string
