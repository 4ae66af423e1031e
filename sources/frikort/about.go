package frikort

import (
	"regexp"
	"strconv"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// About is what is to be known of the register without asking it.
func About() sources.About {
	return sources.About{
		Key: "frikort", Enum: "FRIKORT", Name: "Frikort",
		Holds: "Exemption cards, co-payments", Asked: "Helfo's REST API with DPoP and JWE; an assumed format for co-payments",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksJSON}},
	}
}

// Settings are what its configuration has beside the endpoint.
type Settings struct {
	// Ceilings are the yearly ceilings of co-payments in kroner.
	Ceilings map[int]fhir.Decimal `yaml:"ceilings" env:"-"`
}

// Check holds ceilings to amounts as they are told: clients get them as they stand.
func (s *Settings) Check(wrong func(key, what string)) {
	amount := regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]{1,2})?$`)
	for year, kroner := range s.Ceilings {
		if !amount.MatchString(string(kroner)) {
			wrong("ceilings."+strconv.Itoa(year), "must be an amount in kroner")
		}
	}
}
