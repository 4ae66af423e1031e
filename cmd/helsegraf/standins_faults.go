package main

import (
	"encoding/json"
	"net/http"

	"helsegraf/mocks"
)

// faultPanel lets the demonstration's page see and set the registers' faults:
// GET /demo/faults tells all of them by register, and POST and DELETE with
// ?register=… are that stand-in's /_control/fault. The page cannot ask a
// stand-in itself, which is of another origin.
func (s *standIns) faultPanel() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /demo/faults", func(w http.ResponseWriter, _ *http.Request) {
		all := map[string]*mocks.Fault{}
		for name, register := range s.registers {
			all[name] = register.Fault()
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(all)
	})
	change := func(w http.ResponseWriter, r *http.Request) {
		register, known := s.registers[r.URL.Query().Get("register")]
		if !known {
			http.Error(w, "no such register", http.StatusNotFound)
			return
		}
		r = r.Clone(r.Context())
		r.URL.Path = "/_control/fault"
		register.ServeHTTP(w, r)
	}
	m.HandleFunc("POST /demo/faults", change)
	m.HandleFunc("DELETE /demo/faults", change)
	return m
}
