package flo

import (
	"encoding/json"
	"net/http"

	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// FLO's requirements for a HelseID token.
const (
	audience = "nhn:flo"
	scope    = "nhn:flo/bytte-read"
)

// register stands in for FLO.
type register struct {
	nhn.Plain
	lists *fastlegeregister.Lists
}

// New makes the stand-in for FLO.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	f := register{nhn.Plain{StandIn: standin.New("flo", w, i), Prefix: "FLO", Audience: audience, Scope: scope}, fastlegeregister.NewLists(w)}
	f.About("/flo/api/v1/status", "status", f.status)
	f.Nowhere()
	return f.StandIn
}

func (f register) status(_ *standin.Call, _ string, p *world.Person) (int, any) {
	if p == nil {
		return http.StatusNotFound, json.RawMessage(nhn.PlainError(http.StatusNotFound, "FLO-NOT_ELIGIBLE_RESIDENCE", "Personen har ikke rett til fastlege"))
	}
	return http.StatusOK, f.statusOf(p)
}
