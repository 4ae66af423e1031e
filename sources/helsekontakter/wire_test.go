package helsekontakter_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// answering is a client of a register that returns these episodes.
func answering(t *testing.T, episodes ...string) *helsekontakter.Client {
	t.Helper()
	entries := make([]string, len(episodes))
	for i, e := range episodes {
		entries[i] = `{"resource":{"resourceType":"EpisodeOfCare","patient":{"type":"Patient","identifier":{"value":"` + sourcetest.Subject + `"}},` + e + `}}`
	}
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(entries, ",") + `]}`
	return helsekontakter.New(sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, "application/fhir+json", bundle
	}).Client(t, register), nhn.Options{})
}

func mine(t *testing.T) policy.Grant {
	t.Helper()
	return granted(t, sourcetest.Number(t, sourcetest.Subject))
}

// text dereferences a string pointer; nil is "".
func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

// team is a contained team with participants.
func team(name, participants string) string {
	return `"team":[{"reference":"#t"}],"contained":[{"resourceType":"CareTeam","id":"t","name":"` + name + `","participant":[` + participants + `]}]`
}

func TestTeam(t *testing.T) {
	all, err := answering(t, `"id":"7","identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:CDEACEEB-4119-42c6-8a3a-b8d495970cb9"}],"status":"active","period":{"start":"2026-10-02T08:00:00+02:00"},
	  "managingOrganization":{"display":"Eksempel sykehus","identifier":{"system":"urn:oid:2.16.578.1.12.4.1.2","value":"91000"}},`+
		team("Kreftteam", `{"role":[{"text":"Forløpskoordinator"}],"member":{"display":"Koordinator Eksempel"}},{"role":{"text":"Lege"},"member":{"display":"99999 Tall"}},{"member":{"identifier":{"value":"1"}}}`)).Contacts(t.Context(), mine(t))
	if err != nil || !all.Complete || len(all.All) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	group, coordinator, doctor := all.All[0], all.All[1], all.All[2]
	if group.ID.Key != "cdeaceeb-4119-42c6-8a3a-b8d495970cb9/Kreftteam" || group.Kind != helsekontakter.CareTeam || text(group.Team) != "Kreftteam" || group.Name != nil || text(group.Organization.Name) != "Eksempel sykehus" || text(group.Since) != "2026-10-02" {
		t.Errorf("%+v", group)
	}
	if coordinator.Kind != helsekontakter.PathwayCoordinator || coordinator.Name.Full != "Koordinator Eksempel" || text(coordinator.Role) != "Forløpskoordinator" || text(coordinator.Team) != "Kreftteam" {
		t.Errorf("%+v", coordinator)
	}
	if doctor.Name != nil || text(doctor.Role) != "Lege" || doctor.Kind != helsekontakter.CareTeam {
		t.Errorf("a number passes for a name: %+v", doctor)
	}
	if !*group.TakesMessages || group.TakesBookings != nil {
		t.Error("a communication party can be written to, and booking is not known")
	}
}

// Whether one can send a message follows from what the episode says.
func TestMessages(t *testing.T) {
	digital := func(v string) string {
		return `"extension":[{"url":"http://helsenorge.no/fhir/StructureDefinition/digital-innbyggertjeneste","valueBoolean":` + v + `}],`
	}
	const party = `"managingOrganization":{"identifier":{"system":"urn:oid:2.16.578.1.12.4.1.2","value":"91000"}},`
	for name, c := range map[string]struct{ rest, want string }{
		"nothing is known":                 {"", ""},
		"an organization of another list":  {strings.Replace(party, "4.1.2", "4.1.4.101", 1), ""},
		"a communication party":            {party, "true"},
		"one that is not reached so":       {party + digital("false"), "false"},
		"a service that is":                {digital("true"), "true"},
		"a communication party, contained": {`"managingOrganization":{"reference":"#o"},"contained":[{"resourceType":"Organization","id":"o","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.2","value":"91000"}]}],`, "true"},
		"what is over":                     {party + `"period":{"end":"2026-01-01"},`, "false"},
	} {
		status := "active"
		if name == "what is over" {
			status = "finished"
		}
		all, err := answering(t, c.rest+`"id":"1","status":"`+status+`"`).Contacts(t.Context(), mine(t))
		if err != nil || len(all.All) != 1 {
			t.Fatalf("%s: %+v, %v", name, all, err)
		}
		got := ""
		if can := all.All[0].TakesMessages; can != nil {
			got = map[bool]string{true: "true", false: "false"}[*can]
		}
		if got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Home care is so by its type; what was withdrawn is left out, and a team that the
// response does not have makes it incomplete.
func TestEpisodes(t *testing.T) {
	all, err := answering(t,
		`"id":"1","status":"active","type":[{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7619","code":"7"}]}],`+team("Hjemmesykepleie", ""),
		`"id":"2","status":"entered-in-error",`+team("Feil", ""), `"id":"3","status":"cancelled"`).Contacts(t.Context(), mine(t))
	if err != nil || len(all.All) != 1 || !all.Complete || all.All[0].Kind != helsekontakter.HomeCare {
		t.Errorf("%+v, %v", all, err)
	}
	all, err = answering(t, `"id":"1","status":"active","team":[{"reference":"CareTeam/9"}]`).Contacts(t.Context(), mine(t))
	if err != nil || len(all.All) != 1 || all.Complete {
		t.Errorf("passes for whole: %+v, %v", all, err)
	}
	for name, e := range map[string]string{"a status unknown to FHIR": `"id":"1","status":"perhaps"`, "no id": `"status":"active"`} {
		if _, err := answering(t, e).Contacts(t.Context(), mine(t)); sources.KindOf(err) != sources.Garbled {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLabels(t *testing.T) {
	labelled := `"id":"1","status":"active","meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS"}]}`
	for want, relation := range [][]policy.Relation{{policy.Parent}, nil} {
		all, err := answering(t, labelled).Contacts(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject), relation...))
		if err != nil || len(all.All) != want || !all.Complete {
			t.Errorf("%v: %+v, %v", relation, all, err)
		}
	}
}
