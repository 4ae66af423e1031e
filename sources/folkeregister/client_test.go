package folkeregister_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/mocks"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/sourcetest"
)

func start(t *testing.T) (*sourcetest.Env, *folkeregister.Client) {
	t.Helper()
	env := sourcetest.Start(t, mocks.NewFolkeregister)
	return env, folkeregister.New(env.Client(t, "folkeregister", persontjenesten(t, env)), env.Client(t, "folkeregister", krr(t, env)))
}

func persontjenesten(t *testing.T, env *sourcetest.Env) func(*sources.Config) {
	a := env.HelseID(t, "nhn:hgd-persontjenesten-api", "nhn:hgd-persontjenesten-api/full-access")
	return func(c *sources.Config) { c.Authorizer = a }
}

func krr(t *testing.T, env *sourcetest.Env) func(*sources.Config) {
	a := env.HelseID(t, "krr:global", "krr:global/kontaktinformasjon.read")
	return func(c *sources.Config) { c.Authorizer = a }
}

func oslo(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestContract(t *testing.T) {
	t.Parallel()
	env := sourcetest.Start(t, mocks.NewFolkeregister)
	line := env.Number(t, "line")
	t.Run("Persons", func(t *testing.T) {
		sourcetest.Contract{
			Env: env, Register: "folkeregister", Operation: "Persons", Configure: persontjenesten(t, env),
			Ask: func(ctx context.Context, c *sources.Client) error {
				return folkeregister.New(c, c).Persons(ctx, []policy.Inquiry{sourcetest.Inquiry(line)})[line].Err
			},
			Secrets: []string{"Testesen"},
		}.Run(t)
	})
	t.Run("KRR", func(t *testing.T) {
		sourcetest.Contract{
			Env: env, Register: "folkeregister", Operation: "KRR", Configure: krr(t, env),
			Ask: func(ctx context.Context, c *sources.Client) error {
				return folkeregister.New(c, c).Contacts(ctx, []policy.Grant{sourcetest.Grant(t, line, policy.Profile)})[line].Err
			},
			Secrets: []string{env.World.Persona("line").Email},
		}.Run(t)
	})
}

// It reads as an example: who is
// line, who are her children, and do they live with their parents?
func TestChildrenOfTheActor(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	line, lars, dan, dina := env.Number(t, "line"), env.Number(t, "lars"), env.Number(t, "dan"), env.Number(t, "dina")
	actor := sourcetest.Inquiry(line)

	me := client.Persons(t.Context(), []policy.Inquiry{actor})[line]
	if me.Err != nil || me.Value.Name.Full != "Line Testesen" || me.Value.Address == nil || me.Value.Municipality == nil {
		t.Fatalf("line is not herself: %v", me.Err)
	}
	var related []fnr.Number
	for _, child := range me.Value.Children {
		if !slices.Contains(child.Responsible, line) || !slices.Contains(child.Responsible, lars) {
			t.Error("a parent is not responsible")
		}
		related = append(append(related, child.Number), child.Responsible...)
	}
	if !slices.Contains(related, dan) || !slices.Contains(related, dina) || len(me.Value.Children) != 2 {
		t.Fatal("line's children are not dan and dina")
	}

	family := client.Persons(t.Context(), actor.Related(related...))
	if calls := env.Calls(t)["Persons"].Calls; calls != 2 {
		t.Errorf("%d calls for two questions", calls)
	}
	for _, child := range []fnr.Number{dan, dina} {
		if !folkeregister.SharesAddress(family[child].Value, family[line].Value, family[lars].Value) {
			t.Error("a child does not live with its parents")
		}
		if len(family[child].Value.Children) != 0 {
			t.Error("a child has its parents for children")
		}
	}
}

func TestPersonas(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	zone := oslo(t)
	today := env.World.Today()
	for _, row := range []struct {
		key  string
		want policy.Citizen
	}{
		{"line", policy.Citizen{Born: today.AddDate(-41, -5, -9)}},
		{"unni", policy.Citizen{Born: today.AddDate(-16, 0, 0)}},
		{"david", policy.Citizen{Born: today.AddDate(-81, -1, -1), Deceased: true}},
		{"kari", policy.Citizen{Born: today.AddDate(-38, -4, -19), Confidential: true}},
	} {
		n := env.Number(t, row.key)
		answer := client.Persons(t.Context(), []policy.Inquiry{sourcetest.Inquiry(n)})[n]
		row.want.Standing = policy.OnFile
		got := folkeregister.Citizen(answer, zone)
		if !got.Born.Equal(row.want.Born) {
			t.Errorf("%s: born %v, want %v", row.key, got.Born, row.want.Born)
		}
		got.Born, row.want.Born = time.Time{}, time.Time{}
		if got != row.want {
			t.Errorf("%s: %+v, want %+v", row.key, got, row.want)
		}
		if row.want.Confidential && (answer.Value.Address != nil || answer.Value.Municipality != nil || answer.Value.Residence != "") {
			t.Errorf("%s: a confidential address is handed out", row.key)
		}
	}
}

// unused is a valid number that nobody in the population has.
const unused = "14837846839"

func TestBulkOfAllWards(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	gunnar := env.World.Persona("gunnar")
	inquiry := sourcetest.Inquiry(env.Number(t, "gunnar"))
	var wards []fnr.Number
	for _, p := range env.World.People() {
		if slices.Contains(p.Guardians, gunnar.Number) {
			wards = append(wards, sourcetest.Number(t, p.Number))
		}
	}
	nobody := sourcetest.Number(t, unused)
	asked := slices.Concat(wards, wards[:3], []fnr.Number{nobody})

	answers := client.Persons(t.Context(), inquiry.Related(asked...))
	if len(wards) != 51 || len(answers) != 52 {
		t.Fatalf("%d wards, %d answers", len(wards), len(answers))
	}
	for _, n := range wards {
		p := env.World.Person(n.Digits())
		if a := answers[n]; a.Err != nil || a.Value.Name.Full != p.Name() {
			t.Fatalf("a ward got another's answer, or none: %v", a.Err)
		}
	}
	if a := answers[nobody]; sources.KindOf(a.Err) != sources.NotFound || folkeregister.Citizen(a, time.UTC).Standing != policy.Missing {
		t.Errorf("somebody who does not exist: %v", a.Err)
	}
	if tally := env.Calls(t)["Persons"]; tally.Calls != 1 || len(tally.Subjects) != 52 {
		t.Errorf("%d calls about %d people, want one about 52", tally.Calls, len(tally.Subjects))
	}
}

func TestMoreThanOneBulk(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	var all []fnr.Number
	for _, p := range env.World.People()[:201] {
		all = append(all, sourcetest.Number(t, p.Number))
	}
	answers := client.Persons(t.Context(), sourcetest.Inquiry(all[0]).Related(all...))
	for _, n := range all {
		if answers[n].Err != nil || answers[n].Value.BirthDate == nil {
			t.Fatalf("no answer: %v", answers[n].Err)
		}
	}
	if calls := env.Calls(t)["Persons"].Calls; calls != 3 {
		t.Errorf("%d calls for 201 people, want 3", calls)
	}
}

func TestFaultsInRecords(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	people := []fnr.Number{env.Number(t, "line"), env.Number(t, "lars"), env.Number(t, "dan")}
	ask := func() (kinds map[sources.Kind]int) {
		kinds = map[sources.Kind]int{}
		for _, a := range client.Persons(t.Context(), sourcetest.Inquiry(people[0]).Related(people...)) {
			kinds[sources.KindOf(a.Err)]++
		}
		return kinds
	}
	for _, row := range []struct {
		body string
		kind sources.Kind
	}{{"missing", sources.NotFound}, {"wrong-subject", sources.Mismatch}} {
		env.Fault(t, mocks.Fault{Operation: "Persons", Body: row.body})
		if got := ask(); got[0] != 2 || got[row.kind] != 1 {
			t.Errorf("%s: %v", row.body, got)
		}
	}
	env.Fault(t, mocks.Fault{Operation: "Persons", Body: "duplicate"})
	if got := ask(); got[0] != 3 {
		t.Errorf("duplicate: %v", got)
	}
}

func TestNobodyIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	line := env.Number(t, "line")
	if got := client.Persons(t.Context(), []policy.Inquiry{{}}); len(got) != 0 {
		t.Error("an empty inquiry has an answer")
	}
	if got := client.Contacts(t.Context(), []policy.Grant{{}, sourcetest.Grant(t, line, policy.Medication)}); len(got) != 0 {
		t.Error("a grant for another service has an answer")
	}
	if calls := env.Calls(t); len(calls) != 0 {
		t.Errorf("the register was called: %v", calls)
	}
}

func TestContacts(t *testing.T) {
	t.Parallel()
	env, client := start(t)
	line, dan, david := env.Number(t, "line"), env.Number(t, "dan"), env.Number(t, "david")
	got := client.Contacts(t.Context(), []policy.Grant{
		sourcetest.Grant(t, line, policy.Profile),
		sourcetest.Grant(t, dan, policy.Profile, policy.Parent),
		sourcetest.Grant(t, david, policy.Profile),
	})
	if c := got[line]; c.Err != nil || *c.Value.Email != env.World.Persona("line").Email || *c.Value.Mobile != env.World.Persona("line").Phone || *c.Value.Reserved {
		t.Errorf("line: %v", c.Err)
	}
	for _, n := range []fnr.Number{dan, david} {
		if c := got[n]; c.Err != nil || c.Value != (folkeregister.Contact{}) {
			t.Errorf("a child or a dead can be reached: %v", c.Err)
		}
	}
	if calls := env.Calls(t)["KRR"].Calls; calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

// register answers everything with what it is told to say.
type register struct {
	*folkeregister.Client
	body    atomic.Value
	inquiry policy.Inquiry
}

func newRegister(t testing.TB) *register {
	t.Helper()
	r := &register{inquiry: sourcetest.Inquiry(sourcetest.Number(t, unused))}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, r.body.Load())
	}))
	t.Cleanup(s.Close)
	c, err := sources.New(sources.Config{Register: "folkeregister", BaseURL: s.URL, Breaker: sources.Breaker{MinCalls: 1 << 30}})
	if err != nil {
		t.Fatal(err)
	}
	r.Client = folkeregister.New(c, c)
	return r
}

// person is one of whom the register says this.
func (r *register) person(body string) sources.Answer[folkeregister.Person] {
	r.body.Store(body)
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
		{"birthday, whatever the time", one(`,"birth":[{"birthDate":"2010-11-22T23:30:00.000+00:00"}]`), 0, func(p folkeregister.Person) bool { return *p.BirthDate == "2010-11-22" }},
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
		{"somebody without a number", `[{"name":[{"givenName":"Hvem"}]}]`, sources.Mismatch, nil},
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
	answer := sources.Answer[folkeregister.Person]{Value: folkeregister.Person{BirthDate: &born, Status: &gone}}
	if c := folkeregister.Citizen(answer, oslo(t)); !c.Emigrated || c.Standing != policy.OnFile {
		t.Error("emigrated, and still here")
	}
	answer.Value.Status = nil
	if !folkeregister.Citizen(answer, oslo(t)).Emigrated {
		t.Error("a status that is missing says that somebody is here")
	}
	answer.Value.Status = &resident
	if folkeregister.Citizen(answer, oslo(t)).Emigrated {
		t.Error("a resident has emigrated")
	}
	answer.Value.BirthDate = nil
	if folkeregister.Citizen(answer, oslo(t)) != (policy.Citizen{}) {
		t.Error("somebody without a birthday has an age")
	}
	for kind := sources.Invalid; kind <= sources.Internal; kind++ {
		c := folkeregister.Citizen(sources.Answer[folkeregister.Person]{Value: folkeregister.Person{BirthDate: &born}, Err: kind}, oslo(t))
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

// FuzzDecode: whatever the register says, nobody gets another's record, and a
// protected address is not handed out.
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
		if c := folkeregister.Citizen(a, time.UTC); (c.Standing == policy.OnFile) != (a.Err == nil && a.Value.BirthDate != nil) {
			t.Error("facts out of nothing")
		}
	})
}
