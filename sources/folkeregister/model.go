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
	BirthYear       *int // set also when the day of birth is unknown
	Deceased        bool
	DeathDate       *fhir.Date // nil also for a death on an unknown day
	Status          *Status
	Confidentiality Confidentiality
	// Address is the registered address; nil when the register gave none, and
	// always when it is protected.
	Address *fhir.Address
	// Municipality is the municipality number (kommunenummer, code list 3402);
	// nil like Address.
	Municipality *string
	// Residence is equal for people in the same dwelling, for comparison only
	// and never shown; "" when unknown, see [SharesAddress].
	Residence string
	Children  []Child
}

// Child is somebody the person has parental responsibility (foreldreansvar)
// for: joint, or as mother, father or co-mother. Responsibility of type Other
// or Unknown does not make a parent, and is left out.
type Child struct {
	Number fnr.Number
	// Responsible are all who have such responsibility for the child, including
	// the person.
	Responsible []fnr.Number
}

// Status is PersonStatusType of Persontjenesten (personstatus).
type Status string

// The statuses of people currently in the register.
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

// Contact is how a person may be reached, from KRR. All fields are nil for
// somebody not registered there; only Reserved is set for somebody who has
// reserved.
type Contact struct {
	Email    *string
	Mobile   *string
	Reserved *bool // against digital communication from the public sector
}

// Citizen is a result as policy sees it, with dates as midnights in zone. A
// failed result, or one without even a year of birth, leaves the citizen
// unread: neither yes nor no.
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

// Born is when the person was born, as precisely as the register knows; false
// when not even the year is known.
func (p Person) Born(zone *time.Location) (policy.Birth, bool) {
	switch {
	case p.BirthDate != nil:
		return policy.BornOn(p.BirthDate.In(zone)), true
	case p.BirthYear != nil:
		return policy.BornIn(*p.BirthYear, zone), true
	}
	return policy.Birth{}, false
}

// present reports whether a status means resident. A missing or unknown one
// does not: that ends representation, and nothing else.
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
// responsible for the child. The register withholds strictly confidential
// addresses, so their holders count as living elsewhere.
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
