package folkeregister

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Person is one person in Folkeregisteret.
type Person struct {
	Name            *fhir.HumanName
	BirthDate       *fhir.Date
	BirthYear       *int // told also of those whose day of birth is not known
	Deceased        bool
	DeathDate       *fhir.Date // null also for a death without a known day
	Status          *Status
	Confidentiality Confidentiality
	// Address is where the person is registered to live; nil when the register
	// did not say, and always when it is protected.
	Address *fhir.Address
	// Municipality is the municipality number (kommunenummer, code list 3402);
	// nil like Address.
	Municipality *string
	// Residence is the same for those who live in the same dwelling, to be
	// compared and never shown; "" when unknown, see [SharesAddress].
	Residence string
	Children  []Child
}

// Child is somebody the person has parental responsibility (foreldreansvar)
// for: joint, or as mother, father or co-mother. Responsibility of type Other
// or Unknown makes nobody a parent, and is left out.
type Child struct {
	Number fnr.Number
	// Responsible are all who have such responsibility for the child, the
	// person among them.
	Responsible []fnr.Number
}

// Status is PersonStatusType of Persontjenesten (personstatus).
type Status string

// The statuses that make somebody part of the register today.
const (
	Resident          Status = "Resident"
	Active            Status = "Active"
	Temporary         Status = "Temporary"
	RegisteredAtBirth Status = "RegisteredAtBirth"
	Deceased          Status = "Deceased"
)

// Confidentiality is AddressConfidentiality of Persontjenesten, in its order.
type Confidentiality uint8

// How an address is protected.
const (
	Unclassified         Confidentiality = iota // ugradert
	ClientAddress                               // klientadresse: the municipality's, not a home
	Confidential                                // fortrolig (code 7)
	StrictlyConfidential                        // strengt fortrolig (code 6)
)

// Contact is how a person may be reached, from KRR. All is nil for somebody
// who is not registered there, and only Reserved is set for who has reserved.
type Contact struct {
	Email    *string
	Mobile   *string
	Reserved *bool // against digital communication from the public sector
}

// Citizen is an answer as policy sees it, with dates as midnights in zone. An
// answer that did not come, or one without even a year of birth, leaves the
// citizen unread: neither yes nor no.
func Citizen(a sources.Result[Person], zone *time.Location) policy.Citizen {
	switch {
	case sources.KindOf(a.Err) == sources.NotFound:
		return policy.Citizen{Standing: policy.Missing}
	case a.Err != nil:
		return policy.Citizen{}
	}
	p := a.Value
	born, ok := p.Born(zone)
	if !ok {
		return policy.Citizen{}
	}
	c := policy.Citizen{
		Standing:     policy.OnFile,
		Born:         born,
		Deceased:     p.Deceased,
		Emigrated:    !present(p.Status),
		Confidential: p.Confidentiality >= Confidential,
	}
	if p.DeathDate != nil {
		c.Died = p.DeathDate.In(zone)
	}
	return c
}

// Born is when the person was born, as closely as the register knows; false when
// it does not even know the year.
func (p Person) Born(zone *time.Location) (policy.Birth, bool) {
	switch {
	case p.BirthDate != nil:
		return policy.BornOn(p.BirthDate.In(zone)), true
	case p.BirthYear != nil:
		return policy.BornIn(*p.BirthYear, zone), true
	}
	return policy.Birth{}, false
}

// present reports whether a status says that somebody is here. One that is
// missing or unknown does not: it ends representation, nothing else.
func present(s *Status) bool {
	if s == nil {
		return false
	}
	switch *s {
	case Resident, Active, Temporary, RegisteredAtBirth, Deceased:
		return true
	}
	return false
}

// SharesAddress reports whether a parent lives at the child's address, and none
// of those there has a protected one. Parents are the records of all who are
// responsible for the child. A strictly confidential address is not handed out,
// so who has one counts as living elsewhere.
func SharesAddress(child Person, parents ...Person) bool {
	if child.Residence == "" {
		return false
	}
	shares := false
	for _, p := range parents {
		if p.Residence != child.Residence {
			continue
		}
		if p.Confidentiality >= Confidential {
			return false
		}
		shares = true
	}
	return shares
}
