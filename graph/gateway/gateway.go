package gateway

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/documents"
	"helsegraf/graph/gateway/fault"

	"helsegraf/graph/gateway/quota"
	"helsegraf/graph/gateway/token"

	"github.com/99designs/gqlgen/graphql"
	"github.com/rs/cors"

	"helsegraf/graph"
	"helsegraf/graph/gateway/graphiql"
	"helsegraf/graph/policy"
	"helsegraf/sources"
)

// Options are what a Gateway is made of. Schema and Authenticator are needed;
// the zero value of the others is named at each.
type Options struct {
	Schema     graphql.ExecutableSchema
	Extensions []graphql.HandlerExtension
	// PresentError turns a resolver's error into what the client is told; nil
	// tells of every one that it is internal.
	PresentError graphql.ErrorPresenterFunc
	// Authenticator reads the token of a request.
	Authenticator Authenticator
	// Documents serves files; nil has none.
	Documents Documents
	// Narrowed is the schema as those see it who are shown some services only;
	// nil shows everybody the whole. It is executed as Schema is.
	Narrowed func(to policy.ServiceSet) (graphql.ExecutableSchema, error)
	// Ready tells why the gateway cannot serve, or nil; nil is always ready.
	Ready func() error
	// Clients are the applications that are known by name.
	Clients []Client
	// Statuses are how the registers have been lately; nil has no page of it.
	Statuses func() []sources.Status
	// Registers are what the registers tell of themselves, for that page.
	Registers []sources.About
	// Codes are those that PresentError gives, for the documentation.
	Codes []graph.ErrorCode
	// HideDocs has no documentation at /docs.
	HideDocs bool
	// Demo has the pages hand out tokens; nil in production.
	Demo *Demo
	// Login is how people log in on the pages; nil when they bring a token.
	Login *graphiql.Login

	Limits Limits
	// Rates are those of clients that have none of their own, and of those who
	// have not logged in, as if they were one client.
	Rates quota.Rates
	// Calls is how many calls to registers an operation is planned to make, at
	// least 1; nil takes 1 for each.
	Calls func(context.Context, *graphql.OperationContext) int
	// Bytes is how many bytes the answer to an operation has at the least; nil
	// foresees none.
	Bytes func(context.Context, *graphql.OperationContext) int64
	// Deadline bounds one request.
	Deadline time.Duration
	// Timeouts bound what clients do.
	Timeouts Timeouts
	// Certificate is shown to clients; nil speaks no TLS, and is for behind a
	// proxy that does.
	Certificate *transport.Certificate
	// HSTS is how long browsers are to come by TLS only; 0 does not say so.
	HSTS time.Duration
	// Production hides the schema from clients that have no leave to see it.
	Production bool
	// Log takes one line a request; nil discards it.
	Log *slog.Logger
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Observer is told of every request; nil is nobody.
	Observer Observer
}

// DefaultDeadline bounds one request where nothing else is said.
const DefaultDeadline = 4 * time.Second

// Authenticator tells whose token a request carries. The zero Actor is a
// request with no token. An error whose Code method gives a stable word, such
// as "token_expired", has that word told to the client; one whose Headers
// method gives headers, such as WWW-Authenticate, has them sent.
type Authenticator interface {
	Actor(ctx context.Context, r *http.Request) (policy.Actor, error)
}

// Documents serves the file behind a sealed link to the actor in ctx. An error
// before the first byte is told to the client.
type Documents interface {
	ServeDocument(ctx context.Context, sealed string, w http.ResponseWriter) error
}

// Client is what the front door knows of an application.
type Client struct {
	ID string
	// Name is what people call it.
	Name string
	// Scopes are the most its tokens may open: helsegraf:read,
	// helsegraf:medication.read and the like.
	Scopes []string
	// Origins are the web origins the application's pages come from.
	Origins []string
	// Introspection lets the application see, in production, as much of the
	// schema as its scopes may ever open.
	Introspection bool
	// Trusted are the documents that the application may ask for by id.
	Trusted documents.Trusted
	// Rates are the client's own.
	Rates quota.Rates
	// Answer is how many bytes a response to the application may have; 0 is as
	// Limits have it.
	Answer int64
}

// Registration is the client as the verifier of tokens knows it.
func (c Client) Registration() token.Client {
	return token.Client{ID: c.ID, Name: c.Name, Scopes: c.Scopes}
}

// Gateway is the front door. It is safe for concurrent use.
type Gateway struct {
	options   Options
	whole     *visible            // all that is offered here
	visible   map[string]*visible // by client; nil for one that may not introspect
	cache     *documents.Cache
	quotas    *quota.Quotas
	requests  *transport.Reader
	responses transport.Sender
	origins   map[string]*cors.Cors // by client
	libraries *documents.Libraries
	slots     *quota.Slots     // of GraphQL requests
	files     *quota.Slots     // of documents, which may take long to send
	memory    *quota.Memory    // of GraphQL responses
	most      map[string]int64 // bytes of a response, by clients that have their own
	routes    http.Handler
	written   written // pages for people
	draining  atomic.Bool
}

// New makes a Gateway, or tells what is missing.
func New(o Options) (*Gateway, error) {
	if o.Schema == nil || o.Authenticator == nil {
		return nil, errors.New("a gateway needs a schema and an authenticator")
	}
	o = o.withDefaults()
	g := &Gateway{
		options:   o,
		quotas:    quota.New(o.Rates, rates(o.Clients), o.Limits.Citizens),
		cache:     documents.NewCache(o.Schema.Schema(), o.Limits.Documents()),
		requests:  transport.NewReader(o.Limits.Body),
		responses: transport.Sender{Pace: o.Limits.Pace, Stall: o.Timeouts.Stall, Deadline: o.Deadline},
		origins:   origins(o.Clients),
		slots:     quota.NewSlots(o.Limits.InFlight),
		files:     quota.NewSlots((o.Limits.InFlight + 3) / 4),
		most:      map[string]int64{},

		memory:    quota.NewMemory(o.Limits.Unsent),
		libraries: documents.NewLibraries(o.Schema.Schema(), o.Limits.Documents(), o.Log),
	}
	for _, c := range o.Clients {
		g.most[c.ID] = c.Answer
	}
	if err := g.narrowSchemas(); err != nil {
		return nil, err
	}
	if err := g.trust(); err != nil {
		return nil, err
	}
	if err := g.write(); err != nil {
		return nil, err
	}
	mux, err := g.mux()
	if err != nil {
		return nil, err
	}
	g.routes = g.shared(mux)
	return g, nil
}

// rates are the clients' own, by client.
func rates(clients []Client) map[string]quota.Rates {
	out := map[string]quota.Rates{}
	for _, c := range clients {
		out[c.ID] = c.Rates
	}
	return out
}

func (o Options) withDefaults() Options {
	o.Limits = o.Limits.WithDefaults()
	if o.Deadline == 0 {
		o.Deadline = DefaultDeadline
	}
	o.Timeouts = o.Timeouts.withDefaults(o.Deadline)
	if o.PresentError == nil {
		o.PresentError = presentNothing
	}
	if o.Ready == nil {
		o.Ready = func() error { return nil }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Calls == nil {
		o.Calls = func(context.Context, *graphql.OperationContext) int { return 1 }
	}
	if o.Bytes == nil {
		o.Bytes = func(context.Context, *graphql.OperationContext) int64 { return 0 }
	}
	if o.Observer == nil {
		o.Observer = unobserved{}
	}
	return o
}

func (g *Gateway) mux() (*http.ServeMux, error) {
	m := http.NewServeMux()
	m.HandleFunc("/graphql", g.serveGraphQL)
	m.HandleFunc("GET /documents/{sealed}", g.serveDocument)
	m.HandleFunc("GET /schema.graphql", g.serveSchema)
	m.HandleFunc("GET /healthz", g.serveHealth)
	m.HandleFunc("GET /readyz", g.serveReady)
	g.addStatus(m)
	g.addDocs(m)
	m.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fault.NotFound().Write(w, transport.MediaJSON) })
	return m, g.addPages(m)
}

// Drain has /readyz say that no more requests are wanted, and every answer that
// its connection is not to be used again. Requests that come are answered all
// the same.
func (g *Gateway) Drain() { g.draining.Store(true) }

// inFlightPerCore is what one core can have under way: most of a request is
// waiting for registers.
const inFlightPerCore = 64

func defaultInFlight() int { return inFlightPerCore * runtime.GOMAXPROCS(0) }

// newID names a request in the log and to the client.
func newID() string { return rand.Text() }
