package sources

import (
	"context"
	"net/http"
)

// CallInfo identifies a call to a register, in names that are the program's
// own.
type CallInfo struct {
	Register  string
	Region    string // "" but for registers with one endpoint per region
	Operation string
}

// Observer is notified of every call to a register. It runs synchronously and
// must not block.
type Observer interface {
	// Start is called when a call begins. The returned context is the call's
	// from then on; ended is called once with the outcome: 0 for success, or a
	// Kind.
	Start(ctx context.Context, q CallInfo) (_ context.Context, ended func(Kind))
	// Send is called before each HTTP request of the call in ctx, one after the
	// other, and may add headers.
	Send(ctx context.Context, h http.Header)
}

// unobserved is the Observer that does nothing.
type unobserved struct{}

func (unobserved) Start(ctx context.Context, _ CallInfo) (context.Context, func(Kind)) {
	return ctx, func(Kind) {}
}

func (unobserved) Send(context.Context, http.Header) {}
