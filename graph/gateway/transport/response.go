package transport

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
)

// Response is the executor's output: the first response, and those that follow if
// something was deferred.
type Response struct {
	First     *graphql.Response
	Next      graphql.ResponseHandler
	Context   context.Context //nolint:containedctx // of the operation, which Next is called in
	Deferrals *graph.Deferrals
	Size      *graph.Size
	// Public is how long anybody's cache may keep the response; 0 is not at all.
	Public time.Duration
	// Made is called with the total number of bytes once everything is made.
	Made func(bytes int64)
}

// More reports whether others follow the first.
func (r Response) More() bool { return r.First.HasNext != nil && *r.First.HasNext }

// Sender sends responses.
type Sender struct {
	Pace     int           // bytes per second at which clients must read
	Stall    time.Duration // how far they may fall behind
	Deadline time.Duration // of an operation
}
