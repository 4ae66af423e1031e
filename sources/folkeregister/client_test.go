package folkeregister_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/folkeregister"
	"helsegraf/mocks/standin"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/sourcetest"
)

func start(t *testing.T) (*sourcetest.Env, *folkeregister.Client) {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	return env, folkeregister.New(env.Client(t, "folkeregister", persontjenesten(t, env)), env.Client(t, "folkeregister", krr(t, env)))
}

func persontjenesten(t testing.TB, env *sourcetest.Env) func(*sources.Config) {
	return env.Login(t, "nhn:hgd-persontjenesten-api", "nhn:hgd-persontjenesten-api/full-access")
}

func krr(t testing.TB, env *sourcetest.Env) func(*sources.Config) {
	return env.Login(t, "krr:global", "krr:global/kontaktinformasjon.read")
}

func TestContract(t *testing.T) {
	t.Parallel()
	env := sourcetest.Start(t, mock.New)
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

// An example: who is line, who are her children, and do they live with their
// parents?
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
	zone := sourcetest.Oslo(t)
	today := env.World.Today()
	for _, row := range []struct {
		key  string
		want policy.Citizen
	}{
		{"line", policy.Citizen{Born: policy.BornOn(today.AddDate(-41, -5, -9).In(zone))}},
		{"unni", policy.Citizen{Born: policy.BornOn(today.AddDate(-16, 0, 0).In(zone))}},
		{"david", policy.Citizen{Born: policy.BornOn(today.AddDate(-81, -1, -1).In(zone)), Deceased: true, Died: today.AddDate(0, -1, 0)}},
		{"kari", policy.Citizen{Born: policy.BornOn(today.AddDate(-38, -4, -19).In(zone)), Confidential: true}},
	} {
		n := env.Number(t, row.key)
		answer := client.Persons(t.Context(), []policy.Inquiry{sourcetest.Inquiry(n)})[n]
		row.want.Standing = policy.OnFile
		got := folkeregister.Citizen(answer, zone)
		if got.Born != row.want.Born || !got.Died.Equal(row.want.Died) {
			t.Errorf("%s: born %v and dead %v, want %v and %v", row.key, got.Born, got.Died, row.want.Born, row.want.Died)
		}
		got.Died, row.want.Died = time.Time{}, time.Time{}
		if got != row.want {
			t.Errorf("%s: %+v, want %+v", row.key, got, row.want)
		}
		if row.want.Confidential && (answer.Value.Address != nil || answer.Value.Municipality != nil || answer.Value.Residence != "") {
			t.Errorf("%s: a confidential address is handed out", row.key)
		}
	}
}

// unused is a valid number that nobody in the population has.
const unused = sourcetest.Subject

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
		env.Fault(t, standin.Fault{Operation: "Persons", Body: row.body})
		if got := ask(); got[0] != 2 || got[row.kind] != 1 {
			t.Errorf("%s: %v", row.body, got)
		}
	}
	env.Fault(t, standin.Fault{Operation: "Persons", Body: "duplicate"})
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
