package graph

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// Person is a handle on a citizen. Having one grants no access to their data, and
// nothing has been fetched.
type Person struct{ subject fnr.Number }

// PersonOf is the handle on a subject.
func PersonOf(subject fnr.Number) *Person { return &Person{subject} }

// Subject is the person that the handle is on.
func (p *Person) Subject() fnr.Number { return p.subject }

// IsNode makes Person a Node.
func (*Person) IsNode() {}

// Node is the type of node(id).
type Node interface{ IsNode() }

// Viewer is the logged-in citizen; a handle.
type Viewer struct{ Actor policy.Actor }

type actorKey struct{}

// WithActor has operations under ctx executed for the actor whose token the
// front door has checked.
func WithActor(ctx context.Context, a policy.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom is the actor of ctx; the zero Actor when nobody is logged in.
func ActorFrom(ctx context.Context) policy.Actor {
	a, _ := ctx.Value(actorKey{}).(policy.Actor)
	return a
}
