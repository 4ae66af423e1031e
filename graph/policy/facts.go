package policy

import (
	"time"

	"helsegraf/sources/fnr"
)

// Assurance is how surely the token knows who the actor is.
type Assurance uint8

// The levels of assurance (NIST-like names of ID-porten and HelseID differ;
// the front door maps them).
const (
	AssuranceLow Assurance = iota
	AssuranceSubstantial
	AssuranceHigh
)

// Client is the application that calls, as its token and our list of clients
// know it.
type Client struct {
	ID   string
	Name string
}

// Actor is the person whose token it is, with what the token lets the client
// do. The zero Actor is nobody.
type Actor struct {
	number    fnr.Number
	assurance Assurance
	client    Client
	scopes    [2]ServiceSet // by Mode
}

// Credentials are the contents of a checked token.
type Credentials struct {
	Number    fnr.Number
	Assurance Assurance
	Client    Client
	Read      ServiceSet // services the client's scopes cover for reading
	Write     ServiceSet // and for writing
}

// Authenticated is the Actor of a token that the front door has checked.
// Nothing else calls it; a test holds that.
func Authenticated(c Credentials) Actor {
	return Actor{number: c.Number, assurance: c.Assurance, client: c.Client, scopes: [2]ServiceSet{Read: c.Read, Write: c.Write}}
}

// Number is the actor's identity number.
func (a Actor) Number() fnr.Number { return a.number }

// Client is the application the actor uses.
func (a Actor) Client() Client { return a.client }

// Inquiry lets the privacy registers be asked about the actor. An actor whose
// token is too weak for anything personal has none.
func (a Actor) Inquiry() Inquiry {
	if a.number.IsZero() || a.assurance < AssuranceHigh {
		return Inquiry{}
	}
	return Inquiry{about: a.number}
}

// Standing is whether a register's answer is at hand. The zero Standing is
// that it is not, so that facts nobody filled in open nothing.
type Standing uint8

// The standings.
const (
	Unread  Standing = iota // not asked, or the register did not answer
	OnFile                  // the register answered and knows
	Missing                 // the register answered and knows nothing
)

// Facts are what the privacy registers say of one actor and one subject. The
// zero Facts open nothing.
type Facts struct {
	Actor   Person
	Subject Person
	// Relations are those on record between the two, asked from the actor's
	// side; RelationsRead tells that the registers answered.
	Relations     []Relationship
	RelationsRead Standing
}

// Person is one person in Folkeregisteret and Personvern.
type Person struct {
	Citizen  Citizen
	Settings Settings
}

// Citizen is a person in Folkeregisteret. Times are midnights in Norway.
type Citizen struct {
	Standing     Standing
	Born         time.Time
	Deceased     bool
	Emigrated    bool // moved abroad, or otherwise no longer on the register
	Confidential bool // fortrolig or strengt fortrolig address
}

// Settings are a person's own choices in Personvern.
type Settings struct {
	Standing    Standing
	Level       Level
	AllBlocked  bool       // akuttsperre
	Blocked     ServiceSet // single services
	Inactive    bool
	Reserved    bool // no summary care record: reserved, or never created
	YouthAccess bool // a parent has agreed to ungdomstilgang
}

// Relationship is one relation on record from the actor to a subject.
type Relationship struct {
	Relation Relation

	// Of a parent: whether a parent with responsibility lives at the child's
	// address, and none of those there at a confidential one.
	SharesAddress bool

	// Of a power: when it runs (zero Until is until further notice), and what
	// it covers. A power may name services, an area, or all of them.
	From, Until time.Time
	All         bool // "all services available by proxy at any time"
	Read        bool // "Innsyn i opplysninger registrert om deg"
	Write       bool // "Digitale helsetjenester"
	Named       ServiceSet
	// FinancialOnly is a guardianship for financial interests only.
	FinancialOnly bool
}

// power tells whether the relation rests on a power and not on family.
func (r Relationship) power() bool {
	return r.Relation == PowerOfAttorney || r.Relation == Assigned || r.Relation == Guardian
}

// Age is the age in whole years of somebody born at the midnight born. People
// born on a leap day have their birthday on 1 March in other years.
func Age(born, now time.Time) int {
	age := now.Year() - born.Year()
	if now.Before(birthday(born, age)) {
		age--
	}
	return age
}

// birthday is the midnight on which somebody turns age.
func birthday(born time.Time, age int) time.Time { return born.AddDate(age, 0, 0) }

// Covers are the services the client's scopes cover in a mode.
func (a Actor) Covers(m Mode) ServiceSet { return a.scopes[m] }
