package registers

import (
	"context"

	mockbehandlingssted "helsegraf/mocks/behandlingssted"
	mockdialog "helsegraf/mocks/dialog"
	mockfastlegeregister "helsegraf/mocks/fastlegeregister"
	mockflo "helsegraf/mocks/flo"
	mockfolkeregister "helsegraf/mocks/folkeregister"
	mockfrikort "helsegraf/mocks/frikort"
	mockhelsekontakter "helsegraf/mocks/helsekontakter"
	mockhenvisninger "helsegraf/mocks/henvisninger"
	mockkjernejournal "helsegraf/mocks/kjernejournal"
	mockkvalitetsindikatorer "helsegraf/mocks/kvalitetsindikatorer"
	mockoppgaver "helsegraf/mocks/oppgaver"
	mockpasientjournal "helsegraf/mocks/pasientjournal"
	mockpersonvern "helsegraf/mocks/personvern"
	mockprovesvar "helsegraf/mocks/provesvar"
	mockreseptformidler "helsegraf/mocks/reseptformidler"
	mocksysvak "helsegraf/mocks/sysvak"
	mocktimeavtaler "helsegraf/mocks/timeavtaler"
	mockusagelog "helsegraf/mocks/usagelog"
	"helsegraf/resolvers"
	"helsegraf/sources"
	"helsegraf/sources/behandlingssted"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/flo"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/frikort"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/kvalitetsindikatorer"
	"helsegraf/sources/nhn"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/personvern"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sysvak"
	"helsegraf/sources/timeavtaler"
	"helsegraf/sources/usagelog"
)

// All are the registers, in the order they are shown: first those people use,
// then those that decisions rest on, then the log.
func All() []Register {
	return []Register{
		{
			About: fastlegeregister.About(), StandIn: mockfastlegeregister.New, Settings: settings[fastlegeregister.Settings],
			Connect: func(to *resolvers.Registers, c Connection) (err error) {
				to.Fastlegeregister, err = fastlegeregister.New(c.Endpoints[""], set[fastlegeregister.Settings](c).Options())
				return err
			},
			// Open data of the smallest municipality, Utsira: one page.
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error {
				_, err := r.Fastlegeregister.Search(ctx, fastlegeregister.SearchQuery{Municipality: "1151"})
				return err
			},
			Queries: []Query{
				{
					Name: "gp", On: OnPerson, Field: "generalPractitioner",
					Selection: `generalPractitioner { since role practitioner { name { full } hprNumber } office { name } patientList { capacity } }`,
				},
				{
					Name: "search", On: AtRoot, Field: "generalPractitioners",
					Selection: `generalPractitioners(municipality: "0301", first: 5) { nodes { practitioner { name { full } } } }`,
				},
			},
		},
		{
			About: flo.About(), StandIn: mockflo.New,
			Connect: func(to *resolvers.Registers, c Connection) error {
				to.Flo = flo.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
				return nil
			},
			Queries: []Query{{
				Name: "change", On: OnPerson, Field: "generalPractitionerChange",
				Selection: `generalPractitionerChange { changesLeft changesUsed pending { effectiveOn office { name } } waitingList { position total practitioner { name { full } } } }`,
			}},
		},
		{
			About: dialog.About(), StandIn: mockdialog.New, Settings: settings[dialog.Settings],
			// The shortest time, so that faults show at once.
			Demo:  func() sources.Settings { return &dialog.Settings{Keep: 1} },
			Fresh: map[string]any{"keep": "1ns"},
			Connect: func(to *resolvers.Registers, c Connection) error {
				o := dialog.Options{NHN: nhn.Options{SourceSystem: c.SourceSystem}, Keep: set[dialog.Settings](c).Keep, Zone: c.Norway}
				to.Dialog = dialog.New(c.Endpoints[dialog.Messages], c.Endpoints[dialog.Absence], c.Endpoints[dialog.InboxPart], o)
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, part string) error { return r.Dialog.Ping(ctx, part) },
			Queries: []Query{
				{
					Name: "services", Part: dialog.Messages, On: OnPerson, Field: "generalPractitioner.digitalServices", Also: []string{"fastlegeregister"},
					Selection: `generalPractitioner { digitalServices }`,
				},
				{
					Name: "absence", Part: dialog.Absence, On: OnPerson, Field: "generalPractitioner.digitalServicesClosedUntil", Also: []string{"fastlegeregister"},
					MayBeNull: true,
					Selection: `generalPractitioner { digitalServicesClosedUntil }`,
				},
				{
					Name: "messages", Part: dialog.InboxPart, On: OnPerson, Field: "conversations", Pages: true,
					Selection: `conversations(first: 10) { nodes { id topic unreadMessages latestAt counterpart { name } messages(first: 3) { nodes { sentAt direction state text } } } }`,
				},
			},
		},
		{
			About: reseptformidler.About(), StandIn: mockreseptformidler.New, Settings: settings[reseptformidler.Settings],
			Connect: func(to *resolvers.Registers, c Connection) error {
				o := reseptformidler.Options{SourceSystem: c.SourceSystem, PageSize: set[reseptformidler.Settings](c).PageSize}
				to.Reseptformidler = reseptformidler.New(c.Endpoints[""], o)
				return nil
			},
			Probe: func(ctx context.Context, r *resolvers.Registers, _ string) error { return r.Reseptformidler.Ping(ctx) },
			Queries: []Query{{
				Name: "prescriptions", On: OnPerson, Field: "prescriptions", Pages: true,
				Selection: `prescriptions(first: 50) { nodes { id issuedOn dosage status { code } medication { name atc { code } } prescriber { name { full } } dispenses { dispensedOn } } }`,
			}},
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
			Connect: connectQuality, Probe: probeQuality,
			Queries: []Query{{
				Name: "quality", On: AtRoot, Field: "qualityIndicators", Selection: `qualityIndicators(search: "vente", first: 5) { totalCount nodes { id title description } }`,
			}},
		},
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
