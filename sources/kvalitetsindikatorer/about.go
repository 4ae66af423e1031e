package kvalitetsindikatorer

import "helsegraf/sources"

// KeyHeader is the header of the subscription key.
const KeyHeader = "Ocp-Apim-Subscription-Key"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "kvalitetsindikatorer", Enum: "KVALITETSINDIKATORER", Name: "Kvalitetsindikatorer",
		Holds: "National quality indicators", API: "REST, Helsedirektoratet's; open data",
		Endpoints: []sources.Endpoint{{KeyHeader: KeyHeader, Speaks: sources.SpeaksJSON}},
	}
}

// Settings are its configuration apart from the endpoint.
type Settings struct {
	sources.OpenSettings `yaml:",inline"`
}
