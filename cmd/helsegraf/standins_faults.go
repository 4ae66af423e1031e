package main

import (
	"encoding/json"
	"net/http"

	"helsegraf/mocks/standin"
	"helsegraf/sources"
)

// shownFault is a register of the demonstration, and its fault.
type shownFault struct {
	Register string `json:"register"`
	Code     string `json:"code"` // its name in the schema
	Name     string `json:"name"`
	// Role is "decides" or "logs" where every answer depends on it.
	Role  string         `json:"role,omitempty"`
	Fault *standin.Fault `json:"fault"`
}

// faultPanel lets the demonstration's page see and set the registers' faults:
// GET /demo/faults lists them with the registers' names, and POST and DELETE
// with ?register=… go to that stand-in's /_control/fault. The page cannot call a
// stand-in itself, which has another origin.
func (s *standIns) faultPanel() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /demo/faults", func(w http.ResponseWriter, _ *http.Request) {
		all := make([]shownFault, len(s.all))
		for i, r := range s.all {
			all[i] = shownFault{Register: r.Key, Code: r.Enum, Name: r.Name, Fault: s.registers[r.Key].Fault()}
			for _, e := range r.Endpoints {
				switch e.Role {
				case sources.Decides:
					all[i].Role = "decides"
				case sources.Logs:
					all[i].Role = "logs"
				case sources.Answers, sources.Changes:
				}
			}
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
