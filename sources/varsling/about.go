package varsling

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "varsling", Enum: "VARSLING", Name: "Varsling",
		Holds: "Notification settings, what has happened", API: "REST, an assumed interface, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{
			Audience: Audience, Scope: Scope, Speaks: sources.SpeaksJSON, NotProbed: "every request names a person",
		}},
	}
}
