package helsekontakter

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "helsekontakter", Enum: "HELSEKONTAKTER", Name: "Helsekontakter",
		Holds: "Care teams, coordinators and home care", API: "FHIR R4 (EpisodeOfCare with CareTeam), HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}
