package registers

import (
	"context"

	mockbehandlingssted "helsegraf/mocks/behandlingssted"
	mockinnhold "helsegraf/mocks/innhold"
	mockkvalitetsindikatorer "helsegraf/mocks/kvalitetsindikatorer"
	"helsegraf/resolvers"
	"helsegraf/sources/behandlingssted"
	"helsegraf/sources/innhold"
	"helsegraf/sources/kvalitetsindikatorer"
)

// openData are the registers that hold nothing about persons.
func openData() []Register {
	return []Register{
		{
			About: behandlingssted.About(), StandIn: mockbehandlingssted.New, Settings: settings[behandlingssted.Settings], Fresh: notKept(),
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Behandlingssted = behandlingssted.New(c.Endpoints[""], set[behandlingssted.Settings](c).OpenSettings)
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Behandlingssted.Ping(ctx) },
			Queries: []Query{{
				Name: "treatments", On: AtRoot, Field: "treatments", Selection: `treatments(search: "kne", first: 5) { totalCount nodes { id name synonyms group } }`,
			}},
		},
		{
			About: kvalitetsindikatorer.About(), StandIn: mockkvalitetsindikatorer.New, Settings: settings[kvalitetsindikatorer.Settings], Fresh: notKept(),
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Kvalitetsindikatorer = kvalitetsindikatorer.New(c.Endpoints[""], set[kvalitetsindikatorer.Settings](c).OpenSettings)
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error {
				return r.Kvalitetsindikatorer.Ping(ctx)
			},
			Queries: []Query{{
				Name: "quality", On: AtRoot, Field: "qualityIndicators", Selection: `qualityIndicators(search: "vente", first: 5) { totalCount nodes { id title description } }`,
			}},
		},
		{
			About: innhold.About(), StandIn: mockinnhold.New, Settings: settings[innhold.Settings], Fresh: notKept(),
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Innhold = innhold.New(c.Endpoints[""], set[innhold.Settings](c).OpenSettings)
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Innhold.Ping(ctx) },
			Queries: []Query{{
				Name: "articles", On: AtRoot, Field: "articles", Selection: `articles(search: "diabetes", first: 5) { totalCount nodes { id title body } }`,
			}},
		},
	}
}
