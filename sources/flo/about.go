package flo

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "flo", Enum: "FLO", Name: "Fastlegeordningen",
		Holds: "Changes of GP, places on waiting lists", API: "REST, an assumed interface, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{
			Audience: Audience, Scope: Scope, Speaks: sources.SpeaksJSON, NotProbed: "every request names a person",
		}},
	}
}
