package behandlingssted

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "behandlingssted", Enum: "BEHANDLINGSSTED", Name: "Velg behandlingssted",
		Holds: "Treatments, waiting times", API: "REST, the portal's own; open data",
		Endpoints: []sources.Endpoint{{Open: true, Speaks: sources.SpeaksJSON}},
	}
}

// Settings are its configuration apart from the endpoint.
type Settings struct {
	sources.OpenSettings `yaml:",inline"`
}
