package personvern

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Settings are a person's own settings (personverninnstillinger). Somebody
// Personvern knows nothing of has the level NONE, no blocks, and shares for no
// purpose.
type Settings struct {
	Consent       Consent
	Blocks        []Block // empty when there are none
	InactiveSince *fhir.Date
	Inactive      bool // also when the day is not known
	Reservation   *Reservation
	Sharing       []Sharing // all six purposes, in the order of the list
	YouthAccess   bool      // a parent has agreed to ungdomstilgang
}

// Consent is the consent level (samtykkenivå), and when it was given.
type Consent struct {
	Level   policy.Level
	GivenOn *fhir.Date
}

// Block closes a service (sperre), or everything (akuttsperre) when it names
// none.
type Block struct {
	Service *policy.Service
	Since   *fhir.Date
}

// Reservation is against the register named, as the schema names registers.
type Reservation struct {
	Register        string
	Since           *fhir.Date
	RestorableUntil *fhir.Date // the last day on which it can be undone with its content kept
}

// Sharing is one purpose and whether data may be shared for it.
type Sharing struct {
	Purpose Purpose
	Allowed bool
}

// Purpose is what data may be shared for (formål for deling).
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

// Power lets its holder act for its giver: given by the giver (fullmakt, FU),
// assigned (tildelt fullmakt, TD), or a guardian's (vergemål, VE).
type Power struct {
	Key           string // Personvern's reference (fullmaktReferanseId)
	Giver, Holder fnr.Number
	Name          *fhir.HumanName // of the other one: the giver of a power received, the holder of one given
	Relation      policy.Relation
	ValidFrom     fhir.Date        // first day
	ValidUntil    *fhir.Date       // last day; nil is until further notice (ubestemt tid)
	Services      []policy.Service // named; nil when none is
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

// Relationship is a power as policy sees it. It runs from the midnight in zone
// that begins its first day to the one that ends its last.
func (p Power) Relationship(zone *time.Location) policy.Relationship {
	r := policy.Relationship{
		Relation:      p.Relation,
		From:          p.ValidFrom.In(zone),
		All:           p.AllServices,
		Read:          p.Read,
		Write:         p.Write,
		Named:         policy.InBoth(policy.SetOf(p.Services...)), // no mode stands beside them
		FinancialOnly: p.FinancialOnly,
	}
	if p.ValidUntil != nil {
		r.Until = p.ValidUntil.In(zone).AddDate(0, 0, 1)
	}
	return r
}
