package reseptformidler

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "reseptformidler", Enum: "RESEPTFORMIDLER", Name: "Reseptformidleren",
		Holds: "Prescriptions, dispenses, who has looked", API: "FHIR R4 with SFM profiles, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}

// Settings are the register's configuration apart from the endpoint.
type Settings struct {
	PageSize int `yaml:"pageSize" env:"PAGE_SIZE"`
}

// Check validates the page size against the register's limit.
func (s *Settings) Check(wrong func(key, what string)) {
	if s.PageSize > 100 {
		wrong("pageSize", "must be at most 100")
	}
}
