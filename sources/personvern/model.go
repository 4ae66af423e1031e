package personvern

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Settings are a person's own settings (personverninnstillinger). A person
// unknown to Personvern has the level NONE, no blocks, and shares for no
// purpose.
type Settings struct {
	Consent       Consent
	Blocks        []Block // empty when there are none
	InactiveSince *fhir.Date
	Inactive      bool // also true when the day is unknown
	Reservation   *Reservation
	Sharing       []Sharing // all six purposes, in the order of the list
	YouthAccess   bool      // a parent has agreed to ungdomstilgang
}

// Consent is a consent level (samtykkenivå), and when it was given.
type Consent struct {
	Level   policy.Level
	GivenOn *fhir.Date
}

// Block closes one service (sperre), or everything (akuttsperre) when it names
// none.
type Block struct {
	Service *policy.Service
	Since   *fhir.Date
}

// Reservation is a reservation against a register, by its schema name.
type Reservation struct {
	Register        string
	Since           *fhir.Date
	RestorableUntil *fhir.Date // last day on which it can be undone without losing content
}

// Sharing is one purpose and whether data may be shared for it.
type Sharing struct {
	Purpose Purpose
	Allowed bool
}

// Purpose is a purpose of sharing (formål for deling).
type Purpose string

// The six purposes.
const (
	PatientCare  Purpose = "PATIENT_CARE"
	Statistics   Purpose = "STATISTICS"
	Prevention   Purpose = "PREVENTION"
	Preparedness Purpose = "PREPAREDNESS"
	Analysis     Purpose = "ANALYSIS"
	Research     Purpose = "RESEARCH"
)

// Power lets its holder act for its giver: given (fullmakt, FU), assigned
// (tildelt fullmakt, TD), or of a guardian (vergemål, VE).
type Power struct {
	Key           string // Personvern's reference (fullmaktReferanseId)
	Giver, Holder fnr.Number
	Name          *fhir.HumanName // the other party: giver of a power received, holder of one given
	Relation      policy.Relation
	ValidFrom     fhir.Date        // first day
	ValidUntil    *fhir.Date       // last day; nil is until further notice (ubestemt tid)
	Services      []policy.Service // named; nil when none is
	Named         *policy.Mode     // the mode they were named with; nil covers both
	Reference     string           // of who registered it, in [Terms]; "" if it was by another way
	AllServices   bool             // all services available by proxy at any time
	Read          bool             // "Innsyn i opplysninger registrert om deg"
	Write         bool             // "Digitale helsetjenester"
	FinancialOnly bool             // a guardianship for financial interests only
}

// Facts are settings as policy sees them. It takes the error beside them, so
// that settings that were not read are neither yes nor no:
//
//	personvern.Facts(client.Settings(ctx, inquiry))
func Facts(s Settings, err error) policy.Settings {
	if err != nil {
		return policy.Settings{}
	}
	facts := policy.Settings{
		Standing:    policy.OnFile,
		Level:       s.Consent.Level,
		Inactive:    s.Inactive,
		Reserved:    s.Reservation != nil,
		YouthAccess: s.YouthAccess,
	}
	for _, b := range s.Blocks {
		if b.Service == nil {
			facts.AllBlocked = true
			continue
		}
		facts.Blocked |= policy.SetOf(*b.Service)
	}
	return facts
}

// Relationship is a power as policy sees it. It is valid from the midnight in
// zone that begins its first day to the midnight that ends its last.
func (p Power) Relationship(zone *time.Location) policy.Relationship {
	r := policy.Relationship{
		Relation:      p.Relation,
		From:          p.ValidFrom.In(zone),
		All:           p.AllServices,
		Read:          p.Read,
		Write:         p.Write,
		Named:         policy.InBoth(policy.SetOf(p.Services...)),
		FinancialOnly: p.FinancialOnly,
	}
	if p.Named != nil && *p.Named == policy.Read {
		r.Named[policy.Write] = 0
	}
	if p.ValidUntil != nil {
		r.Until = p.ValidUntil.In(zone).AddDate(0, 0, 1)
	}
	return r
}
