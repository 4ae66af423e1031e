package kjernejournal

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "kjernejournal", Enum: "KJERNEJOURNAL", Name: "Kjernejournal",
		Holds: "Critical information, visits, own entries, donor cards", API: "REST and FHIR R4, after a check of privacy status",
		Endpoints: []sources.Endpoint{{
			Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR,
			NotProbed: "every request names a person",
		}},
	}
}
