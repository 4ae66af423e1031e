package nhn_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mockhelsekontakter "helsegraf/mocks/helsekontakter"
	mockkjernejournal "helsegraf/mocks/kjernejournal"
	"helsegraf/sources"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// contacts is Helsekontakter: each episode gives several contacts.
func contacts(t testing.TB) *register {
	t.Helper()
	r := &register{name: "helsekontakter", kind: "EpisodeOfCare", key: func(r map[string]any) string {
		return strings.TrimPrefix(fmt.Sprint(at(list(r["identifier"])[0], "value")), "urn:uuid:")
	}}
	env := sourcetest.Start(t, mockhelsekontakter.New)
	grant := sourcetest.Grant(t, env.Number(t, "berit"), policy.HealthContact)
	r.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		l, err := helsekontakter.New(c, nhn.Options{}).Contacts(ctx, grant)
		s := seen{model: text(t, l.All), complete: l.Complete}
		for _, one := range l.All {
			if episode, _, _ := strings.Cut(one.ID.Key, "/"); !slices.Contains(s.keys, episode) {
				s.keys = append(s.keys, episode)
			}
		}
		return s, err
	}
	r.learn(t, env, helsekontakter.Audience, helsekontakter.Scope, "")
	return r
}

// entered are the contacts that citizens enter in the summary care record.
func entered(t testing.TB) *register {
	t.Helper()
	r := &register{name: "egneregistreringer", kind: "RelatedPerson", key: func(r map[string]any) string { return fmt.Sprint(r["id"]) }}
	env := sourcetest.Start(t, mockkjernejournal.New)
	grant := sourcetest.Grant(t, env.Number(t, "line"), policy.SummaryCareRecord)
	r.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		l, err := kjernejournal.New(c, kjernejournal.Options{}).OwnContacts(ctx, grant)
		s := seen{model: text(t, l), complete: true}
		for _, one := range l {
			s.keys = append(s.keys, one.ID.Key)
		}
		return s, err
	}
	r.learn(t, env, kjernejournal.Audience, kjernejournal.Scope, "")
	return r
}
