package oppgaver

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "oppgaver", Enum: "OPPGAVER", Name: "Oppgaver og skjema",
		Holds: "Tasks: forms, letters, things to do", API: "FHIR R4 with Helsenorge's Oppgave API, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}
