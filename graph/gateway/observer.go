package gateway

import (
	"context"
	"net/http"
)

// Observer is told of every request.
type Observer interface {
	// Begin is told of a request that has come, by its headers. The context it
	// gives is the request's from there on; trace is the id of the trace that the
	// request is part of, or ""; ended is told once how it went.
	Begin(ctx context.Context, h http.Header) (_ context.Context, trace string, ended func(Outcome))
}

// Outcome is how a request went. Each word is one of a few, but for Operation,
// and nothing of it is of a person.
type Outcome struct {
	Route     string // as the gateway has them, such as "GET /documents/{sealed}"
	Status    int
	Client    string // of a checked token
	Operation string // its kind, and a short hash or a trusted document's id; see [exchange]
	Code      string // of the error that refused the request
	Partial   bool   // the answer has errors beside data
}

// unobserved is an Observer that looks away.
type unobserved struct{}

func (unobserved) Begin(ctx context.Context, _ http.Header) (context.Context, string, func(Outcome)) {
	return ctx, "", func(Outcome) {}
}
