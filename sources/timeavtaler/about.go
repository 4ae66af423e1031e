package timeavtaler

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "timeavtaler", Enum: "TIMEAVTALER", Name: "Timeavtaler",
		Holds: "Appointments", API: "FHIR R4 with Helsenorge's profiles, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}
