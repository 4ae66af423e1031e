package gateway

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/documents"
	"helsegraf/graph/gateway/fault"

	"helsegraf/graph/gateway/quota"
	"helsegraf/graph/gateway/token"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
)

// ChangeTime is how much longer than a query a mutation may take: the time in which
// a register is called, looked at, and the outcome logged.
const ChangeTime = 11 * time.Second

// serveGraphQL answers one GraphQL request.
func (g *Gateway) serveGraphQL(w http.ResponseWriter, r *http.Request) {
	accept := transport.Negotiate(r)
	if f := g.ask(w, r, accept); f != nil {
		f.Write(w, cmp.Or(accept.Media, transport.MediaJSON))
	}
}

// ask takes a request through every step and writes the answer. It returns a fault
// only before anything is written.
func (g *Gateway) ask(w http.ResponseWriter, r *http.Request, accept transport.Accept) *fault.Fault {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return fault.MethodNotAllowed("GET, POST", "Ask by POST, or by GET for queries.")
	}
	if accept == (transport.Accept{}) {
		return fault.New(http.StatusNotAcceptable, fault.CodeNotAcceptable, "The answer is "+transport.MediaGraphQL+" or "+transport.MediaJSON+".")
	}
	ctx, cancel := context.WithTimeout(r.Context(), g.options.Deadline)
	defer cancel()
	actor, f := g.authenticate(r.WithContext(ctx))
	if f != nil {
		return f
	}
	// The first unit pays for looking at the request; the rest of its cost is taken
	// once it is known.
	account := g.quotas.Account(actor)
	if wait := account.Spend(w.Header(), 1, 0, g.options.Now()); wait > 0 {
		return fault.RateLimited(wait)
	}
	q, f := g.requests.Read(w, r)
	if f != nil {
		return f
	}
	most := g.mostBytes(actor.Client().ID)
	admission, ok := quota.Admit(g.slots, g.memory, account.Party(r), max(g.options.Limits.UnsentEach, most))
	if !ok {
		return fault.Overloaded()
	}
	defer admission.End()
	v := g.visibleTo(actor)
	doc, f := g.prepare(r, q, v)
	if f != nil {
		return f
	}
	spend := account.Spend
	if doc.Mutates(q.OperationName) {
		spend = account.SpendOnChange
		// A change is completed whatever happens, and its outcome is to reach the
		// client: the answer may come later than that of a query.
		longer := g.options.Deadline + ChangeTime
		changing, stop := context.WithTimeout(r.Context(), longer)
		defer stop()
		ctx = changing
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(longer + 2*time.Second))
	}
	size := graph.NewSize(most, admission.Grow)
	paid := 0 // for bytes of the answer
	afford := func(calls int, bytes int64) *fault.Fault {
		if calls > g.options.Limits.Calls {
			return fault.New(http.StatusBadRequest, fault.CodeCalls, "The query would have too many calls made to registers.")
		}
		if bytes > most {
			return fault.ResponseTooLarge()
		}
		if !size.Reserve(bytes) {
			return fault.Overloaded()
		}
		paid = int(bytes / quota.BytesPerCall)
		if wait := spend(w.Header(), calls-1+paid, 1, g.options.Now()); wait > 0 {
			return fault.RateLimited(wait)
		}
		return nil
	}
	ctx = graph.WithAllowance(graph.WithSize(graph.WithActor(ctx, actor), size), graph.Allowance{
		Calls:  g.options.Limits.Calls,
		Charge: func(calls int) { account.Charge(calls, g.options.Now()) },
	})
	read := &sources.Freshness{}
	a, f := g.execute(sources.WithFreshness(ctx, read), q, doc, v, accept, afford)
	// The actual size is charged however the request ends.
	defer func() { account.Charge(int(size.Bytes()/quota.BytesPerCall)-paid, g.options.Now()) }()
	if f != nil {
		return f
	}
	a.Made = admission.Made
	exchangeOf(ctx).partial = len(a.First.Errors) > 0
	if accept.Parts != nil && (accept.Media == "" || a.More()) {
		if err := g.responses.SendParts(w, r, a, *accept.Parts); err != nil {
			g.logPanic(ctx)
		}
		return nil
	}
	a.Public = public(r, q, doc, a, read)
	return g.responses.SendWhole(w, accept.Media, a, most)
}

// authenticate reads the token. A request without one continues as the zero Actor.
func (g *Gateway) authenticate(r *http.Request) (policy.Actor, *fault.Fault) {
	actor, err := g.options.Authenticator.Actor(r.Context(), r)
	x := exchangeOf(r.Context())
	if err != nil {
		reason := token.RefusalOf(err)
		x.reason = reason.Code()
		return policy.Actor{}, unauthenticated(err, reason)
	}
	x.client = actor.Client().ID
	g.own(x, r)
	return actor, nil
}

// unauthenticated reports why a token was refused. A token that cannot be checked
// right now may still be valid, so nobody is asked to log in again.
func unauthenticated(err error, reason token.Refusal) *fault.Fault {
	f := fault.New(http.StatusUnauthorized, fault.CodeUnauthenticated, fault.UnauthenticatedMessage)
	f.Header = http.Header{"Www-Authenticate": {`Bearer error="invalid_token"`}}
	if told, ok := errors.AsType[interface {
		error
		Headers() http.Header
	}](err); ok {
		f.Header = told.Headers()
	}
	if reason.Transient() {
		f = fault.New(http.StatusServiceUnavailable, fault.CodeUnauthenticated, "The access token cannot be checked just now. Try again shortly.")
		f.Header = http.Header{"Retry-After": {"5"}}
	}
	f.Errors[0].Extensions["reason"] = reason.Code()
	return f
}

// prepare makes a request's document ready to be executed.
func (g *Gateway) prepare(r *http.Request, q transport.Request, v *visible) (*documents.Document, *fault.Fault) {
	doc, valid, f := g.document(r, q)
	if f != nil {
		return nil, f
	}
	if doc.Introspects() && v == nil {
		return nil, introspectionDisabled()
	}
	operation, f := doc.Operation(q.OperationName)
	if f != nil {
		return nil, f
	}
	exchangeOf(r.Context()).operation = strings.TrimSpace(string(operation.Operation) + " " + doc.LogName())
	if r.Method == http.MethodGet && operation.Operation != ast.Query {
		return nil, fault.MethodNotAllowed("POST", "By GET only queries are answered.")
	}
	if f := documents.Change(operation); f != nil {
		return nil, f
	}
	if valid {
		return doc, nil
	}
	return doc, g.cache.Validate(doc, v == g.whole)
}
