package kith

import (
	"regexp"
	"strings"
	"time"
)

// Code systems and naming systems.
const (
	volven        = "2.16.578.1.12.4.1.1."
	oid           = "urn:oid:"
	listProcess   = volven + "8279"
	listRequest   = volven + "7601"
	listSubject   = volven + "7602"
	listUnitID    = volven + "9051"
	listPersonID  = volven + "8116"
	systemUUID    = "urn:ietf:rfc:3986"
	prefixUUID    = "urn:uuid:"
	systemPerson  = oid + "2.16.578.1.12.4.1.4.1" // fødselsnummer
	systemDNumber = oid + "2.16.578.1.12.4.1.4.2"
)

// processes are those of list 8279 that the mapping carries, with their names.
var processes = map[string]string{
	"DIALOG_INNBYGGER_EKONTAKT":        "Dialog med innbygger - eKontakt",
	"DIALOG_INNBYGGER_EKONSULTASJON":   "Dialog med innbygger - eKonsultasjon",
	"DIALOG_INNBYGGER_RESEPTFORNYELSE": "Dialog med innbygger - reseptfornyelse",
}

// identSystem is one type of identifier, in KITH and in FHIR.
type identSystem struct{ kind, name, list, system string }

// identSystems are the types that the mapping carries.
var identSystems = []identSystem{
	{"HER", "HER-id", listUnitID, oid + "2.16.578.1.12.4.1.2"},
	{"ENH", "Organisasjonsnummeret i Enhetsregisteret", listUnitID, oid + "2.16.578.1.12.4.1.4.101"},
	{"RSH", "RESH-id", listUnitID, oid + "2.16.578.1.12.4.1.4.102"},
	{"HPR", "HPR-nummer", listPersonID, oid + "2.16.578.1.12.4.1.4.4"},
	{"FNR", "Fødselsnummer", listPersonID, systemPerson},
	{"DNR", "D-nummer", listPersonID, systemDNumber},
}

// mapper notes whether something is not carried.
type mapper struct{ lost bool }

// must notes what has to be so.
func (m *mapper) must(ok bool) { m.lost = m.lost || !ok }

func (m *mapper) identifiers(idents []Ident) (all []Identifier) {
	m.must(len(idents) > 0)
	for _, i := range idents {
		found := false
		for _, s := range identSystems {
			if s.kind == i.Type.V {
				all, found = append(all, Identifier{s.system, i.ID}), true
			}
		}
		m.must(found)
	}
	return all
}

func (m *mapper) idents(identifiers []Identifier) (all []Ident) {
	m.must(len(identifiers) > 0)
	for _, i := range identifiers {
		found := false
		for _, s := range identSystems {
			if s.system == i.System {
				all, found = append(all, Ident{i.Value, Code{V: s.kind, DN: s.name, S: s.list}}), true
			}
		}
		m.must(found)
	}
	return all
}

// coding is a code; list is the one that it is of when it does not say.
func (m *mapper) coding(c Code, list string) CodedValue {
	m.must(c.OT == "" && c.V != "")
	out := CodedValue{Code: c.V, Display: c.DN}
	switch {
	case c.S == "" && list == "":
	case c.S == "":
		out.System = oid + list
	case !strings.Contains(c.S, "."): // some write the number of the list
		out.System = oid + volven + c.S
	default:
		out.System = oid + c.S
	}
	return out
}

// code is the code of a coding.
func (m *mapper) code(c CodedValue) Code {
	list, ok := strings.CutPrefix(c.System, oid)
	m.must((ok || c.System == "") && c.Code != "")
	return Code{V: c.Code, S: list, DN: c.Display}
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// id is a message's id as FHIR has it.
func (m *mapper) id(s string) Identifier {
	s = strings.ToLower(s)
	m.must(uuid.MatchString(s))
	return Identifier{systemUUID, prefixUUID + s}
}

// idOf is a message's id as KITH has it.
func (m *mapper) idOf(i *Identifier) string {
	if i == nil {
		m.lost = true
		return ""
	}
	s, ok := strings.CutPrefix(strings.ToLower(i.Value), prefixUUID)
	m.must(ok && uuid.MatchString(s))
	return s
}

// timestamp is KITH's TS: a year, a month, a day, or a time.
var timestamp = regexp.MustCompile(`^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?$`)

// instant is a time with its zone: without one it would be a guess which it is.
func (m *mapper) instant(s string) string {
	_, err := time.Parse(time.RFC3339, s)
	m.must(err == nil && timestamp.MatchString(s))
	return s
}
