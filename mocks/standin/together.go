package standin

import (
	"net/http"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
)

// Together joins several stand-ins into one register at one address: each has its
// prefix in the path, as in /NORD/R4/fhir.
//
// /_control at the root covers all of them: calls are summed, and a fault is shown by
// every part. /NORD/_control covers one.
func Together(name string, w *world.World, i *issuer.Issuer, parts map[string]*StandIn) *StandIn {
	s := New(name, w, i)
	s.parts = parts
	for prefix, part := range parts {
		s.mux.Handle("/"+prefix+"/", http.StripPrefix("/"+prefix, part))
	}
	return s
}
