package folkeregister_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/sourcetest"
)

// register gives the same canned answer to every call.
type register struct {
	*folkeregister.Client
	body    string
	inquiry policy.Inquiry
}

func newRegister(t testing.TB) *register {
	t.Helper()
	r := &register{inquiry: sourcetest.Inquiry(sourcetest.Number(t, unused))}
	c := sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, "application/json", r.body
	}).Client(t, "folkeregister")
	r.Client = folkeregister.New(c, c)
	return r
}

// person returns the person read from this answer.
func (r *register) person(body string) sources.Result[folkeregister.Person] {
	r.body = body
	n, _ := r.inquiry.About()
	return r.Persons(context.Background(), []policy.Inquiry{r.inquiry})[n]
}

const numbers = `"norwegianIdentificationNumber":[{"identificationNumber":"02917543596","status":"Discontinued"},{"identificationNumber":"` + unused + `"}]`

func TestDecode(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	one := func(more string) string { return `[{` + numbers + more + `}]` }
	home := func(grade, unit string) string {
		return `"residentialAddress":[{"isValid":true,"addressConfidentiality":"` + grade + `","cadastralIdentifier":"14464824","streetAddress":{"separatelyOccupiedUnitNumber":"` + unit + `","municipalityNumber":"0301","addressName":"Prøvegata","addressNumber":{"houseNumber":"16","houseLetter":"B"},"city":{"cityName":"OSLO","postalCode":"0171"}}}]`
	}
	for _, row := range []struct {
		name, body string
		kind       sources.Kind
		holds      func(folkeregister.Person) bool
	}{
		{"nothing but a number", one(``), 0, func(p folkeregister.Person) bool {
			return p.Name == nil && p.BirthDate == nil && p.Status == nil && p.Address == nil && p.Children == nil && !p.Deceased
		}},
		{"nulls", one(`,"name":null,"birth":[],"death":null,"status":[{"status":null}]`), 0, func(p folkeregister.Person) bool { return p.Status == nil && !p.Deceased }},
		{"only what is valid", one(`,"name":[{"isValid":false,"givenName":"Gammel"},{"isValid":true,"givenName":"Ny"}]`), 0, func(p folkeregister.Person) bool { return p.Name.Full == "Ny" }},
		{"birthday, in Norway", one(`,"birth":[{"birthDate":"2010-11-21T23:00:00.000+00:00"}]`), 0, func(p folkeregister.Person) bool { return *p.BirthDate == "2010-11-22" }},
		{"a year alone", one(`,"birth":[{"birthDate":null,"birthYear":"2010"}]`), 0, func(p folkeregister.Person) bool { return p.BirthDate == nil && *p.BirthYear == 2010 }},
		{"a year alone, as a number", one(`,"birth":[{"birthYear":2010}]`), 0, func(p folkeregister.Person) bool { return p.BirthDate == nil && *p.BirthYear == 2010 }},
		{"a year beside a day that is none", one(`,"birth":[{"birthDate":"2010-13-41","birthYear":"2010"}]`), 0, func(p folkeregister.Person) bool { return p.BirthDate == nil && *p.BirthYear == 2010 }},
		{"a year that is none", one(`,"birth":[{"birthYear":"10"}]`), 0, func(p folkeregister.Person) bool { return p.BirthYear == nil }},
		{"a year of another shape", one(`,"birth":[{"birthYear":{}}]`), 0, func(p folkeregister.Person) bool { return p.BirthYear == nil }},
		{"dead without a day", one(`,"death":{"isValid":true}`), 0, func(p folkeregister.Person) bool { return p.Deceased && p.DeathDate == nil }},
		{"a death taken back", one(`,"death":{"isValid":false,"deceasedDate":"2026-01-01T00:00:00+00:00"}`), 0, func(p folkeregister.Person) bool { return !p.Deceased }},
		{"dead by status", one(`,"status":[{"status":"Deceased"}]`), 0, func(p folkeregister.Person) bool { return p.Deceased }},
		{"an address", one("," + home("Unclassified", "H0102")), 0, func(p folkeregister.Person) bool {
			return p.Address.Lines[0] == "Prøvegata 16B" && *p.Address.PostalCode == "0171" && *p.Municipality == "0301" && p.Residence == "14464824/H0102"
		}},
		{"a confidential address", one("," + home("Confidential", "H0102")), 0, func(p folkeregister.Person) bool {
			return p.Confidentiality == folkeregister.Confidential && p.Address == nil && p.Municipality == nil && p.Residence != ""
		}},
		{"protection of all addresses", one(`,"addressProtection":[{"protectionLevel":"Confidential"}],` + home("Unclassified", "")), 0, func(p folkeregister.Person) bool {
			return p.Confidentiality == folkeregister.Confidential && p.Address == nil
		}},
		{"a client address", one("," + home("ClientAddress", "")), 0, func(p folkeregister.Person) bool {
			return p.Confidentiality == folkeregister.ClientAddress && p.Address == nil && p.Residence == ""
		}},
		{"a grade nobody knows", one("," + home("TopSecret", "")), 0, func(p folkeregister.Person) bool {
			return p.Confidentiality == folkeregister.StrictlyConfidential && p.Address == nil && p.Residence == ""
		}},
		{"responsibility of other kinds", one(`,"parentalResponsibility":[
			{"responsibilityType":"Unknown","subjectOfResponsibility":"21861798817","responsible":"` + unused + `"},
			{"responsibilityType":"Other","subjectOfResponsibility":"21861798817","responsible":"` + unused + `"},
			{"responsibilityType":"Joint","isValid":false,"subjectOfResponsibility":"21861798817","responsible":"` + unused + `"},
			{"responsibilityType":"Mother","subjectOfResponsibility":"21861798817","responsible":"30890996236"}]`), 0,
			func(p folkeregister.Person) bool { return len(p.Children) == 0 }},
		{"responsible under an earlier number", one(`,"parentalResponsibility":[{"responsibilityType":"CoMother","subjectOfResponsibility":"21861798817","responsible":"02917543596"}]`), 0,
			func(p folkeregister.Person) bool { return len(p.Children) == 1 && len(p.Children[0].Responsible) == 1 }},
		{"twice the same", `[{` + numbers + `},{` + numbers + `}]`, 0, nil},
		{"twice and not the same", `[{` + numbers + `},{` + numbers + `,"death":{}}]`, sources.Garbled, nil},
		{"nobody", `[]`, sources.NotFound, nil},
		{"somebody without a number", `[{"name":[{"givenName":"Hvem"}]}]`, sources.Garbled, nil},
		{"no list", `null`, sources.Garbled, nil},
		{"another shape", `{"person":{}}`, sources.Garbled, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := r.person(row.body)
			if sources.KindOf(a.Err) != row.kind {
				t.Fatalf("got %v, want %v", a.Err, row.kind)
			}
			if row.holds != nil && !row.holds(a.Value) {
				t.Errorf("got %+v", a.Value)
			}
		})
	}
}

func TestCitizenFailsClosed(t *testing.T) {
	t.Parallel()
	born, gone, resident := fhir.Date("1980-02-29"), folkeregister.Status("Emigrated"), folkeregister.Resident
	answer := sources.Result[folkeregister.Person]{Value: folkeregister.Person{BirthDate: &born, Status: &gone}}
	if c := folkeregister.Citizen(answer, sourcetest.Oslo(t)); !c.Emigrated || c.Standing != policy.OnFile {
		t.Error("emigrated, and still here")
	}
	answer.Value.Status = nil
	if !folkeregister.Citizen(answer, sourcetest.Oslo(t)).Emigrated {
		t.Error("a status that is missing says that somebody is here")
	}
	answer.Value.Status = &resident
	if folkeregister.Citizen(answer, sourcetest.Oslo(t)).Emigrated {
		t.Error("a resident has emigrated")
	}
	answer.Value.BirthDate = nil
	if folkeregister.Citizen(answer, sourcetest.Oslo(t)) != (policy.Citizen{}) {
		t.Error("somebody without a birthday has an age")
	}
	year, zone := 1980, sourcetest.Oslo(t)
	answer.Value.BirthYear = &year
	if c := folkeregister.Citizen(answer, zone); c.Standing != policy.OnFile || c.Born != policy.BornIn(year, zone) {
		t.Error("the year is not used")
	}
	for kind := sources.Invalid; kind <= sources.Internal; kind++ {
		c := folkeregister.Citizen(sources.Result[folkeregister.Person]{Value: folkeregister.Person{BirthDate: &born}, Err: kind}, sourcetest.Oslo(t))
		if want := map[bool]policy.Standing{true: policy.Missing}[kind == sources.NotFound]; c != (policy.Citizen{Standing: want}) {
			t.Errorf("%v: %+v", kind, c)
		}
	}
}

func TestSharesAddress(t *testing.T) {
	t.Parallel()
	at := func(home string, c folkeregister.Confidentiality) folkeregister.Person {
		return folkeregister.Person{Residence: home, Confidentiality: c}
	}
	here, there, hidden := at("1/H0101", 0), at("2/H0101", 0), at("1/H0101", folkeregister.Confidential)
	unknown := at("", folkeregister.StrictlyConfidential)
	for _, row := range []struct {
		name    string
		child   folkeregister.Person
		parents []folkeregister.Person
		want    bool
	}{
		{"both there", here, []folkeregister.Person{here, here}, true},
		{"one there", here, []folkeregister.Person{there, here}, true},
		{"none there", here, []folkeregister.Person{there, there}, false},
		{"one there, protected", here, []folkeregister.Person{here, hidden}, false},
		{"one elsewhere, address not handed out", here, []folkeregister.Person{here, unknown}, true},
		{"child's address not handed out", unknown, []folkeregister.Person{unknown}, false},
		{"no parents", here, nil, false},
	} {
		if got := folkeregister.SharesAddress(row.child, row.parents...); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}

// FuzzDecode: whatever the register answers, nobody gets another person's
// record, and a protected address is never released.
func FuzzDecode(f *testing.F) {
	f.Add(`[{` + numbers + `,"addressProtection":[{"protectionLevel":"Confidential"}]}]`)
	f.Add(`[]`)
	f.Add(fmt.Sprintf(`[{"norwegianIdentificationNumber":[{"identificationNumber":%q}],"residentialAddress":[{"streetAddress":{}}]}]`, unused))
	r := newRegister(f)
	f.Fuzz(func(t *testing.T, body string) {
		a := r.person(body)
		if a.Err != nil && a.Value.Name != nil {
			t.Error("a value and an error")
		}
		if a.Value.Confidentiality != folkeregister.Unclassified && a.Value.Address != nil {
			t.Error("a protected address")
		}
		if c := folkeregister.Citizen(a, time.UTC); (c.Standing == policy.OnFile) != (a.Err == nil && (a.Value.BirthDate != nil || a.Value.BirthYear != nil)) {
			t.Error("facts out of nothing")
		}
	})
}
