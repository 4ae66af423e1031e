package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// Tools is a page of the tools and courses offered to the person.
func (r personResolver) Tools(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.ToolConnection, error) {
	g, err := grant(ctx, p, policy.Tools)
	if err != nil {
		return nil, err
	}
	all, err := r.reads.tools.load(ctx, g)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "Person.tools"), all, first, after, placeOfTool)
}
