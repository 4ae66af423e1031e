package main

import (
	"cmp"
	"net/http"
	"slices"

	"helsegraf/cmd/registers"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
	"helsegraf/sources"
)

// endpoint is one address of a register that the gateway calls.
type endpoint struct {
	registers.Endpoint
	key       string // in the gateway's configuration
	operation string // by its name in the stand-in's /_control; "*" is all
	// query is the kind of query that shows how this endpoint fails.
	query string
	// code is the field's code when this endpoint fails, whatever the fault; ""
	// if it depends on the fault.
	code string
	// pages reports that responses link to a next page.
	pages bool
	// brief reports that responses may hold nothing.
	brief bool

	front *front // the stand-in
	proxy *proxy // in front of it
}

// Codes of fields whose own register answered.
const (
	codeConsent = "CONSENT_SOURCE_UNAVAILABLE"
	codeLog     = "USAGE_LOG_UNAVAILABLE"
)

// allEndpoints are the endpoints of every register, with the foundation last.
func allEndpoints() []*endpoint {
	var out []*endpoint
	anything := kinds()[0].name
	for _, e := range registers.Endpoints(registers.All()) {
		if e.Role == sources.Changes {
			continue // no query calls it
		}
		one := &endpoint{Endpoint: e, key: e.Key(), operation: cmp.Or(e.Operation, "*"), query: anything}
		switch e.Role {
		case sources.Decides:
			one.code = codeConsent
		case sources.Logs:
			one.code = codeLog
		case sources.Answers, sources.Changes:
		}
		if q := shownBy(e); q != nil {
			one.query, one.pages, one.brief = q.Name, q.Pages, q.MayBeNull
		}
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b *endpoint) int { return cmp.Compare(a.Role, b.Role) })
	return out
}

// changing is the endpoint that is sent changes, which no query calls.
func changing() *endpoint {
	for _, e := range registers.Endpoints(registers.All()) {
		if e.Role == sources.Changes {
			return &endpoint{Endpoint: e, key: e.Key(), operation: e.Operation}
		}
	}
	return nil
}

// shownBy is the query that shows how an endpoint fails on its own; nil for one
// that every query about a person needs.
func shownBy(e registers.Endpoint) *registers.Query {
	for i, q := range e.Register.Queries {
		if q.On != registers.AtRoot && (q.Part == e.Part && e.Part != "" || q.Part == "" && !e.Needed()) {
			return &e.Register.Queries[i]
		}
	}
	return nil
}

// foundation are the endpoints that every personal answer needs: those that
// decisions rest on, and the usage log.
func foundation() []string {
	var keys []string
	for _, e := range registers.Endpoints(registers.All()) {
		if e.Needed() && shownBy(e) == nil {
			keys = append(keys, e.Key())
		}
	}
	return keys
}

// inMatrix reports whether an endpoint represents its kind: the regions of a
// register run the same code.
func inMatrix(e *endpoint) bool { return e.Region == "" || e.Part == e.Register.Endpoints[0].Part }

// standIns are the registers' stand-ins, by register.
func standIns(w *world.World, i *issuer.Issuer) map[string]http.Handler {
	all := map[string]http.Handler{}
	for _, r := range registers.All() {
		all[r.Key] = r.StandIn(w, i)
	}
	return all
}
