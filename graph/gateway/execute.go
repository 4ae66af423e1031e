package gateway

import (
	"context"
	"encoding/json"
	"net/http"

	"helsegraf/graph/gateway/transport"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
	"helsegraf/graph/gateway/documents"
	"helsegraf/graph/gateway/fault"
	"helsegraf/graph/variables"
)

// execute begins the operation. It defers only for clients that accept multipart
// responses; for others the first response holds everything.
func (g *Gateway) execute(ctx context.Context, q transport.Request, doc *documents.Document, v *visible, accept transport.Accept, afford func(calls int, bytes int64) *fault.Fault) (transport.Response, *fault.Fault) {
	exec := g.whole.exec
	if doc.Introspects() {
		exec = v.exec
	}
	parsed, known := doc.Executable(accept.Parts != nil)
	a := transport.Response{Deferrals: &graph.Deferrals{}, Size: graph.SizeFrom(ctx)}
	read, values, errs := g.variables(parsed, q)
	if len(errs) > 0 {
		return a, operationFault(errs, v == g.whole)
	}
	if read.Void {
		a.Context, a.First = ctx, &graphql.Response{Data: json.RawMessage("null"), Errors: gqlerror.List{g.options.PresentError(ctx, variables.ErrNull)}}
		return a, nil
	}
	if read.Document != parsed {
		known = nil
	}
	ctx = graph.WithDocument(context.WithValue(ctx, documentKey{}, read.Document), known)
	ctx = graph.WithDeferrals(ctx, a.Deferrals)
	ctx = graphql.StartOperationTrace(ctx)
	operation, errs := exec.CreateOperationContext(ctx, &graphql.RawParams{
		Query: doc.Text(), OperationName: q.OperationName, Variables: values, Extensions: q.Extensions,
	})
	if len(errs) > 0 {
		return a, operationFault(errs, v == g.whole)
	}
	if operation.Variables = values; read.Refuses {
		variables.Refuse(operation)
	}
	if f := afford(g.options.Calls(ctx, operation), g.options.Bytes(ctx, operation)); f != nil {
		return a, f
	}
	operation.DisableIntrospection = v == nil
	a.Next, a.Context = exec.DispatchOperation(ctx, operation)
	if a.First = a.Next(a.Context); a.First == nil {
		// The executor returns nothing when the deadline passed before it began.
		return a, fault.New(http.StatusServiceUnavailable, fault.CodeTimeout, "The request took too long.")
	}
	switch a.Size.Over() {
	case graph.TooLarge:
		a.First = transport.TooLarge()
	case graph.NoRoom:
		return a, fault.Overloaded()
	case graph.Within:
	}
	if len(a.First.Data) == 0 && len(a.First.Errors) > 0 {
		// Refused before its first field, for example for exceeding a limit.
		return a, &fault.Fault{Status: http.StatusBadRequest, Errors: a.First.Errors}
	}
	return a, nil
}

// variables settles the values of the operation's variables, and applies to the
// document what follows from nulls among them.
func (g *Gateway) variables(doc *ast.QueryDocument, q transport.Request) (variables.Settled, map[string]any, gqlerror.List) {
	operation := doc.Operations.ForName(q.OperationName)
	values, err := variables.Coerce(g.options.Schema.Schema(), operation, q.Variables)
	if err != nil {
		return variables.Settled{}, nil, gqlerror.List{err}
	}
	return variables.Settle(doc, operation, values), values, nil
}

// operationFault reports what is wrong with an operation or its variables. The
// executor's own errors would repeat values. Only clients that may see the schema
// learn which variable it was.
func operationFault(errs gqlerror.List, open bool) *fault.Fault {
	f := &fault.Fault{}
	for _, e := range errs {
		if e.Extensions["code"] == fault.CodeValidation {
			e = &gqlerror.Error{
				Message:    "A variable is missing, or is not of its declared type.",
				Path:       declared(e.Path, open),
				Extensions: map[string]any{"code": fault.CodeValidation},
			}
		}
		f.Errors = append(f.Errors, e)
	}
	return f
}

// declared is the part of a variable's path that the document itself declares.
func declared(path ast.Path, open bool) ast.Path {
	if !open {
		return nil
	}
	return path[:min(len(path), 2)]
}

// handedOver is the query cache of gqlgen's executor. It returns the document
// prepared for the request, which always exists, so the executor never parses.
type handedOver struct{}

type documentKey struct{}

func (handedOver) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	doc, ok := ctx.Value(documentKey{}).(*ast.QueryDocument)
	return doc, ok
}

func (handedOver) Add(context.Context, string, *ast.QueryDocument) {}
