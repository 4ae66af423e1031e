package standin

import (
	"net/http"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
)

// Together is one register of several stand-ins under one address: each has its
// prefix in the path, as in /NORD/R4/fhir.
//
// /_control at the root is that of all: calls are summed, and a fault is shown
// by every part. /NORD/_control is that of one.
func Together(name string, w *world.World, i *issuer.Issuer, parts map[string]*StandIn) *StandIn {
	s := New(name, w, i)
	s.parts = parts
	for prefix, part := range parts {
		s.mux.Handle("/"+prefix+"/", http.StripPrefix("/"+prefix, part))
	}
	return s
}
