package fhir

import (
	"strings"

	"helsegraf/sources/fnr"
)

// Who numbers health personnel, and who organizations.
const (
	systemHPR = "urn:oid:2.16.578.1.12.4.1.4.4"   // Helsepersonellregisteret
	systemOrg = "urn:oid:2.16.578.1.12.4.1.4.101" // Enhetsregisteret
)

// About reports whether r names the person by number, in the number's own
// system or in none.
func (r Reference) About(n fnr.Number) bool {
	i := r.Identifier
	return !n.IsZero() && i.Value == n.Digits() && (i.System == "" || i.System == n.System())
}

// HPRNumber is the number of i when it is one of health personnel, or nil.
func (i Identifier) HPRNumber() *string {
	if i.System != systemHPR {
		return nil
	}
	return ParseHPRNumber(i.Value)
}

// organizationNumber is the nine digits of i when it is one of Enhetsregisteret.
func (i Identifier) organizationNumber() *string {
	if i.System != systemOrg || len(i.Value) != 9 || digits(i.Value) != 9 {
		return nil
	}
	return &i.Value
}

// ParseHPRNumber reads at most nine digits: what is longer is another number,
// perhaps the person's own. It returns nil for what is none.
func ParseHPRNumber(s string) *string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 9 || digits(s) != len(s) {
		return nil
	}
	return &s
}

// Owner tells whom a record is about.
type Owner uint8

const (
	unsaid Owner = iota // nobody that is known
	theirs              // the subject
	somebodyElses
)

// Whose tells whom references of r name: the subject alone, or somebody else.
func (s *Searchset) Whose(r *Resource, said ...Reference) Owner {
	all := unsaid
	for _, ref := range said {
		if all = s.person(r, ref); all != theirs {
			break
		}
	}
	return all
}

// person tells whom a reference of r names: by number, and by the Patient it
// leads to. One that names two people is not the subject's.
func (s *Searchset) person(r *Resource, ref Reference) Owner {
	named := s.numbered(ref.Identifier)
	if ref.Reference == "" || named == somebodyElses {
		return named
	}
	patient := s.patient(r, ref)
	if is, _ := patient.Type(); is != "Patient" {
		return named
	}
	var p struct {
		Identifier []Identifier `json:"identifier"`
	}
	if patient.Decode(&p) != nil {
		return unsaid
	}
	said := unsaid
	for _, i := range p.Identifier {
		switch s.numbered(i) {
		case theirs: // of several numbers, an older one perhaps
			return theirs
		case somebodyElses:
			said = somebodyElses
		case unsaid:
		}
	}
	if said == unsaid {
		return named
	}
	return said
}

// numbered tells whose identifier it is: people are told by their numbers alone,
// in the number's own system or in none.
func (s *Searchset) numbered(i Identifier) Owner {
	switch {
	case i.Value == "":
		return unsaid
	case (Reference{Identifier: i}).About(s.subject):
		return theirs
	case i.System == "", i.System == fnr.SystemNational, i.System == fnr.SystemD:
		return somebodyElses
	}
	return unsaid
}

// patient is the Patient that a reference leads to, as far as people have come.
func (s *Searchset) patient(r *Resource, ref Reference) Part {
	if id, ok := strings.CutPrefix(ref.Reference, "#"); ok {
		return r.Contained.part(id)
	}
	if s.people == nil {
		return Part{}
	}
	if e := s.people.at(r.entry, ref, "Patient"); e != nil {
		return e.Resource
	}
	return Part{}
}
