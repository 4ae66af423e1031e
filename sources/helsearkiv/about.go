package helsearkiv

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "helsearkiv", Enum: "HELSEARKIV", Name: "Personlig helsearkiv",
		Holds: "Saved documents, attachments, letters", API: "FHIR R4 (DocumentReference, Binary): an assumed interface, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}
