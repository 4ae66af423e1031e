package registers

import (
	"context"

	mockfolkeregister "helsegraf/mocks/folkeregister"
	mockpersonvern "helsegraf/mocks/personvern"
	mockusagelog "helsegraf/mocks/usagelog"
	"helsegraf/resolvers"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/personvern"
	"helsegraf/sources/usagelog"
)

// decisions are the registers that decisions rest on, and the log.
func decisions() []Register {
	return []Register{
		{
			About: personvern.About(), StandIn: mockpersonvern.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Personvern = personvern.New(c.Endpoints["settings"], c.Endpoints["powers"], c.Endpoints["writes"])
				return nil
			},
			Queries: []Query{
				// A response without a consent means that none was given: level and
				// sharing follow from its absence, so their values do not show whose
				// they are.
				{Name: "privacy", On: OnPerson, Field: "privacy", Selection: `privacy { consent { givenOn } blocks { service since } }`},
				{Name: "registers", On: OnPerson, Field: "healthRegisters", Selection: `healthRegisters { registers(first: 50) { nodes { code name inclusion } } }`},
				{Name: "research", On: OnPerson, Field: "research", Selection: `research(first: 50) { nodes { id title basis consented } }`},
				{Name: "represents", Part: "powers", On: OnViewer, Field: "represents", Selection: `represents { relation person { id name { full } } }`},
			},
		},
		{
			About: folkeregister.About(), StandIn: mockfolkeregister.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Folkeregister = folkeregister.New(c.Endpoints["persontjenesten"], c.Endpoints["krr"])
				return nil
			},
			Queries: []Query{{Name: "contact", Part: "krr", On: OnPerson, Field: "contact", Selection: `contact { email mobile reserved }`}},
		},
		{
			About: usagelog.About(), StandIn: mockusagelog.New, Settings: settings[usagelog.Settings],
			Connect: func(to *resolvers.Registers, c Connection) error {
				s := set[usagelog.Settings](c)
				to.UsageLog = usagelog.New(c.Endpoints[""], usagelog.Options{SourceSystem: c.SourceSystem, PageSize: s.PageSize, BatchSize: s.BatchSize})
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.UsageLog.Ping(ctx) },
		},
	}
}
