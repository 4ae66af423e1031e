package kjernejournal_test

import (
	"context"
	"net/http"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/sourcetest"
)

func TestSearchesContract(t *testing.T) {
	env, configure := start(t)
	line := granted(t, env.Number(t, "line"))
	card := sourcetest.Grant(t, env.Number(t, "line"), policy.DonorCard)
	for operation, ask := range map[string]func(context.Context, *kjernejournal.Client) error{
		"RelatedPerson/_search": func(ctx context.Context, c *kjernejournal.Client) error { return second(c.OwnContacts(ctx, line)) },
		"Condition/_search":     func(ctx context.Context, c *kjernejournal.Client) error { return second(c.OwnIllnesses(ctx, line)) },
		"Observation/_search":   func(ctx context.Context, c *kjernejournal.Client) error { return second(c.OwnNeeds(ctx, line)) },
		"Encounter/_search":     func(ctx context.Context, c *kjernejournal.Client) error { return second(c.Visits(ctx, line)) },
		"AuditEvent/_search":    func(ctx context.Context, c *kjernejournal.Client) error { return second(c.AccessLog(ctx, line)) },
		"Consent/_search":       func(ctx context.Context, c *kjernejournal.Client) error { return second(c.DonorCard(ctx, card)) },
	} {
		t.Run(operation, sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Configure: configure, Secrets: []string{"Tuva", "Ektefelle", "poliklinikk", "Kittelsby"},
			Ask: func(ctx context.Context, c *sources.Client) error { return ask(ctx, client(c)) },
		}.Run)
	}
}

func second[T any](_ T, err error) error { return err }

func TestOwnContacts(t *testing.T) {
	env, configure := start(t)
	c := client(env.Client(t, register, configure))
	for persona, want := range map[string]int{"line": 3, "berit": 2, "nils": 0, "randi": 0} {
		all, err := c.OwnContacts(t.Context(), granted(t, env.Number(t, persona)))
		if err != nil || len(all) != want {
			t.Errorf("%s: %+v, %v", persona, all, err)
		}
	}
	if _, err := c.OwnContacts(t.Context(), sourcetest.Grant(t, env.Number(t, "line"), policy.HealthContact)); sources.KindOf(err) != sources.Denied {
		t.Errorf("with a grant for another service: %v", err)
	}
}

func TestOwnContact(t *testing.T) {
	of := func(id, rest string) string {
		return `{"resource":{"resourceType":"RelatedPerson","id":"` + id + `","patient":{"identifier":{"value":"` + sourcetest.Subject + `"}}` + rest + `}}`
	}
	const kin = `{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0131","code":"N","display":"Next-of-Kin"}]}`
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` +
		of("1", `,"active":true,"name":[{"use":"official","family":"Prøve","given":["Per"]}],"relationship":[`+kin+`,{"text":"Bror"}],"telecom":[{"system":"email","value":"x"},{"system":"phone","value":"99999901"}],"period":{"start":"2025-01-02","end":"2026-01-02"}`) + `,` +
		of("2", `,"name":[{"text":"12345"}]`) + `,` + of("3", `,"active":false`) + `]}`
	all, err := client(sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, fhir.MediaType, bundle
	}).Client(t, register)).OwnContacts(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject)))
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if c := all[0]; c.Name.Full != "Per Prøve" || *c.Relationship != "Bror" || c.Kind != kjernejournal.NextOfKin || *c.Phone != "99999901" || *c.Since != "2025-01-02" || *c.Until != "2026-01-02" {
		t.Errorf("%+v", c)
	}
	if c := all[1]; c.Name != nil || c.Kind != kjernejournal.OtherContact || c.Relationship != nil || c.Phone != nil {
		t.Errorf("%+v", c)
	}
}
