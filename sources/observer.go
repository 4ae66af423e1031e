package sources

import (
	"context"
	"net/http"
)

// Question is what a register is asked, in names that are the program's own.
type Question struct {
	Register  string
	Region    string // "" but for registers with one endpoint per region
	Operation string
}

// Observer is told of every question to a register. It is asked on the way, and
// must not wait.
type Observer interface {
	// Ask is told of a question as it begins. The context it gives is the
	// question's from there on; ended is told once what became of it: 0 for an
	// answer, or a Kind.
	Ask(ctx context.Context, q Question) (_ context.Context, ended func(Kind))
	// Send is told of each HTTP request that is sent for the question of ctx, one
	// after the other, and may add headers.
	Send(ctx context.Context, h http.Header)
}

// unobserved is an Observer that looks away.
type unobserved struct{}

func (unobserved) Ask(ctx context.Context, _ Question) (context.Context, func(Kind)) {
	return ctx, func(Kind) {}
}

func (unobserved) Send(context.Context, http.Header) {}
