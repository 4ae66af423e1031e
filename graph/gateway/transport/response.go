package transport

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
)

// Response is what the executor gives: the first response, and those that follow
// when something was deferred.
type Response struct {
	First     *graphql.Response
	Next      graphql.ResponseHandler
	Context   context.Context //nolint:containedctx // of the operation, which Next is called in
	Deferrals *graph.Deferrals
	Size      *graph.Size
	// Made is told, once all of it is made, how many bytes it has.
	Made func(bytes int64)
}

// More reports whether others follow the first.
func (r Response) More() bool { return r.First.HasNext != nil && *r.First.HasNext }

// Sender sends responses.
type Sender struct {
	Pace     int           // bytes a second that clients must read
	Stall    time.Duration // that they may fall behind
	Deadline time.Duration // of an operation
}
