package registers

import (
	"context"
	"slices"

	mockfrikort "helsegraf/mocks/frikort"
	mockhelsearkiv "helsegraf/mocks/helsearkiv"
	mockhelsekontakter "helsegraf/mocks/helsekontakter"
	mockhenvisninger "helsegraf/mocks/henvisninger"
	mockkjernejournal "helsegraf/mocks/kjernejournal"
	mockoppgaver "helsegraf/mocks/oppgaver"
	mockpasientjournal "helsegraf/mocks/pasientjournal"
	mockprovesvar "helsegraf/mocks/provesvar"
	mockreseptformidler "helsegraf/mocks/reseptformidler"
	mocksysvak "helsegraf/mocks/sysvak"
	mocktimeavtaler "helsegraf/mocks/timeavtaler"
	"helsegraf/resolvers"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/frikort"
	"helsegraf/sources/helsearkiv"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/nhn"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sysvak"
	"helsegraf/sources/timeavtaler"
)

// All are the registers, in the order they are shown: first those people use,
// then those that decisions rest on, then the log.
func All() []Register {
	return slices.Concat(practices(), records(), openData(), decisions())
}

// records are the registers with something about a person.
func records() []Register {
	return []Register{
		{
			About: reseptformidler.About(), StandIn: mockreseptformidler.New, Settings: settings[reseptformidler.Settings],
			Connect: func(to *resolvers.Registers, c Connection) error {
				o := reseptformidler.Options{SourceSystem: c.SourceSystem, PageSize: set[reseptformidler.Settings](c).PageSize}
				to.Reseptformidler = reseptformidler.New(c.Endpoints[""], o)
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Reseptformidler.Ping(ctx) },
			Queries: []Query{
				{
					Name: "prescriptions", On: OnPerson, Field: "prescriptions", Pages: true,
					Selection: `prescriptions(first: 50) { nodes { id issuedOn dosage status { code } medication { name atc { code } } prescriber { name { full } } dispenses { dispensedOn } } }`,
				},
				{
					Name: "looks", On: OnPerson, Field: "prescriptionAccessLog",
					Selection: `prescriptionAccessLog(first: 50) { nodes { id at who { name { full } unit } } }`,
				},
			},
		},
		{
			About: kjernejournal.About(), StandIn: mockkjernejournal.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Kjernejournal = kjernejournal.New(c.Endpoints[""], kjernejournal.Options{SourceSystem: c.SourceSystem})
				return nil
			},
			Queries: []Query{
				{
					Name: "record", On: OnPerson, Field: "summaryCareRecord",
					Selection: `summaryCareRecord { status criticalInformation { allergies { id text recordedOn substance { code } } conditions { id kind text code { code } } } }`,
				},
				{
					Name: "visits", On: OnPerson, Field: "summaryCareRecord",
					Selection: `summaryCareRecord { visits(first: 50) { nodes { id kind startedOn place { name } } } ownEntries(first: 50) { nodes { id kind text name { full } } } accessLog(first: 50) { nodes { id at who { name { full } unit } } } }`,
				},
				{
					Name: "donor", On: OnPerson, Field: "donorCard", MayBeNull: true,
					Selection: `donorCard { registeredOn contacts { name { full } phone } }`,
				},
			},
		},
		{
			About: pasientjournal.About(), StandIn: mockpasientjournal.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Pasientjournal = pasientjournal.New(pasientjournal.Options{SourceSystem: c.SourceSystem}, c.regions(pasientjournal.About())...)
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, region string) error {
				return r.Pasientjournal.Ping(ctx, pasientjournal.Region(region))
			},
			Queries: []Query{{
				Name: "journal", On: OnPerson, Field: "hospitalJournal.documents", Pages: true,
				Selection: `hospitalJournal { documents(first: 100) { complete nodes { id title createdAt region author { name } } } }`,
			}},
		},
		{
			About: frikort.About(), StandIn: mockfrikort.New, Settings: settings[frikort.Settings],
			Demo: func() sources.Settings {
				return &frikort.Settings{Ceilings: map[int]fhir.Decimal{2024: "3165", 2025: "3278", 2026: "3278"}}
			},
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Frikort = frikort.New(c.Endpoints[""], frikort.Options{Ceilings: set[frikort.Settings](c).Ceilings, Zone: c.Norway})
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Frikort.Ping(ctx) },
			Queries: []Query{{
				Name: "card", On: OnPerson, Field: "exemptionCard",
				Selection: `exemptionCard { year status validUntil paid { amount } coPayments(first: 50) { nodes { id paidOn provider amount { amount } } } }`,
			}},
		},
		travel(),
		tools(),
		notices(),
		{
			About: sysvak.About(), StandIn: mocksysvak.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Sysvak = sysvak.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Sysvak.Ping(ctx) },
			Queries: []Query{{
				Name: "vaccinations", On: OnPerson, Field: "vaccinations", Pages: true,
				Selection: `vaccinations(first: 50) { nodes { id givenOn doseNumber vaccine { code } diseases { display } administeredBy { name } } }`,
			}},
		},
		{
			About: provesvar.About(), StandIn: mockprovesvar.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Provesvar = provesvar.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Provesvar.Ping(ctx) },
			Queries: []Query{{
				Name: "tests", On: OnPerson, Field: "testResults", Pages: true,
				Selection: `testResults(first: 50) { nodes { id title takenOn issuedAt corrected observations { code { display } quantity { value unit } text flag members { text } } } }`,
			}},
		},
		{
			About: henvisninger.About(), StandIn: mockhenvisninger.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Henvisninger = henvisninger.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Henvisninger.Ping(ctx) },
			Queries: []Query{{
				Name: "referrals", On: OnPerson, Field: "referrals", Pages: true,
				Selection: `referrals(first: 50) { nodes { id status priority indication receivedOn assessedOn treatmentDeadline referredTo { name } } }`,
			}},
		},
		{
			About: timeavtaler.About(), StandIn: mocktimeavtaler.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Timeavtaler = timeavtaler.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Timeavtaler.Ping(ctx) },
			Queries: []Query{{
				Name: "appointments", On: OnPerson, Field: "appointments", Pages: true,
				Selection: `appointments(first: 50) { nodes { id status kind start end window { start end } place { name } department { name } instructions actions } }`,
			}},
		},
		{
			About: helsekontakter.About(), StandIn: mockhelsekontakter.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Helsekontakter = helsekontakter.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Helsekontakter.Ping(ctx) },
			Queries: []Query{{
				Name: "contacts", On: OnPerson, Field: "healthContacts", Also: []string{fastlegeregister.About().Key, kjernejournal.About().Key, dialog.About().Key + "." + dialog.Messages},
				Selection: `healthContacts { complete nodes { id kind name { full } role organization { name } canMessage canBook } }`,
			}},
		},
		{
			About: helsearkiv.About(), StandIn: mockhelsearkiv.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Helsearkiv = helsearkiv.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Helsearkiv.Ping(ctx) },
			Queries: []Query{{
				Name: "archive", On: OnPerson, Field: "archive", Pages: true,
				Selection: `archive(first: 50) { nodes { id kind title savedAt status contentType from { name } } }`,
			}},
		},
		{
			About: oppgaver.About(), StandIn: mockoppgaver.New, Settings: settings[oppgaver.Settings],
			// The shortest time, so that faults show at once.
			Demo:  func() sources.Settings { return &oppgaver.Settings{Keep: 1} },
			Fresh: map[string]any{"keep": "1ns"},
			Connect: func(to *resolvers.Registers, c Connection) error {
				o := oppgaver.Options{NHN: nhn.Options{SourceSystem: c.SourceSystem}, Keep: set[oppgaver.Settings](c).Keep}
				to.Oppgaver = oppgaver.New(c.Endpoints[""], o)
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Oppgaver.Ping(ctx) },
			Queries: []Query{{
				Name: "tasks", On: OnPerson, Field: "tasks", Pages: true,
				Selection: `tasks(first: 50) { nodes { id kind title description status deadline closesAt sender { name } sentAt url } }`,
			}},
		},
	}
}
