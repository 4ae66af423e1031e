package transport_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
)

// serial answers every operation that may defer with the same responses, and others
// as a toy does.
type serial struct {
	*gatewaytest.Toy
	episodes []episode
	// hold blocks the second response until it can be received from.
	hold chan struct{}
}

// episode is a response, with the deferrals known at that point.
type episode struct {
	found []graph.Deferral
	path  string // "me/friend/0"
	label string
	data  string
	err   string
}

func (s *serial) Exec(ctx context.Context) graphql.ResponseHandler {
	if slices.ContainsFunc(graphql.GetOperationContext(ctx).Doc.Operations[0].SelectionSet, defersBelow) {
		return s.told(ctx)
	}
	return s.Toy.Exec(ctx)
}

func defersBelow(s ast.Selection) bool {
	var below ast.SelectionSet
	switch s := s.(type) {
	case *ast.Field:
		below = s.SelectionSet
	case *ast.InlineFragment:
		if s.Directives.ForName("defer") != nil {
			return true
		}
		below = s.SelectionSet
	}
	return slices.ContainsFunc(below, defersBelow)
}

func (s *serial) told(ctx context.Context) graphql.ResponseHandler {
	d, n := graph.DeferralsFrom(ctx), 0
	return func(ctx context.Context) *graphql.Response {
		if n == 1 && s.hold != nil {
			select {
			case <-s.hold:
			case <-ctx.Done():
				return nil
			}
		}
		if n == len(s.episodes) {
			return nil
		}
		e := s.episodes[n]
		for _, f := range e.found {
			d.Expect(f)
		}
		n++
		more := n < len(s.episodes)
		r := &graphql.Response{Data: json.RawMessage(e.data), Path: pathOf(e.path), Label: e.label, HasNext: &more}
		if e.err != "" {
			r.Errors = gqlerror.List{{Message: e.err}}
		}
		return r
	}
}

func pathOf(text string) ast.Path {
	var out ast.Path
	for step := range strings.SplitSeq(text, "/") {
		switch {
		case step == "":
		case step[0] >= '0' && step[0] <= '9':
			out = append(out, ast.PathIndex(step[0]-'0'))
		default:
			out = append(out, ast.PathName(step))
		}
	}
	return out
}

// later parses a deferral: "me/friend label key key".
func later(text string) graph.Deferral {
	words := strings.Fields(text)
	return graph.Deferral{Path: pathOf(words[0]), Label: words[1], Keys: words[2:]}
}

func startSerial(t *testing.T, episodes []episode, change ...func(*gateway.Options)) (*gatewaytest.Front, *serial) {
	t.Helper()
	s := &serial{Toy: gatewaytest.NewToy(t), episodes: episodes}
	return gatewaytest.Start(t, append(change, func(o *gateway.Options) { o.Schema = s })...), s
}
