package fhir

import (
	"cmp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Party is who or what a reference names: a person, perhaps in a role, or an
// organization. Identity numbers are never read.
type Party struct {
	Type      string // Practitioner, Organization, Patient …; "" when it is not known
	Display   string // the display text of the reference
	Name      *HumanName
	HPRNumber *string
	Role      []CodeableConcept
	Phone     *string // of a person

	unit Reference // the organization, and the resource that refers to it
	of   *Resource
}

// Unit is an organization, or the organization of somebody's role.
type Unit struct {
	Names              []string // its own, and those it is part of
	OrganizationNumber *string
	Phone              *string
	Type               []CodeableConcept // what kind of organization it is
	Identifier         []Identifier
}

// Identified reports whether the organization has an identifier in a system.
func (u Unit) Identified(system string) bool {
	return slices.ContainsFunc(u.Identifier, func(i Identifier) bool { return i.System == system && i.Value != "" })
}

// extMiddleName is how the Norwegian profiles write a middle name.
const extMiddleName = "http://hl7.no/fhir/StructureDefinition/no-basis-middlename"

// manyUnits bounds how many levels up from a department are read.
const manyUnits = 3

// partyWire is the part we read of a Practitioner, PractitionerRole,
// Organization, Patient or RelatedPerson.
type partyWire struct {
	ResourceType string            `json:"resourceType"`
	Contained    Contained         `json:"contained"`
	Identifier   []Identifier      `json:"identifier"`
	Practitioner Reference         `json:"practitioner"`
	Organization Reference         `json:"organization"`
	PartOf       Reference         `json:"partOf"`
	Code         []CodeableConcept `json:"code"`
	Type         Concepts          `json:"type"`
	// Name is a string in an Organization and a list in the others.
	Name    jsontext.Value `json:"name"`
	Telecom []struct {
		System string `json:"system"`
		Value  string `json:"value"`
	} `json:"telecom"`
}

// Party is whom a reference of r names, in the reference itself or in the
// resource it leads to.
func (r *Resource) Party(ref Reference) Party {
	p := Party{Type: typeOf(ref), Display: ref.Display, HPRNumber: ref.Identifier.HPRNumber(), unit: ref, of: r}
	w, at, ok := r.party(ref)
	if !ok {
		return p
	}
	p.Type = w.ResourceType
	switch w.ResourceType {
	case "PractitionerRole":
		person := at.Party(w.Practitioner)
		p.Display, p.Name, p.HPRNumber = cmp.Or(person.Display, p.Display), person.Name, cmp.Or(person.HPRNumber, p.HPRNumber)
		p.Role, p.unit, p.of = w.Code, w.Organization, at
	case "Organization":
	default:
		p.Name, p.Phone = personName(w.Name), w.phone()
		for _, i := range w.Identifier {
			p.HPRNumber = cmp.Or(p.HPRNumber, i.HPRNumber())
		}
	}
	return p
}

// Unit is the organization of the party.
func (p Party) Unit() Unit {
	u := Unit{OrganizationNumber: p.unit.Identifier.organizationNumber()}
	if p.unit.Identifier.Value != "" {
		u.Identifier = []Identifier{p.unit.Identifier}
	}
	w, at, ok := p.of.party(p.unit)
	if !ok || w.ResourceType != "Organization" {
		if p.Type == "PractitionerRole" && p.unit.Display != "" {
			u.Names = []string{p.unit.Display}
		}
		return u
	}
	u.Names, u.Type, u.Identifier = at.units(w), w.Type, append(u.Identifier, w.Identifier...)
	for _, i := range w.Identifier {
		u.OrganizationNumber = cmp.Or(u.OrganizationNumber, i.organizationNumber())
	}
	u.Phone = w.phone()
	return u
}

func (w partyWire) phone() *string {
	for _, t := range w.Telecom {
		if t.System == "phone" && t.Value != "" {
			return String(t.Value)
		}
	}
	return nil
}

// Practitioner is the party as health personnel, nil if it is not, or has
// neither name nor number.
func (p Party) Practitioner() *Practitioner {
	by := Practitioner{Name: p.Name, HPRNumber: p.HPRNumber}
	if !p.Personnel() || by == (Practitioner{}) {
		return nil
	}
	return &by
}

// Office is the organization of the party as it is shown, nil when unknown. The
// display text of a reference to a person is not the name of an office.
func (p Party) Office() *Organization {
	unit := p.Unit()
	o := Organization{OrganizationNumber: unit.OrganizationNumber, Phone: unit.Phone}
	switch {
	case len(unit.Names) > 0:
		o.Name = &unit.Names[0]
	case p.Type == "Organization" || p.Type == "Location" || p.Type == "":
		o.Name = String(p.Display)
	}
	if o == (Organization{}) {
		return nil
	}
	return &o
}

// Personnel reports whether the party may be health personnel, as far as the
// data show.
func (p Party) Personnel() bool {
	switch p.Type {
	case "Patient", "RelatedPerson", "Organization", "Device":
		return false
	}
	return true
}

// party is the resource a reference leads to, and the one its own references
// are resolved in: a contained resource refers to its siblings.
func (r *Resource) party(ref Reference) (partyWire, *Resource, bool) {
	if ref.Reference == "" && (ref.Display != "" || ref.Identifier.Value == "") {
		return partyWire{}, nil, false // the reference says enough, or nothing
	}
	var w partyWire
	part, e := r.lookup(ref, cmp.Or(typeOf(ref), "Practitioner"))
	if len(part.text) == 0 || part.Decode(&w) != nil || part.modified() {
		return partyWire{}, nil, false
	}
	if e == nil {
		return w, r, true
	}
	return w, &Resource{Contained: w.Contained, entry: e, set: r.set}, true
}

// units are the names of an organization and of those above it.
func (r *Resource) units(w partyWire) []string {
	var names []string
	for len(names) < manyUnits {
		var name string
		if json.Unmarshal(w.Name, &name) != nil || name == "" {
			break
		}
		names = append(names, name)
		next, at, ok := r.party(w.PartOf)
		if !ok {
			break
		}
		w, r = next, at
	}
	return names
}

// typeOf is the type a reference names: explicitly, by a profile, or in its
// address.
func typeOf(ref Reference) string {
	if ref.Type != "" {
		name := ref.Type[strings.LastIndexByte(ref.Type, '/')+1:]
		return name[strings.LastIndexByte(name, '-')+1:] // "sfm-Organization"
	}
	to, _, _ := strings.Cut(ref.Reference, "/_history/")
	_, at := split(to)
	return at.resourceType
}

// Names are the names of one person.
type Names []nameWire

type nameWire struct {
	Use       string     `json:"use"`
	Text      string     `json:"text"`
	Given     []string   `json:"given"`
	Family    string     `json:"family"`
	Extension Extensions `json:"extension"`
}

func personName(list jsontext.Value) *HumanName {
	var names Names
	if json.Unmarshal(list, &names) != nil {
		return nil
	}
	return names.Usual()
}

// Usual is the official name, else the usual one, else the first. One with digits
// in it is ignored.
func (names Names) Usual() *HumanName {
	if len(names) == 0 {
		return nil
	}
	name := names[0]
	for _, use := range [...]string{"usual", "official"} {
		for _, n := range names {
			if n.Use == use {
				name = n
			}
		}
	}
	n := Named(strings.Join(name.Given, " "), name.Extension.At(extMiddleName).ValueString, name.Family)
	if n == nil {
		n = Named("", "", name.Text)
	}
	if n != nil && strings.ContainsAny(n.Full, "0123456789") {
		return nil
	}
	return n
}

// In is the first coding of the concepts in one of the systems.
func In(concepts []CodeableConcept, systems ...string) *Coding {
	i := slices.IndexFunc(concepts, func(c CodeableConcept) bool { return c.In(systems...) != nil })
	if i < 0 {
		return nil
	}
	return concepts[i].In(systems...)
}
