package fhir

import (
	"strings"

	"helsegraf/sources/fnr"
)

// Identifier systems of health personnel and organizations.
const (
	systemHPR = "urn:oid:2.16.578.1.12.4.1.4.4"   // Helsepersonellregisteret
	systemOrg = "urn:oid:2.16.578.1.12.4.1.4.101" // Enhetsregisteret
)

// About reports whether r identifies the person by number, in the number's own
// system or in none.
func (r Reference) About(n fnr.Number) bool {
	i := r.Identifier
	return !n.IsZero() && i.Value == n.Digits() && (i.System == "" || i.System == n.System())
}

// HPRNumber is the value of i when it is an HPR number, or nil.
func (i Identifier) HPRNumber() *string {
	if i.System != systemHPR {
		return nil
	}
	return ParseHPRNumber(i.Value)
}

// organizationNumber is the nine digits of i when it is in Enhetsregisteret, or
// nil.
func (i Identifier) organizationNumber() *string {
	if i.System != systemOrg || len(i.Value) != 9 || digits(i.Value) != 9 {
		return nil
	}
	return &i.Value
}

// ParseHPRNumber reads at most nine digits: a longer number is something else,
// perhaps the person's identity number. It returns nil for anything else.
func ParseHPRNumber(s string) *string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 9 || digits(s) != len(s) {
		return nil
	}
	return &s
}

// Owner is whom a record is about.
type Owner uint8

const (
	unknownOwner Owner = iota // unknown
	theirs                    // the subject
	somebodyElses
)

// Whose is whom the references of r identify: the subject alone, or somebody
// else.
func (s *Searchset) Whose(r *Resource, said ...Reference) Owner {
	all := unknownOwner
	for _, ref := range said {
		if all = s.person(r, ref); all != theirs {
			break
		}
	}
	return all
}

// person is whom a reference of r identifies: by number, and by the Patient it
// leads to. One that identifies two people is not the subject's.
func (s *Searchset) person(r *Resource, ref Reference) Owner {
	named := s.ownerOf(ref.Identifier)
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
		return unknownOwner
	}
	said := unknownOwner
	for _, i := range p.Identifier {
		switch s.ownerOf(i) {
		case theirs: // may be an older number of the subject
			return theirs
		case somebodyElses:
			said = somebodyElses
		case unknownOwner:
		}
	}
	if said == unknownOwner {
		return named
	}
	return said
}

// ownerOf is whose identifier it is: people are identified by number alone, in
// the number's own system or in none.
func (s *Searchset) ownerOf(i Identifier) Owner {
	switch {
	case i.Value == "":
		return unknownOwner
	case (Reference{Identifier: i}).About(s.subject):
		return theirs
	case i.System == "", i.System == fnr.SystemNational, i.System == fnr.SystemD:
		return somebodyElses
	}
	return unknownOwner
}

// patient is the Patient that a reference leads to, among those received so
// far.
func (s *Searchset) patient(r *Resource, ref Reference) Part {
	if id, ok := strings.CutPrefix(ref.Reference, "#"); ok {
		return r.Contained.part(id)
	}
	if s.people == nil {
		return Part{}
	}
	if e := s.people.at(r.entry, ref, "Patient"); e != nil {
		return e.resource
	}
	return Part{}
}
