package pasientreiser

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "pasientreiser", Enum: "PASIENTREISER", Name: "Pasientreiser",
		Holds: "Travel claims, ordered transport", API: "REST, an assumed interface, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{
			Audience: Audience, Scope: Scope, Speaks: sources.SpeaksJSON, NotProbed: "every request names a person",
		}},
	}
}
