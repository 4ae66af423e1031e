package provesvar

import "helsegraf/sources"

// About is what is to be known of the register without asking it.
func About() sources.About {
	return sources.About{
		Key: "provesvar", Enum: "PROVESVAR", Name: "Pasientens prøvesvar",
		Holds: "Test results", Asked: "FHIR R4 with NILAR profiles, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}
