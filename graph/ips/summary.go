package ips

import (
	"time"

	"github.com/google/uuid"

	"helsegraf/graph"
	"helsegraf/sources/fhir"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sysvak"
)

// Summary is what is known about one person, at one time, for one viewer.
type Summary struct {
	// ID identifies the document: random, and used once.
	ID uuid.UUID
	// At is when the summary was made, in Norwegian time.
	At time.Time
	// Language is that of titles and sentences. Register data is Norwegian.
	Language graph.Language
	Patient  Patient

	Allergies    Part[kjernejournal.Allergy]
	Medicines    Part[reseptformidler.Prescription]
	Problems     Part[kjernejournal.CriticalCondition]
	Vaccinations Part[sysvak.Vaccination]
	Results      Part[Report]
}

// Patient is whom the summary is about.
type Patient struct {
	Name *fhir.HumanName
	// Masked: the viewer has no access to the day of birth and the address.
	Masked  bool
	Born    *fhir.PartialDate
	Address *fhir.Address
}

// Part is the content of one section. The zero Part is withheld.
type Part[T any] struct {
	State State
	// Items are set when the State is Read.
	Items []T
	// Incomplete: some are known to be missing.
	Incomplete bool
	// More: there are earlier ones too.
	More bool
	// Locked: there are locked prescriptions, which are not among the items.
	Locked bool
}

// State is whether a part was read.
type State uint8

// The states. Everything that is closed is Withheld, whatever the reason:
// whoever is shown the document may not learn of settings.
const (
	Withheld    State = iota
	Unavailable       // the register is not there, or did not answer
	NoRecord          // there is no summary care record to read from
	Read
)

// Report is a report of tests with its findings.
type Report struct {
	provesvar.TestResult
	Findings []provesvar.Observation
}

// MaxReports is how many reports of tests a summary has, the latest.
const MaxReports = 20
