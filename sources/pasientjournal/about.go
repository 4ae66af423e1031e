package pasientjournal

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	a := sources.About{
		Key: "pasientjournal", Enum: "PASIENTJOURNAL", Name: "Pasientjournal",
		Holds: "Hospital documents", API: "IHE MHD (ITI-67 and ITI-68), one endpoint per region",
	}
	for _, r := range []struct {
		region Region
		name   string
	}{{Nord, "North"}, {Midt, "Central"}, {Vest, "West"}, {SorOst, "South-East"}} {
		a.Endpoints = append(a.Endpoints, sources.Endpoint{
			Part: string(r.region), Region: r.name, Speaks: sources.SpeaksFHIR,
			Audience: Audience, Scope: Scope,
		})
	}
	return a
}
