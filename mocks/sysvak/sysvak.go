package sysvak

import (
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// New makes the stand-in for SYSVAK.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	s := nhn.Service{StandIn: standin.New("sysvak", w, i), Service: "sysvak", Prefix: "SV", Audience: "fhi:sysvak", Scope: "fhi:sysvak/immunization-read"}
	return s.Serve(
		nhn.Search{Path: "/sysvak/fhir/Immunization/_search", Count: 50, Most: 100, Find: s.About("patient", immunizations)},
		nhn.Search{Path: "/sysvak/fhir/ImmunizationRecommendation/_search", Count: 50, Most: 100, Find: s.About("patient", recommendations)},
	)
}
