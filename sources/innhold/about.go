package innhold

import "helsegraf/sources"

// KeyHeader is the header of the subscription key.
const KeyHeader = "Ocp-Apim-Subscription-Key"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "innhold", Enum: "INNHOLD", Name: "Innhold A–Å",
		Holds: "Articles by the health authorities", API: "REST, Helsedirektoratet's; open data",
		Endpoints: []sources.Endpoint{{KeyHeader: KeyHeader, Speaks: sources.SpeaksJSON}},
	}
}

// Settings are its configuration apart from the endpoint.
type Settings struct {
	sources.OpenSettings `yaml:",inline"`
}
