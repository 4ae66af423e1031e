package verktoy

import (
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// The register's requirements for a HelseID token.
const (
	audience = "nhn:verktoy"
	scope    = "nhn:verktoy/verktoy-read"
)

// New makes the stand-in for the tools.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	n := nhn.Plain{StandIn: standin.New("verktoy", w, i), Prefix: "VERKTOY", Audience: audience, Scope: scope}
	n.List("/verktoy/api/v1/verktoy/sok", "verktoy", "verktoy", tools)
	n.Nowhere()
	return n.StandIn
}
