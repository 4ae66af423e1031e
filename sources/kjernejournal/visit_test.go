package kjernejournal_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/sourcetest"
)

// Who has what, and that a grant for another service is refused without a call.
func TestVisitsLogAndCard(t *testing.T) {
	env, configure := start(t)
	c := client(env.Client(t, register, configure))
	for persona, want := range map[string]struct {
		visits, illnesses, needs int
		looks, card              bool
	}{
		"line": {6, 1, 1, true, true}, "berit": {6, 1, 1, true, true}, "nils": {}, "randi": {},
	} {
		g, donor := granted(t, env.Number(t, persona)), sourcetest.Grant(t, env.Number(t, persona), policy.DonorCard)
		visits, err := c.Visits(t.Context(), g)
		if err != nil || len(visits) != want.visits {
			t.Errorf("%s: %d visits, %v", persona, len(visits), err)
		}
		for i, v := range visits {
			if v.Kind == nil || v.Place == nil || v.Place.Name == nil || v.StartedOn == nil || i > 0 && *v.StartedOn > *visits[i-1].StartedOn || *v.StartedOn < "2008" {
				t.Errorf("%s: %+v", persona, v)
			}
		}
		illnesses, err := c.OwnIllnesses(t.Context(), g)
		if err != nil || len(illnesses) != want.illnesses {
			t.Errorf("%s: %d illnesses, %v", persona, len(illnesses), err)
		}
		needs, err := c.OwnNeeds(t.Context(), g)
		if err != nil || len(needs) != want.needs {
			t.Errorf("%s: %d needs, %v", persona, len(needs), err)
		}
		if want.needs > 0 && (needs[0].Kind != kjernejournal.CommunicationNeed || !strings.Contains(*needs[0].Text, ": ") || illnesses[0].Kind != kjernejournal.Illness) {
			t.Errorf("%s: %+v", persona, needs[0])
		}
		looks, err := c.AccessLog(t.Context(), g)
		if err != nil || len(looks) > 0 != want.looks {
			t.Errorf("%s: %d looks, %v", persona, len(looks), err)
		}
		for _, l := range looks {
			if l.At == nil || l.Who == nil || l.Who.Name == nil || l.Who.Role == nil || l.Who.Unit == nil || strings.ContainsAny(l.Who.Name.Full+*l.Who.Unit, "0123456789") {
				t.Errorf("%s: %+v", persona, l)
			}
		}
		card, err := c.DonorCard(t.Context(), donor)
		if err != nil || (card != nil) != want.card {
			t.Errorf("%s: %+v, %v", persona, card, err)
		}
		if card != nil && (card.RegisteredOn == nil || len(card.Contacts) == 0 || card.Contacts[0].Name == nil || card.Contacts[0].Phone == nil) {
			t.Errorf("%s: %+v", persona, card)
		}
	}
	before := env.Calls(t)
	g := sourcetest.Grant(t, env.Number(t, "line"), policy.HealthContact)
	_, visits := c.Visits(t.Context(), g)
	_, needs := c.OwnNeeds(t.Context(), g)
	_, looks := c.AccessLog(t.Context(), g)
	_, card := c.DonorCard(t.Context(), granted(t, env.Number(t, "line")))
	for _, err := range []error{visits, needs, looks, card} {
		if sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
	}
	if len(env.Calls(t)) != len(before) || env.Calls(t)["Consent/_search"].Calls != before["Consent/_search"].Calls {
		t.Error("called without a grant")
	}
}

// replied is a client of a register whose responses have these resources.
func replied(t *testing.T, resources ...string) *kjernejournal.Client {
	t.Helper()
	var entries []string
	for _, r := range resources {
		entries = append(entries, `{"resource":`+strings.Replace(r, "{", `{"patient":{"identifier":{"value":"`+sourcetest.Subject+`"}},`, 1)+`}`)
	}
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(entries, ",") + `]}`
	return client(sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, fhir.MediaType, bundle
	}).Client(t, register))
}

func TestVisit(t *testing.T) {
	g := granted(t, sourcetest.Number(t, sourcetest.Subject))
	all, err := replied(t,
		`{"resourceType":"Encounter","id":"1","status":"finished","class":{"code":"IMP","system":"http://terminology.hl7.org/CodeSystem/v3-ActCode"},"period":{"start":"2010-05","end":"2010-06-01T10:00:00Z"},"serviceProvider":{"display":"Et sykehus"}}`,
		`{"resourceType":"Encounter","id":"2","status":"in-progress","class":{"code":"AMB","system":"urn:other"}}`,
		`{"resourceType":"Encounter","id":"3","status":"cancelled"}`, `{"resourceType":"Encounter","id":"4","status":"planned"}`,
	).Visits(t.Context(), g)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if v := all[0]; *v.Kind != kjernejournal.Inpatient || *v.StartedOn != "2010-05" || v.EndedOn == nil || *v.Place.Name != "Et sykehus" {
		t.Errorf("%+v", v)
	}
	if v := all[1]; v.Kind != nil || v.StartedOn != nil || v.EndedOn != nil || v.Place != nil {
		t.Errorf("%+v", v)
	}
	if _, err := replied(t, `{"resourceType":"Encounter","id":"1","status":"of tomorrow"}`).Visits(t.Context(), g); sources.KindOf(err) != sources.Garbled {
		t.Errorf("a status unknown to FHIR: %v", err)
	}
}

func TestDonorCard(t *testing.T) {
	g := sourcetest.Grant(t, sourcetest.Number(t, sourcetest.Subject), policy.DonorCard)
	const category = `"category":[{"coding":[{"system":"http://nhn.no/kj/fhir/CodeSystem/ConsentCategory","code":"donorkort"}]}]`
	consent := func(id, status, rest string) string {
		return `{"resourceType":"Consent","id":"` + id + `","status":"` + status + `",` + rest + `}`
	}
	const yes = `"provision":{"type":"permit"}`
	for name, tc := range map[string]struct {
		resources []string
		on        string
		kind      sources.Kind
	}{
		"none":                 {},
		"the latest":           {resources: []string{consent("1", "active", category+`,"dateTime":"2020-01-02",`+yes), consent("2", "active", category+`,"dateTime":"2024-03-04T12:00:00+01:00",`+yes)}, on: "2024-03-04"},
		"withdrawn":            {resources: []string{consent("1", "inactive", category+`,"dateTime":"2020-01-02",`+yes)}},
		"entered in error":     {resources: []string{consent("1", "entered-in-error", category+","+yes)}},
		"to something else":    {resources: []string{consent("1", "active", `"category":[{"coding":[{"code":"donorkort"}]}],`+yes)}},
		"a no":                 {resources: []string{consent("1", "active", category+`,"provision":{"type":"deny"}`)}, kind: sources.Garbled},
		"neither a yes nor no": {resources: []string{consent("1", "active", category)}, kind: sources.Garbled},
		"an unknown status":    {resources: []string{consent("1", "paused", category+","+yes)}, kind: sources.Garbled},
	} {
		card, err := replied(t, tc.resources...).DonorCard(t.Context(), g)
		if sources.KindOf(err) != tc.kind || (card != nil) != (tc.on != "") || card != nil && string(*card.RegisteredOn) != tc.on {
			t.Errorf("%s: %+v, %v", name, card, err)
		}
	}
	card, err := replied(t, consent("1", "active", category+`,"contained":[{"resourceType":"RelatedPerson","id":"a","name":[{"text":"Kari Test"}],"telecom":[{"system":"email","value":"x"},{"system":"phone","value":"1"}]},
		{"resourceType":"RelatedPerson","id":"b","name":[{"text":"`+sourcetest.Stranger+`"}]}],"provision":{"type":"permit","actor":[{"reference":{"reference":"#a"}},{"reference":{"reference":"#b"}}]}`)).DonorCard(t.Context(), g)
	if err != nil || len(card.Contacts) != 2 || card.Contacts[0].Name.Full != "Kari Test" || *card.Contacts[0].Phone != "1" || card.Contacts[1].Name != nil || card.Contacts[1].Phone != nil {
		t.Errorf("%+v, %v", card, err)
	}
}
