package folkeregister

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// entry is common to all data. We request no history, so only an explicitly
// invalid entry is skipped.
type entry struct {
	IsValid *bool `json:"isValid"`
}

func (e entry) valid() bool { return e.IsValid == nil || *e.IsValid }

// current is the first valid entry of a datum, or nil.
func current[E interface{ valid() bool }](entries []E) *E {
	for i := range entries {
		if entries[i].valid() {
			return &entries[i]
		}
	}
	return nil
}

// personWire is the part of Persontjenesten's Person that we read.
type personWire struct {
	Numbers []struct {
		Number string `json:"identificationNumber"`
	} `json:"norwegianIdentificationNumber"`
	Name []struct {
		entry
		Given  string `json:"givenName"`
		Middle string `json:"middleName"`
		Family string `json:"familyName"`
	} `json:"name"`
	Birth []struct {
		entry
		Date string         `json:"birthDate"` // ignore the time of day
		Year jsontext.Value `json:"birthYear"` // a number, in quotes or without
	} `json:"birth"`
	Death *struct {
		entry
		Date string `json:"deceasedDate"` // likewise
	} `json:"death"`
	Status []struct {
		entry
		Status Status `json:"status"`
	} `json:"status"`
	Protection []struct {
		entry
		Level string `json:"protectionLevel"`
	} `json:"addressProtection"`
	Residence      []residenceWire      `json:"residentialAddress"`
	Responsibility []responsibilityWire `json:"parentalResponsibility"`
}

type residenceWire struct {
	entry
	Confidentiality string `json:"addressConfidentiality"`
	Identifier      string `json:"cadastralIdentifier"`
	Street          *struct {
		Unit         string `json:"separatelyOccupiedUnitNumber"`
		Municipality string `json:"municipalityNumber"`
		CareOf       string `json:"coAddressName"`
		Name         string `json:"addressName"`
		Number       struct {
			House  string `json:"houseNumber"`
			Letter string `json:"houseLetter"`
		} `json:"addressNumber"`
		City struct {
			Name       string `json:"cityName"`
			PostalCode string `json:"postalCode"`
		} `json:"city"`
	} `json:"streetAddress"`
}

type responsibilityWire struct {
	entry
	Type        string `json:"responsibilityType"`
	Subject     string `json:"subjectOfResponsibility"`
	Responsible string `json:"responsible"`
}

func decodePersons(body []byte) ([]record[Person], error) {
	entries, err := entriesOf[personWire](body)
	if err != nil {
		return nil, err
	}
	records := make([]record[Person], len(entries))
	for i := range entries {
		e, r := &entries[i], &records[i]
		for _, n := range e.value.Numbers {
			r.numbers = append(r.numbers, parse(n.Number)...)
		}
		r.value, r.err = e.value.person(r.numbers), e.err
	}
	return records, nil
}

// parse is the number in s, or nil.
func parse(s string) []fnr.Number {
	n, err := fnr.Parse(s)
	if err != nil {
		return nil
	}
	return []fnr.Number{n}
}

// person is the record of somebody with these numbers.
func (w *personWire) person(numbers []fnr.Number) Person {
	var p Person
	if n := current(w.Name); n != nil {
		p.Name = fhir.Named(n.Given, n.Middle, n.Family)
	}
	if b := current(w.Birth); b != nil {
		p.BirthDate, p.BirthYear = fhir.ParseDate(b.Date), year(b.Year)
	}
	if s := current(w.Status); s != nil && s.Status != "" {
		p.Status = &s.Status
		p.Deceased = s.Status == Deceased
	}
	if w.Death != nil && w.Death.valid() {
		p.Deceased, p.DeathDate = true, fhir.ParseDate(w.Death.Date)
	}
	for _, a := range w.Protection {
		if a.valid() {
			p.Confidentiality = max(p.Confidentiality, confidentiality(a.Level))
		}
	}
	home := current(w.Residence)
	if home != nil {
		p.Confidentiality = max(p.Confidentiality, confidentiality(home.Confidentiality))
		p.Residence = home.dwelling(p.Confidentiality)
	}
	if home != nil && home.Street != nil && p.Confidentiality == Unclassified {
		p.Address, p.Municipality = home.address(), fhir.String(home.Street.Municipality)
	}
	p.Children = children(w.Responsibility, numbers)
	return p
}

// year reads a year of birth, or nil if nobody alive was born in it.
func year(v jsontext.Value) *int {
	y, err := strconv.Atoi(strings.Trim(string(v), `"`))
	if err != nil || y < 1800 || y > 9999 {
		return nil
	}
	return &y
}

// confidentiality reads AddressConfidentiality, which is absent for an ordinary
// address. An unknown grade counts as the highest.
func confidentiality(s string) Confidentiality {
	switch s {
	case "", "Unclassified":
		return Unclassified
	case "ClientAddress":
		return ClientAddress
	case "Confidential":
		return Confidential
	}
	return StrictlyConfidential
}

// dwelling identifies a home: matrikkelen's identifier names a building's
// entrance, the unit number the flat. A client address is not a home, and two
// people with the same one do not live together.
func (w residenceWire) dwelling(c Confidentiality) string {
	if w.Identifier == "" || c == ClientAddress || c == StrictlyConfidential {
		return ""
	}
	if w.Street == nil {
		return w.Identifier
	}
	return w.Identifier + "/" + w.Street.Unit
}

func (w residenceWire) address() *fhir.Address {
	s := w.Street
	a := &fhir.Address{PostalCode: fhir.String(s.City.PostalCode), City: fhir.String(s.City.Name)}
	for _, line := range []string{s.CareOf, strings.Join(strings.Fields(s.Name+" "+s.Number.House+s.Number.Letter), " ")} {
		if line != "" {
			a.Lines = append(a.Lines, line)
		}
	}
	return a
}

// children are those that somebody with these numbers is responsible for. On a
// child's own record the child is the subject; those entries are skipped.
func children(entries []responsibilityWire, numbers []fnr.Number) []Child {
	var out []Child
	mine := map[fnr.Number]bool{}
	for _, e := range entries {
		if !e.parental() {
			continue
		}
		for _, child := range parse(e.Subject) {
			if slices.Contains(numbers, child) {
				continue
			}
			i := slices.IndexFunc(out, func(c Child) bool { return c.Number == child })
			if i < 0 {
				i, out = len(out), append(out, Child{Number: child})
			}
			for _, parent := range parse(e.Responsible) {
				if !slices.Contains(out[i].Responsible, parent) {
					out[i].Responsible = append(out[i].Responsible, parent)
				}
				mine[child] = mine[child] || slices.Contains(numbers, parent)
			}
		}
	}
	return slices.DeleteFunc(out, func(c Child) bool { return !mine[c.Number] })
}

// parental reports whether an entry makes the responsible person a parent in
// law.
func (w responsibilityWire) parental() bool {
	switch w.Type {
	case "Joint", "Mother", "Father", "CoMother":
		return w.valid()
	}
	return false
}

// contactWire is one person in KRR's response.
type contactWire struct {
	Number      string `json:"personidentifikator"`
	Reservation string `json:"reservasjon"`
	Information struct {
		Email  string `json:"epostadresse"`
		Mobile string `json:"mobiltelefonnummer"`
	} `json:"kontaktinformasjon"`
}

func decodeContacts(body []byte) ([]record[Contact], error) {
	var wire struct {
		People jsontext.Value `json:"personer"`
	}
	if err := sources.DecodeJSON(body, &wire); err != nil || len(wire.People) == 0 {
		return nil, sources.Garbled
	}
	entries, err := entriesOf[contactWire](wire.People)
	if err != nil {
		return nil, err
	}
	records := make([]record[Contact], len(entries))
	for i := range entries {
		e := &entries[i]
		records[i] = record[Contact]{numbers: parse(e.value.Number), value: e.value.contact(), err: e.err}
	}
	return records, nil
}

func (w *contactWire) contact() (c Contact) {
	switch reserved := w.Reservation == "JA"; w.Reservation {
	case "JA":
		c.Reserved = &reserved
	case "NEI":
		c = Contact{Email: fhir.String(w.Information.Email), Mobile: fhir.String(w.Information.Mobile), Reserved: &reserved}
	}
	return c
}
