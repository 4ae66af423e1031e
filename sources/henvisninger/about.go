package henvisninger

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "henvisninger", Enum: "HENVISNINGER", Name: "Henvisninger",
		Holds: "Referrals to specialist care", API: "FHIR R4 with profile hn-basis-serviceRequest, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}
