package registers

import (
	mockpasientreiser "helsegraf/mocks/pasientreiser"
	mockvarsling "helsegraf/mocks/varsling"
	mockverktoy "helsegraf/mocks/verktoy"
	"helsegraf/resolvers"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientreiser"
	"helsegraf/sources/varsling"
	"helsegraf/sources/verktoy"
)

// The services in JSON that are read about one person at a time.

// travel is the row of Pasientreiser.
func travel() Register {
	return Register{
		About: pasientreiser.About(), StandIn: mockpasientreiser.New,
		Connect: func(to *resolvers.Registers, c Connection) error {
			to.Pasientreiser = pasientreiser.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
			return nil
		},
		Queries: []Query{
			{
				Name: "claims", On: OnPerson, Field: "patientTravel.claims",
				Selection: `patientTravel { claims(first: 50) { nodes { id status createdAt submittedAt amount { amount } decisionReason appealUntil journeys { treatedAt kilometres expenses { kind amount { amount } } } } } }`,
			},
			{
				Name: "trips", On: OnPerson, Field: "patientTravel.trips",
				Selection: `patientTravel { trips(first: 50) { nodes { id status pickUpAt from to } } }`,
			},
		},
	}
}

// tools is the row of Verktøy.
func tools() Register {
	return Register{
		About: verktoy.About(), StandIn: mockverktoy.New,
		Connect: func(to *resolvers.Registers, c Connection) error {
			to.Verktoy = verktoy.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
			return nil
		},
		Queries: []Query{{
			Name: "tools", On: OnPerson, Field: "tools",
			Selection: `tools(first: 50) { nodes { id title description provider course terms termsAccepted url } }`,
		}},
	}
}

// notices is the row of Varsling.
func notices() Register {
	return Register{
		About: varsling.About(), StandIn: mockvarsling.New,
		Connect: func(to *resolvers.Registers, c Connection) error {
			to.Varsling = varsling.New(c.Endpoints[""], nhn.Options{SourceSystem: c.SourceSystem})
			return nil
		},
		Queries: []Query{{
			Name: "notices", On: OnPerson, Field: "notificationSettings",
			Selection: `notificationSettings { level channel reachable version }`,
		}, {
			Name: "activity", On: OnPerson, Field: "activity", Pages: true,
			Selection: `activity(first: 50) { nodes { id at service kind objectId } }`,
		}},
	}
}
