package verktoy

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "verktoy", Enum: "VERKTOY", Name: "Verktøy",
		Holds: "Tools and courses offered", API: "REST, an assumed interface, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{
			Audience: Audience, Scope: Scope, Speaks: sources.SpeaksJSON, NotProbed: "every request names a person",
		}},
	}
}
