package gateway

import (
	"context"
	"errors"

	"helsegraf/graph/gateway/fault"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// presentNothing is the error presenter of a gateway that has none.
func presentNothing(_ context.Context, err error) *gqlerror.Error {
	told := &gqlerror.Error{Message: fault.InternalMessage, Extensions: map[string]any{"code": fault.CodeInternal}}
	if at, ok := errors.AsType[*gqlerror.Error](err); ok {
		told.Path, told.Locations = at.Path, at.Locations
	}
	return told
}
