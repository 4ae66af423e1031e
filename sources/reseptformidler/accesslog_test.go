package reseptformidler_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/reseptformidler"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sourcetest"
)

func TestAccessLogContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	configure := env.Login(t, reseptformidler.Audience, reseptformidler.Scope)
	line := sourcetest.Grant(t, env.Number(t, "line"), policy.Medication)
	sourcetest.Contract{
		Env: env, Register: "reseptformidler", Operation: "AuditEvent/_search", Configure: configure, Secrets: []string{"Kittelsby", "Ekspedisjonen"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := reseptformidler.New(c, reseptformidler.Options{}).AccessLog(ctx, line)
			return err
		},
	}.Run(t)
}

// A look at a prescription that is hidden is gone with it: from a representative those
// at locked ones too, and from parents, guardians and the nearest kin those at ones kept
// from them.
func TestAccessLogHidesWithThePrescription(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	configure := env.Login(t, reseptformidler.Audience, reseptformidler.Scope)
	c := reseptformidler.New(env.Client(t, "reseptformidler", configure), reseptformidler.Options{})
	count := func(persona string, relation ...policy.Relation) int {
		t.Helper()
		all, err := c.AccessLog(t.Context(), sourcetest.Grant(t, env.Number(t, persona), policy.Medication, relation...))
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range all {
			if l.At == nil || l.Who == nil || l.Who.Name == nil || l.Who.Unit == nil || i > 0 && l.At.After(*all[i-1].At) {
				t.Errorf("%s: %+v", persona, l)
			}
		}
		return len(all)
	}
	if own, proxy := count("berit"), count("berit", policy.PowerOfAttorney); own != proxy+1 {
		t.Errorf("berit has %d looks, and whoever acts for her sees %d: one is at a locked prescription", own, proxy)
	}
	if own, parent, proxy := count("dan"), count("dan", policy.Parent), count("dan", policy.PowerOfAttorney); own != parent+1 || own != proxy {
		t.Errorf("dan has %d looks, his parents see %d, and a holder %d: one is at a prescription kept from parents", own, parent, proxy)
	}
	if _, err := c.AccessLog(t.Context(), sourcetest.Grant(t, env.Number(t, "line"), policy.SummaryCareRecord)); sources.KindOf(err) != sources.Denied {
		t.Errorf("with a grant for another service: %v", err)
	}
}

func TestAccessLogMarks(t *testing.T) {
	look := func(entity string) string {
		return `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"AuditEvent","id":"1","recorded":"2026-11-01T10:00:00Z",
			"extension":[{"url":"http://hl7.no/fhir/StructureDefinition/auditevent-patient-extension","valueReference":{"identifier":{"value":"` + sourcetest.Subject + `"}}}],"entity":[` + entity + `]}}]}`
	}
	const (
		locked   = `{"extension":[{"url":"http://ehelse.no/fhir/StructureDefinition/sfm-reseptamendment","extension":[{"url":"lockedresept","valueBoolean":true}]}]}`
		reserved = `{"extension":[{"url":"http://ehelse.no/fhir/StructureDefinition/sfm-reseptamendment","extension":[{"url":"guardiantransparencyreservation","valueBoolean":true}]}]}`
		labelled = `{"securityLabel":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"%"}]}`
	)
	for _, tc := range []struct {
		name, entity string
		relation     policy.Relation
		shown        bool
	}{
		{"of the list", "", policy.Self, true},
		{"locked, own", locked, policy.Self, true},
		{"locked, holder", locked, policy.PowerOfAttorney, false},
		{"locked, with another", `{},` + locked, policy.Parent, false},
		{"kept from parents, own", reserved, policy.Self, true},
		{"kept from parents, holder", reserved, policy.PowerOfAttorney, true},
		{"kept from parents, parent", reserved, policy.Parent, false},
		{"kept from parents, guardian", reserved, policy.Guardian, false},
		{"label N", strings.Replace(labelled, "%", "N", 1), policy.Parent, true},
		{"label against parents", strings.Replace(labelled, "%", "NORN_FORANS", 1), policy.Parent, false},
		{"label against the subject", strings.Replace(labelled, "%", "NORU", 1), policy.Self, false},
		{"an unknown label", strings.Replace(labelled, "%", "NY", 1), policy.Self, false},
	} {
		c := sourcetest.Replies(func(*http.Request) (int, string, string) { return http.StatusOK, fhir.MediaType, look(tc.entity) }).Client(t, "reseptformidler")
		relations := []policy.Relation{tc.relation}
		if tc.relation == policy.Self {
			relations = nil
		}
		all, err := reseptformidler.New(c, reseptformidler.Options{}).AccessLog(t.Context(), sourcetest.Grant(t, sourcetest.Number(t, sourcetest.Subject), policy.Medication, relations...))
		if err != nil || len(all) == 1 != tc.shown {
			t.Errorf("%s: %d, %v", tc.name, len(all), err)
		}
	}
}
