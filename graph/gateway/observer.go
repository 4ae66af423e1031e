package gateway

import (
	"context"
	"net/http"
)

// Observer is notified of every request.
type Observer interface {
	// Begin is called when a request arrives, with its headers. The returned context
	// replaces the request's; trace is the id of the request's trace, or ""; ended is
	// called once, with the outcome.
	Begin(ctx context.Context, h http.Header) (_ context.Context, trace string, ended func(Outcome))
}

// Outcome is the outcome of a request. Every field but Operation has few
// possible values, and none concerns a person.
type Outcome struct {
	Route     string // the pattern, such as "GET /documents/{sealed}"
	Status    int
	Client    string // from a checked token
	Operation string // its kind, and a short hash or a trusted document's id; see [exchange]
	Code      string // of the error that refused the request
	Partial   bool   // the response has both errors and data
}

// unobserved is the Observer that does nothing.
type unobserved struct{}

func (unobserved) Begin(ctx context.Context, _ http.Header) (context.Context, string, func(Outcome)) {
	return ctx, "", func(Outcome) {}
}
