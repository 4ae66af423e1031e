package graph

import (
	"context"
	"math"
)

// Allowance bounds the register calls of an operation.
type Allowance struct {
	// Calls are the most that may be made.
	Calls int
	// Charge is called for calls that could not be planned before the registers had
	// returned whom the operation concerns.
	Charge func(calls int)
}

type allowanceKey struct{}

// WithAllowance bounds the operations under ctx.
func WithAllowance(ctx context.Context, a Allowance) context.Context {
	return context.WithValue(ctx, allowanceKey{}, a)
}

// AllowanceFrom is the allowance of ctx; without one there is no bound.
func AllowanceFrom(ctx context.Context) Allowance {
	if a, ok := ctx.Value(allowanceKey{}).(Allowance); ok {
		return a
	}
	return Allowance{Calls: math.MaxInt32, Charge: func(int) {}}
}
