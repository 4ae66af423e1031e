package provesvar

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// Reports are those on somebody, the latest taken first. They are Complete when none
// is known to be missing.
type Reports struct {
	Results  []TestResult
	Complete bool
}

// TestResult is a report of tests as it is now. What the register did not say is
// nil.
type TestResult struct {
	// ID names the report in all its versions, and resource the one that findings
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

// TestResultStatus is how far a report has come: FHIR's, in capitals. Reports that were
// changed or added to after they were final are AMENDED.
type TestResultStatus string

// Specimen is a sample (prøvemateriale).
type Specimen struct {
	Material *fhir.Coding
	TakenAt  *time.Time
}

// Observation is one finding (analyseresultat), with those it consists of. One
// value at the most is told, and Text says what is no amount and no code.
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

// ObservationFlag is how a value stands to its reference range (code list 8244).
type ObservationFlag string
