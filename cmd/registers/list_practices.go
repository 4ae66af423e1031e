package registers

import (
	"context"

	mockdialog "helsegraf/mocks/dialog"
	mockfastlegeregister "helsegraf/mocks/fastlegeregister"
	mockflo "helsegraf/mocks/flo"
	"helsegraf/resolvers"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/flo"
	"helsegraf/sources/nhn"
)

// practices are the registers of GPs and of what their practices offer.
func practices() []Register {
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
	}
}
