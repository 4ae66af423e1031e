package sysvak

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "sysvak", Enum: "SYSVAK", Name: "SYSVAK",
		Holds: "Vaccinations, recommended vaccines", API: "FHIR R4 by an assumed profile, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}
