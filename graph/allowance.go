package graph

import (
	"context"
	"math"
)

// Allowance is what an operation may have registers called.
type Allowance struct {
	// Calls are the most that may be made.
	Calls int
	// Charge is told of those that could not be planned before the registers had
	// said whom the operation is about.
	Charge func(calls int)
}

type allowanceKey struct{}

// WithAllowance bounds the operations under ctx.
func WithAllowance(ctx context.Context, a Allowance) context.Context {
	return context.WithValue(ctx, allowanceKey{}, a)
}

// AllowanceFrom is the allowance of ctx; without one nothing is bounded.
func AllowanceFrom(ctx context.Context) Allowance {
	if a, ok := ctx.Value(allowanceKey{}).(Allowance); ok {
		return a
	}
	return Allowance{Calls: math.MaxInt32, Charge: func(int) {}}
}
