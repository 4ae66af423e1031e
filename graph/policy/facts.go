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
	scopes    ByMode
	purpose   Purpose
	session   Session
}

// Session is a digest identifying a login, without anything of the token in it;
// zero when the token does not identify one.
type Session [32]byte

// Credentials are the contents of a checked token.
type Credentials struct {
	Number    fnr.Number
	Assurance Assurance
	Client    Client
	Read      ServiceSet // services the client's scopes cover for reading
	Write     ServiceSet // and for writing
	Purpose   Purpose    // what a token of an analyst's client is for; else the zero Purpose
	Session   Session
}

// Authenticated is the Actor of a token that the front door has checked.
// Nothing else calls it; a test holds that.
func Authenticated(c Credentials) Actor {
	return Actor{
		number: c.Number, assurance: c.Assurance, client: c.Client, scopes: ByMode{Read: c.Read, Write: c.Write},
		purpose: c.Purpose, session: c.Session,
	}
}

// Number is the actor's identity number.
func (a Actor) Number() fnr.Number { return a.number }

// Client is the application the actor uses.
func (a Actor) Client() Client { return a.client }

// Session is the login that the actor's token comes from.
func (a Actor) Session() Session { return a.session }

// Inquiry permits reading the privacy registers about the actor. An actor whose
// token is too weak for personal data has none.
func (a Actor) Inquiry() Inquiry {
	if a.number.IsZero() || a.assurance < AssuranceHigh {
		return Inquiry{}
	}
	return Inquiry{about: a.number}
}

// Standing is whether a register's response is available. The zero Standing is
// that it is not, so that facts nobody filled in open nothing.
type Standing uint8

// The standings.
const (
	Unread  Standing = iota // not read, or the register did not respond
	OnFile                  // the register responded with a record
	Missing                 // the register responded and has no record
)

// Facts are what the privacy registers say of one actor and one subject. The
// zero Facts open nothing.
type Facts struct {
	Actor   Person
	Subject Person
	// Relations are those on record between the two, read from the actor's
	// side; RelationsRead is true when the registers responded.
	Relations     []Relationship
	RelationsRead Standing
	// Project is the analyst's project.
	Project Project
}

// Project is Forskning's record of a project, for one analyst.
type Project struct {
	Standing    Standing
	From, Until time.Time // midnights; the zero Until is until further notice
	Participant bool      // the actor is among its people
}

// open reports whether the project may use data on a day.
func (p Project) open(now time.Time) bool {
	return !p.From.IsZero() && !now.Before(p.From) && (p.Until.IsZero() || now.Before(p.Until)) && p.Participant
}

// Person is one person in Folkeregisteret and Personvern.
type Person struct {
	Citizen  Citizen
	Settings Settings
}

// Citizen is a person in Folkeregisteret. Times are midnights in Norway.
type Citizen struct {
	Standing     Standing
	Born         Birth
	Deceased     bool
	Died         time.Time // the day of death; zero when it is not known
	Emigrated    bool      // moved abroad, or otherwise no longer on the register
	Confidential bool      // fortrolig or strengt fortrolig address
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

	// What data may be shared for (deling), as far as a [Purpose] asks for it.
	SharesStatistics bool
	SharesResearch   bool
}

// shares reports whether the person's data may be used for a project's purpose.
func (s Settings) shares(p Purpose) bool {
	return p == ForStatistics && s.SharesStatistics || p == ForResearch && s.SharesResearch
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
	Named       ByMode
	// FinancialOnly is a guardianship for financial interests only.
	FinancialOnly bool
}

// remembered is how many days a relation that ended is still shown, and
// maxAssigned the longest term of an assigned one, in years.
const (
	remembered  = 30
	maxAssigned = 5
)

// adult is the age at which parents' access ends and everybody decides for
// themselves; youth is that of ungdomstilgang, and holder the age to hold a
// power.
const (
	youth  = 13
	adult  = 16
	holder = 18
)

// end is the midnight on which a power ends by itself; zero is until further
// notice.
func (r Relationship) end() time.Time {
	if r.Relation != Assigned {
		return r.Until
	}
	if longest := r.From.AddDate(maxAssigned, 0, 0); r.Until.IsZero() || longest.Before(r.Until) {
		return longest
	}
	return r.Until
}

// given reports whether there is or was a relation at all. A child that lives
// with no parent is out of its parents' reach, but not of a guardian's.
func (r Relationship) given(now time.Time) bool {
	switch r.Relation {
	case Parent:
		return r.SharesAddress
	case PowerOfAttorney, Assigned, Guardian:
		return !r.FinancialOnly && !r.From.IsZero() && !now.Before(r.From)
	default:
		return false
	}
}

// onRecord is Open when a relation lets the actor know of the subject: it is
// live, or it ended less than thirty days ago; otherwise NOT_FOUND. For people
// who were not read, nothing counts as ended.
func (f *Facts) onRecord(r Relationship, now time.Time) Code {
	if !r.given(now) || f.Actor.Citizen.forgotten(now) || f.Subject.Citizen.forgotten(now) {
		return NotFound
	}
	switch {
	case r.Relation != Parent:
		end := r.end()
		return unless(end.IsZero() || now.Before(end.AddDate(0, 0, remembered)), NotFound)
	case f.Subject.Citizen.Standing != OnFile:
		return Open
	}
	// A parent's ends on the child's 16th birthday.
	first, last := f.Subject.Citizen.Born.turns(adult)
	switch {
	case now.Before(first.AddDate(0, 0, remembered)):
		return Open
	case now.Before(last.AddDate(0, 0, remembered)):
		return AgeUnknown
	}
	return NotFound
}

// forgotten reports whether somebody has been dead so long that their relations
// are gone. A relation lasts to the end of the day of death; an unknown day
// counts as long ago.
func (c Citizen) forgotten(now time.Time) bool {
	return c.Deceased && (c.Died.IsZero() || !now.Before(c.Died.AddDate(0, 0, 1+remembered)))
}

// ended reports whether death or the child's 16th birthday has ended a
// relation, which is then still shown but no longer lets the actor act. One
// that may have ended still does: what it opens is decided separately.
func (f *Facts) ended(r Relationship, now time.Time) bool {
	return f.Actor.Citizen.Deceased || f.Subject.Citizen.Deceased ||
		r.Relation == Parent && f.Subject.Citizen.Born.reached(adult, now, NotFound) == Open
}

// related is Open when any relation is on record, and otherwise the code of the
// one that may be.
func (f *Facts) related(now time.Time) Code {
	code := NotFound
	for _, r := range f.Relations {
		is := f.onRecord(r, now)
		if is == Open {
			return Open
		}
		if is == AgeUnknown {
			code = AgeUnknown
		}
	}
	return code
}

// Covers are the services the client's scopes cover in a mode.
func (a Actor) Covers(m Mode) ServiceSet { return a.scopes.In(m) }
