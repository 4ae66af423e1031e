package policy

import (
	"errors"
	"io"
)

// errUnknownName does not repeat the name: it is foreign input.
var errUnknownName = errors.New("not a value of the enum")

// Level is how much a person has consented to (samtykkenivå). Levels are
// ordered: each holds what the one below holds.
type Level uint8

// The consent levels.
const (
	None Level = iota
	Basis
	BasisPlus
	Full
)

var levelNames = [...]string{None: "NONE", Basis: "BASIS", BasisPlus: "BASIS_PLUS", Full: "FULL"}

// String is the name in the schema.
func (l Level) String() string { return levelNames[l] }

// ParseLevel is the level of a name in the schema.
func ParseLevel(name string) (Level, error) { return parse[Level](name, len(levelNames)) }

// MarshalGQL writes the name in the schema.
func (l Level) MarshalGQL(w io.Writer) { quote(w, l) }

// UnmarshalGQL reads the name in the schema.
func (l *Level) UnmarshalGQL(v any) error { return unmarshal(v, l, len(levelNames)) }

// Mode is what is done with a service: looked at or changed.
type Mode uint8

// The modes.
const (
	Read Mode = iota
	Write
)

var modeNames = [...]string{Read: "READ", Write: "WRITE"}

// String is the name in the schema.
func (m Mode) String() string { return modeNames[m] }

// ParseMode is the mode of a name in the schema.
func ParseMode(name string) (Mode, error) { return parse[Mode](name, len(modeNames)) }

// MarshalGQL writes the name in the schema.
func (m Mode) MarshalGQL(w io.Writer) { quote(w, m) }

// UnmarshalGQL reads the name in the schema.
func (m *Mode) UnmarshalGQL(v any) error { return unmarshal(v, m, len(modeNames)) }

// Change is what a request in mode WRITE changes.
type Change uint8

// The changes. The zero Change is any other.
const (
	// BlockEverything sets akuttsperre. One that stands does not close it: the fact
	// of it is all that is told.
	BlockEverything Change = iota + 1
	// SetYouthAccess is a parent's, of a child of 13–15, and not the child's own.
	SetYouthAccess
	// GivePower gives or changes a power of attorney. It is one's own to give, needs
	// the consent that a power rests on, and is closed to a confidential address.
	GivePower
)

// Purpose is the purpose of a request (formål).
type Purpose uint8

// The purposes. Care and representation follow from the relation; a project is
// for one of the others.
const (
	ForCare           Purpose = iota // the subject's own
	ForRepresentation                // any relation but SELF
	ForStatistics
	ForResearch
)

// project reports whether the purpose is a project's, and not a person's own.
func (p Purpose) project() bool { return p > ForRepresentation }

// Relation is the actor's relation to the subject (code list 7611).
type Relation uint8

// The relations.
const (
	Self            Relation = iota
	Parent                   // foreldreansvar, FO
	PowerOfAttorney          // fullmakt given by the subject, FU
	Assigned                 // tildelt fullmakt of one who cannot consent, TD
	Guardian                 // vergemål, as registered in Personvern, VE
)

var relationNames = [...]string{Self: "SELF", Parent: "PARENT", PowerOfAttorney: "POWER_OF_ATTORNEY", Assigned: "ASSIGNED", Guardian: "GUARDIAN"}

// String is the name in the schema.
func (r Relation) String() string { return relationNames[r] }

// Code is the code in list 7611; "" for SELF, which the list lacks.
func (r Relation) Code() string {
	return [...]string{Self: "", Parent: "FO", PowerOfAttorney: "FU", Assigned: "TD", Guardian: "VE"}[r]
}

// ParseRelation is the relation of a name in the schema.
func ParseRelation(name string) (Relation, error) { return parse[Relation](name, len(relationNames)) }

// MarshalGQL writes the name in the schema.
func (r Relation) MarshalGQL(w io.Writer) { quote(w, r) }

// UnmarshalGQL reads the name in the schema.
func (r *Relation) UnmarshalGQL(v any) error { return unmarshal(v, r, len(relationNames)) }

// RelationSet is a set of relations: an actor can be parent and guardian of
// the same person.
type RelationSet uint8

// With is the set with r in it.
func (set RelationSet) With(r Relation) RelationSet { return set | 1<<r }

// Has reports whether r is in the set.
func (set RelationSet) Has(r Relation) bool { return set&(1<<r) != 0 }
