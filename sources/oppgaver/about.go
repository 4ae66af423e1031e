package oppgaver

import (
	"time"

	"helsegraf/sources"
)

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "oppgaver", Enum: "OPPGAVER", Name: "Oppgaver og skjema",
		Holds: "Tasks: forms, letters, things to do", API: "FHIR R4 with Helsenorge's Oppgave API, HelseID with DPoP",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR}},
	}
}

// Settings are its configuration apart from the endpoint.
type Settings struct {
	// Keep is how long forms, without answers, are kept: ten minutes by default, at most
	// a day.
	Keep time.Duration `yaml:"keep" env:"KEEP"`
}

// Check fills in the default.
func (s *Settings) Check(wrong func(key, what string)) {
	if s.Keep == 0 {
		s.Keep = 10 * time.Minute
	}
	if s.Keep > 24*time.Hour {
		wrong("keep", "must be at most 24h")
	}
}
