package folkeregister

import (
	"fmt"
	"strings"
	"time"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// fregEntry is one entry of a person's record: when it was registered and why, and
// its content.
func fregEntry(at time.Time, reason string, says map[string]any) map[string]any {
	says["registeredAt"], says["isValid"], says["source"], says["reason"] = standin.DotNet(at), true, "KILDE_DSF", reason
	says["validFrom"], says["validTo"] = standin.DotNet(at), nil
	return says
}

// fregDay is a date as Persontjenesten writes it: an instant whose time of day means
// nothing.
func fregDay(t time.Time) string { return t.Format(time.DateOnly) + "T00:00:00+00:00" }

// person returns a person's record with the requested parts; the others are null.
func (f register) person(p *world.Person, parts []string) map[string]any {
	datum := map[string]func(*world.Person) any{
		"NorwegianIdentificationNumber":       f.numbersOf,
		"Name":                                f.nameOf,
		"Birth":                               f.birthOf,
		"Death":                               f.deathOf,
		"Status":                              f.statusOf,
		"AddressProtection":                   f.protectionOf,
		"ResidentialAddress":                  f.homeOf,
		"ParentalResponsibility":              f.responsibilityOf,
		"GuardianshipOrFuturePowerOfAttorney": f.guardiansOf,
	}
	record := map[string]any{
		"id":             fmt.Sprintf("%016x", f.World.Dice("folkeregister", p.Number).Uint64()),
		"sequenceNumber": f.World.Dice("sequence", p.Number).IntN(9_000_000),
		"falseIdentity":  nil,
		"gibberish":      map[string]any{"unasked": []int{1, 2, 3}},
	}
	for _, part := range parts {
		name := strings.ToLower(part[:1]) + part[1:]
		record[name] = nil
		if say := datum[part]; say != nil {
			record[name] = say(p)
		}
	}
	return record
}

func (register) numbersOf(p *world.Person) any {
	return []any{fregEntry(p.Born, "Foedsel", map[string]any{
		"identificationNumber": p.Number, "identificationNumberType": "NationalIdentityNumber", "status": "InUse",
	})}
}

func (register) nameOf(p *world.Person) any {
	name := map[string]any{"givenName": p.Given, "middleName": nil, "familyName": p.Family, "shortName": p.Family + " " + p.Given, "originalName": nil}
	if p.Middle != "" {
		name["middleName"] = p.Middle
	}
	return []any{fregEntry(p.Born, "Navnevalg", name)}
}

func (register) birthOf(p *world.Person) any {
	return []any{fregEntry(p.Born, "Foedsel", map[string]any{"birthDate": fregDay(p.Born), "birthYear": p.Born.Format("2006"), "birthCountry": "NOR"})}
}

func (register) deathOf(p *world.Person) any {
	if p.Died.IsZero() {
		return nil
	}
	return fregEntry(p.Died, "Doedsfall", map[string]any{"deceasedDate": fregDay(p.Died)})
}

func (register) statusOf(p *world.Person) any {
	if !p.Died.IsZero() {
		return []any{fregEntry(p.Died, "Doedsfall", map[string]any{"status": "Deceased"})}
	}
	return []any{fregEntry(p.Born, "Foedsel", map[string]any{"status": "Resident"})}
}

// protectionOf is empty for people without address protection.
func (register) protectionOf(p *world.Person) any {
	if p.Confidentiality != "Confidential" && p.Confidentiality != "StrictlyConfidential" {
		return []any{}
	}
	return []any{fregEntry(p.Born, "Adressebeskyttelse", map[string]any{"protectionLevel": p.Confidentiality})}
}

// homeOf omits a strictly confidential address.
func (f register) homeOf(p *world.Person) any {
	if p.Confidentiality == "StrictlyConfidential" {
		return []any{}
	}
	a := p.Address
	i := strings.LastIndexByte(a.Street, ' ')
	return []any{fregEntry(p.Born.AddDate(0, 0, 9), "Flytting", map[string]any{
		"addressConfidentiality": p.Confidentiality,
		"cadastralIdentifier":    fmt.Sprint(200_000_000 + f.World.Dice("matrikkel", a.Street, a.PostalCode).IntN(100_000_000)),
		"cadastralAddress":       nil,
		"unknownResidence":       nil,
		"streetAddress": map[string]any{
			"municipalityNumber": a.Municipality, "municipalityName": a.MunicipalityName,
			"addressName": a.Street[:i], "addressNumber": map[string]any{"houseNumber": a.Street[i+1:], "houseLetter": nil},
			"separatelyOccupiedUnitNumber": "H0101", "separatelyOccupiedUnitType": "Bolig", "coAddressName": nil,
			"city": map[string]any{"cityName": a.City, "postalCode": a.PostalCode},
		},
	})}
}

// responsibilityOf has an entry for each person responsible for each of the person's
// children, and for the person as a child.
func (f register) responsibilityOf(p *world.Person) any {
	entries := []any{}
	about := func(child string) {
		for _, r := range f.parents[child] {
			entries = append(entries, fregEntry(f.World.Person(child).Born, "Foedsel", map[string]any{
				"responsibilityType": r.kind, "subjectOfResponsibility": child, "responsible": r.number,
				"responsibleOrganization": nil, "responsibleWithoutIdentifier": nil,
			}))
		}
	}
	about(p.Number)
	for _, c := range p.Children {
		about(c.Child)
	}
	return entries
}

func (register) guardiansOf(p *world.Person) any {
	entries := []any{}
	for _, g := range p.Guardians {
		entries = append(entries, fregEntry(p.Born.AddDate(18, 0, 0), "Vergemaal", map[string]any{
			"guardianshipType": "Adult", "office": "FMOA",
			"guardian": map[string]any{"identificationNumber": g, "guardianshipScope": "PersonalAndFinancialInterests", "isGuardianshipInPersonalScope": true},
		}))
	}
	return entries
}
