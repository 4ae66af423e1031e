package personvern

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "personvern", Enum: "PERSONVERN", Name: "Personvern",
		Holds: "Consents, blocks, opt-outs, powers of attorney, registers one is in", API: "Helsenorge's PVK REST API",
		Endpoints: []sources.Endpoint{
			{
				Part: "settings", Audience: "nhn:pvk", Scope: "nhn:pvk/personverninnstillinger-read", Speaks: sources.SpeaksJSON,
				Role: sources.Decides, Operation: opSettings.Name, NotProbed: "requests name a citizen, or list everyone who has a setting",
			},
			{
				Part: "powers", Audience: "nhn:fullmakt", Scope: "nhn:fullmakt/read", Speaks: sources.SpeaksJSON,
				Role: sources.Decides, Operation: opPowersReceived.Name, NotProbed: "every request names a person",
			},
			{
				Part: "writes", Audience: "nhn:pvk", Scope: "nhn:pvk/personverninnstillinger-write", Speaks: sources.SpeaksJSON,
				Role: sources.Changes, Operation: opSet.Name, NotProbed: "every request changes something",
			},
		},
	}
}
