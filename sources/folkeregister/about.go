package folkeregister

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	const notProbed = "every request names a person"
	return sources.About{
		Key: "folkeregister", Enum: "FOLKEREGISTER", Name: "Folkeregisteret",
		Holds: "People, relations, contact details", API: "Persontjenesten and KRR, bulk",
		Endpoints: []sources.Endpoint{
			{
				Part: "persontjenesten", Audience: "nhn:hgd-persontjenesten-api", Scope: "nhn:hgd-persontjenesten-api/full-access", Speaks: sources.SpeaksJSON,
				Role: sources.Decides, Operation: opPersons.Name, NotProbed: notProbed,
			},
			{
				Part: "krr", Audience: "krr:global", Scope: "krr:global/kontaktinformasjon.read", Speaks: sources.SpeaksJSON,
				Operation: opKRR.Name, NotProbed: notProbed,
			},
		},
	}
}
