package provesvar

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "provesvar", Enum: "PROVESVAR", Name: "Pasientens prøvesvar",
		Holds: "Test results", API: "FHIR R4 with NILAR profiles, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}
