package mocks

import (
	"encoding/json"
	"net/http"
)

// Regions are the stand-ins of one register in each health region, under one
// address: each has its name as prefix, as in /NORD/R4/fhir.
//
// /_control at the root is that of all: calls are summed, and a fault is shown
// by every region. /NORD/_control is that of one.
type Regions struct {
	all map[string]*StandIn // by region
	mux *http.ServeMux
}

// NewPasientjournals makes the stand-in of every region.
func NewPasientjournals(w *World, i *Issuer) *Regions {
	r := &Regions{all: map[string]*StandIn{}, mux: http.NewServeMux()}
	for _, region := range []string{"NORD", "MIDT", "VEST", "SOR_OST"} {
		r.all[region] = NewPasientjournal(w, i, region)
		r.mux.Handle("/"+region+"/", http.StripPrefix("/"+region, r.all[region]))
	}
	r.mux.HandleFunc("GET /_control/calls", r.showCalls)
	r.mux.HandleFunc("POST /_control/reset", func(w http.ResponseWriter, _ *http.Request) {
		for _, s := range r.all {
			s.forget()
		}
		w.WriteHeader(http.StatusNoContent)
	})
	r.mux.HandleFunc("POST /_control/fault", func(w http.ResponseWriter, q *http.Request) {
		if f := readFault(w, q); f != nil {
			r.show(w, f)
		}
	})
	r.mux.HandleFunc("DELETE /_control/fault", func(w http.ResponseWriter, _ *http.Request) { r.show(w, nil) })
	return r
}

// ServeHTTP answers for the region in the path, or for all of them.
func (r *Regions) ServeHTTP(w http.ResponseWriter, q *http.Request) { r.mux.ServeHTTP(w, q) }

// Name is the register's name.
func (r *Regions) Name() string { return "pasientjournal" }

// Fault is the fault that every region shows; nil when one of them shows none.
func (r *Regions) Fault() *Fault {
	var shown *Fault
	for _, s := range r.all {
		if shown = s.Fault(); shown == nil {
			return nil
		}
	}
	return shown
}

func (r *Regions) show(w http.ResponseWriter, f *Fault) {
	for _, s := range r.all {
		s.show(f)
	}
	w.WriteHeader(http.StatusNoContent)
}

func (r *Regions) showCalls(w http.ResponseWriter, _ *http.Request) {
	sum := map[string]*tally{}
	for _, s := range r.all {
		s.mu.Lock()
		for operation, t := range s.calls {
			if sum[operation] == nil {
				sum[operation] = &tally{Subjects: []string{}}
			}
			sum[operation].Calls += t.Calls
			sum[operation].Subjects = append(sum[operation].Subjects, t.Subjects...)
		}
		s.mu.Unlock()
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(sum)
}
