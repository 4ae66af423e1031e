package frikort

import (
	"regexp"
	"strconv"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "frikort", Enum: "FRIKORT", Name: "Frikort",
		Holds: "Exemption cards, co-payments", API: "Helfo's REST API with DPoP and JWE; an assumed format for co-payments",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksJSON}},
	}
}

// Settings are its configuration apart from the endpoint.
type Settings struct {
	// Ceilings are the yearly ceilings of co-payments in kroner.
	Ceilings map[int]fhir.Decimal `yaml:"ceilings" env:"-"`
}

// Check validates the ceilings' format: clients get them as written.
func (s *Settings) Check(wrong func(key, what string)) {
	amount := regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]{1,2})?$`)
	for year, kroner := range s.Ceilings {
		if !amount.MatchString(string(kroner)) {
			wrong("ceilings."+strconv.Itoa(year), "must be an amount in kroner")
		}
	}
}
