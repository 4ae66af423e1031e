package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// serveGraphQL answers one GraphQL request.
func (g *Gateway) serveGraphQL(w http.ResponseWriter, r *http.Request) {
	media := negotiate(r)
	answer, f := g.ask(w, r, media)
	if media == "" {
		media = mediaJSON
	}
	if f != nil {
		writeFault(w, media, f)
		return
	}
	writeAnswer(w, media, answer)
}

// ask takes a request through all the steps there are before an answer.
func (g *Gateway) ask(w http.ResponseWriter, r *http.Request, media string) (*graphql.Response, *fault) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, wrongMethod("GET, POST", "Ask by POST, or by GET for queries.")
	}
	if media == "" {
		return nil, refuse(http.StatusNotAcceptable, codeNotAcceptable, "The answer is "+mediaGraphQL+" or "+mediaJSON+".")
	}
	release, f := take(g.slots)
	if f != nil {
		return nil, f
	}
	defer release()
	ctx, cancel := context.WithTimeout(r.Context(), g.options.Deadline)
	defer cancel()
	actor, f := g.authenticate(r.WithContext(ctx))
	if f != nil {
		return nil, f
	}
	q, f := g.read(w, r)
	if f != nil {
		return nil, f
	}
	doc, f := g.prepare(r, q, g.open(actor))
	if f != nil {
		return nil, f
	}
	return g.execute(graph.WithActor(ctx, actor), q, doc, g.open(actor))
}

// take takes one of the slots there are for requests, or refuses at once: a
// queue would only keep people waiting for answers that come too late.
func take(slots chan struct{}) (release func(), f *fault) {
	select {
	case slots <- struct{}{}:
		return func() { <-slots }, nil
	default:
		return nil, overloaded()
	}
}

// authenticate reads the token. A request without one goes on as nobody's.
func (g *Gateway) authenticate(r *http.Request) (policy.Actor, *fault) {
	actor, err := g.options.Authenticator.Actor(r.Context(), r)
	if err != nil {
		return policy.Actor{}, unauthenticated(err)
	}
	exchangeOf(r.Context()).client = actor.Client().ID
	return actor, nil
}

// unauthenticated tells why a token was not taken. A token that cannot be
// checked just now is not a bad one, and nobody needs to log in again.
func unauthenticated(err error) *fault {
	reason := string(tokenInvalid)
	if coded, ok := errors.AsType[interface {
		error
		Code() string
	}](err); ok {
		reason = coded.Code()
	}
	f := refuse(http.StatusUnauthorized, codeUnauthenticated, unauthenticatedSentence)
	f.header = [2]string{"WWW-Authenticate", `Bearer error="invalid_token"`}
	if errors.Is(err, issuerSilent) {
		f = refuse(http.StatusServiceUnavailable, codeUnauthenticated, "The access token cannot be checked just now. Try again shortly.")
		f.header = [2]string{"Retry-After", "5"}
	}
	f.errors[0].Extensions["reason"] = reason
	return f
}

// open tells whether the actor's client may see the schema.
func (g *Gateway) open(a policy.Actor) bool {
	return !g.options.Production || g.mayLook[a.Client().ID]
}

// prepare makes the document of a question ready to be executed.
func (g *Gateway) prepare(r *http.Request, q question, open bool) (*document, *fault) {
	doc, known, f := g.queries.read(q.Query)
	if f != nil {
		return nil, f
	}
	if doc.count.introspects && !open {
		return nil, closedSchema()
	}
	operation, f := doc.operation(q.OperationName)
	if f != nil {
		return nil, f
	}
	exchangeOf(r.Context()).operation = strings.TrimSpace(string(operation.Operation) + " " + doc.hash())
	if r.Method == http.MethodGet && operation.Operation != ast.Query {
		return nil, wrongMethod("POST", "By GET only queries are answered.")
	}
	if known {
		return doc, nil
	}
	return doc, g.queries.validate(doc, open)
}

// execute runs the operation.
func (g *Gateway) execute(ctx context.Context, q question, doc *document, open bool) (*graphql.Response, *fault) {
	ctx = graphql.StartOperationTrace(context.WithValue(ctx, documentKey{}, doc.whole))
	operation, errs := g.exec.CreateOperationContext(ctx, &graphql.RawParams{
		Query: doc.text, OperationName: q.OperationName, Variables: q.Variables, Extensions: q.Extensions,
	})
	if len(errs) > 0 {
		return nil, operationFault(errs, open)
	}
	operation.DisableIntrospection = !open
	next, ctx := g.exec.DispatchOperation(ctx, operation)
	if answer := next(ctx); answer != nil {
		return answer, nil
	}
	// The executor gives nothing when the time was up before it began.
	return nil, refuse(http.StatusServiceUnavailable, codeTimeout, "The request took too long.")
}

// writeAnswer writes what the executor gave. Its data are finished JSON, and
// are neither read nor copied again.
func writeAnswer(w http.ResponseWriter, media string, answer *graphql.Response) {
	tail, err := json.Marshal(struct {
		Errors     gqlerror.List  `json:"errors,omitempty"`
		Extensions map[string]any `json:"extensions,omitempty"`
	}{answer.Errors, answer.Extensions})
	if err != nil {
		writeFault(w, media, internal())
		return
	}
	parts := [][]byte{tail}
	if len(answer.Data) > 0 {
		// tail is {} or {"errors":…}: its members follow data in one object.
		members := tail[1:]
		if len(members) > 1 {
			members = append([]byte{','}, members...)
		}
		parts = [][]byte{[]byte(`{"data":`), answer.Data, members}
	}
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	h := w.Header()
	h.Set("Content-Type", media+"; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(size))
	w.WriteHeader(http.StatusOK)
	for _, p := range parts {
		if _, err := w.Write(p); err != nil { //nolint:gosec // JSON, sent as JSON and never sniffed
			return // the client went away
		}
	}
}
