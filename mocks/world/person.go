package world

import "time"

// Person is one synthetic citizen, with the data of the population and privacy
// registers. A health register's data on a person is made in that register's own
// files, from the number.
type Person struct {
	Number string // identity number, +80 on the month
	Key    string // the persona's key; "" for the generated population
	About  string // one line for the list of personas

	Given, Middle, Family string
	Woman                 bool
	Born                  time.Time // midnight, Norwegian time
	Died                  time.Time // zero while alive
	Address               Address
	// Confidentiality is AddressConfidentiality of Persontjenesten:
	// Unclassified, ClientAddress, Confidential or StrictlyConfidential.
	Confidentiality string
	Phone, Email    string

	// Children are the children the person has parental responsibility for.
	Children []Responsibility
	// Guardians are the guardians in the population register. Only a power registered in
	// Personvern opens anything.
	Guardians []string

	Consent  Consent
	Blocks   []Block
	Inactive time.Time // zero while active
	Reserved Reservation
	// YouthAccess reports that a parent has agreed to ungdomstilgang (13–15).
	YouthAccess bool
	// Sharing is the six purposes, each allowed or not.
	Sharing map[string]bool
	// Powers are those given by the person or on the person's behalf. The holder is
	// another person in the population.
	Powers []Power
}

// Responsibility is parental responsibility for a child. Type is
// ParentalResponsibilityType of Persontjenesten: Joint, Mother, Father,
// CoMother, Other or Unknown.
type Responsibility struct {
	Child string
	Type  string
}

// Address is where a person lives.
type Address struct {
	Street           string
	PostalCode, City string
	Municipality     string // number, code list 3402
	MunicipalityName string
}

// Consent is the consent level: NONE, BASIS, BASIS_PLUS or FULL.
type Consent struct {
	Level   string
	GivenAt time.Time
}

// Block closes one service, or all of them (akuttsperre) when Service is "".
type Block struct {
	Service string
	Since   time.Time
}

// Reservation against the summary care record; zero Since is none.
type Reservation struct {
	Since           time.Time
	RestorableUntil time.Time
}

// Power is a power of attorney (FU), an assigned one (TD) or a guardianship
// registered in Personvern (VE).
type Power struct {
	ID       string // fullmaktReferanseId, a GUID
	Kind     string // code list 7611: FU, TD, VE
	Holder   string
	From     time.Time
	Until    time.Time // zero is until further notice
	All      bool      // all services available by proxy at any time
	Services []string  // named services
	Read     bool      // "Innsyn i opplysninger registrert om deg"
	Write    bool      // "Digitale helsetjenester"
	// FinancialOnly is a guardianship for financial interests only.
	FinancialOnly bool
}

// Adult reports whether the person is 18 or older at the time.
func (p *Person) Adult(now time.Time) bool { return !now.Before(p.Born.AddDate(18, 0, 0)) }

// Name is given, middle and family name.
func (p *Person) Name() string {
	if p.Middle == "" {
		return p.Given + " " + p.Family
	}
	return p.Given + " " + p.Middle + " " + p.Family
}
