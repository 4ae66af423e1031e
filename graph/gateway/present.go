package gateway

import (
	"context"
	"errors"

	"helsegraf/graph"
	"helsegraf/graph/gateway/fault"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// presentNothing is the error presenter of a gateway without one.
func presentNothing(_ context.Context, err error) *gqlerror.Error {
	presented := &gqlerror.Error{Message: fault.InternalMessage, Extensions: map[string]any{"code": fault.CodeInternal}}
	if at, ok := errors.AsType[*gqlerror.Error](err); ok {
		presented.Path, presented.Locations = at.Path, at.Locations
	}
	return presented
}

// present presents a resolver's error and counts its size. Once a response has been
// ended for its size, no more errors are presented.
func (g *Gateway) present(ctx context.Context, err error) *gqlerror.Error {
	size := graph.SizeFrom(ctx)
	if size.Over() != graph.Within {
		return nil
	}
	e := g.options.PresentError(ctx, err)
	if !size.AddError(e) {
		return nil
	}
	return e
}
