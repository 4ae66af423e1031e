package pasientreiser

import (
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Pasientreiser's requirements for a HelseID token.
const (
	audience = "nhn:pasientreiser"
	scope    = "nhn:pasientreiser/reise-read"
)

// New makes the stand-in for Pasientreiser.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	n := nhn.Plain{StandIn: standin.New("pasientreiser", w, i), Prefix: "REISE", Audience: audience, Scope: scope}
	n.List("/pasientreiser/api/v1/soknader/sok", "soknader", "soknader", claims)
	n.List("/pasientreiser/api/v1/rekvirerte/sok", "rekvirerte", "reiser", trips)
	n.Nowhere()
	return n.StandIn
}
