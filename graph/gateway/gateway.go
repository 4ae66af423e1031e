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
	"helsegraf/graph/gateway/pages/graphiql"
	"helsegraf/graph/policy"
	"helsegraf/sources"
)

// Options configure a Gateway. Schema and Authenticator are required; each other
// field says what its zero value means.
type Options struct {
	Schema     graphql.ExecutableSchema
	Extensions []graphql.HandlerExtension
	// PresentError turns a resolver's error into the client's error; nil presents
	// every error as internal.
	PresentError graphql.ErrorPresenterFunc
	// Authenticator reads the token of a request.
	Authenticator Authenticator
	// Documents serves files; nil serves none.
	Documents Documents
	// Narrowed returns the schema as seen by a reader of only some services; nil
	// shows everybody the whole schema. Execution always uses Schema.
	Narrowed func(to policy.ByMode) (graphql.ExecutableSchema, error)
	// Ready returns why the gateway cannot serve, or nil; a nil Ready is always ready.
	Ready func() error
	// Clients are the known applications.
	Clients []Client
	// Statuses returns the recent status of the registers; nil disables the page.
	Statuses func() []sources.Status
	// Registers describe the registers on the status page.
	Registers []sources.About
	// Codes are the codes PresentError gives, for the documentation.
	Codes []graph.ErrorCode
	// HideDocs disables the documentation at /docs.
	HideDocs bool
	// Demo lets the pages hand out tokens; nil in production.
	Demo *Demo
	// Login is how people log in on the pages; nil when they bring a token.
	Login *graphiql.Login

	Limits Limits
	// Rates apply to clients without their own, and to requests without a token,
	// which together count as one client.
	Rates quota.Rates
	// Calls returns how many register calls an operation is planned to make, at
	// least 1; nil counts 1 for each operation.
	Calls func(context.Context, *graphql.OperationContext) int
	// Bytes returns the least number of bytes the answer to an operation will have;
	// nil predicts none.
	Bytes func(context.Context, *graphql.OperationContext) int64
	// Deadline bounds one request.
	Deadline time.Duration
	// Timeouts bound what clients do.
	Timeouts Timeouts
	// Certificate is shown to clients; nil means plain HTTP, behind a proxy that
	// terminates TLS.
	Certificate *transport.Certificate
	// HSTS is how long browsers must use TLS only; 0 sends no header.
	HSTS time.Duration
	// Production hides the schema from clients without introspection.
	Production bool
	// Log takes one line per request; nil discards it.
	Log *slog.Logger
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Observer is notified of every request; nil observes nothing.
	Observer Observer
}

// DefaultDeadline bounds one request unless Options.Deadline is set.
const DefaultDeadline = 4 * time.Second

// Authenticator authenticates a request by its token. The zero Actor is a request
// without a token. If an error has a Code method, its stable word, such as
// "token_expired", is sent to the client; if it has a Headers method, its headers,
// such as WWW-Authenticate, are sent.
type Authenticator interface {
	Actor(ctx context.Context, r *http.Request) (policy.Actor, error)
}

// Documents serves the file behind a sealed link to the actor in ctx. An error
// before the first byte is reported to the client.
type Documents interface {
	ServeDocument(ctx context.Context, sealed string, w http.ResponseWriter) error
	// ServeSummary makes and sends a patient summary.
	ServeSummary(ctx context.Context, sealed string, format graph.SummaryFormat, w http.ResponseWriter) error
}

// Client is a known application.
type Client struct {
	ID string
	// Name is its display name.
	Name string
	// Scopes are the most its tokens may open, for example helsegraf:read or
	// helsegraf:medication.read.
	Scopes []string
	// Origins are the web origins of the application's pages.
	Origins []string
	// Introspection lets the application see, in production, as much of the schema as
	// its scopes can open.
	Introspection bool
	// Trusted are the documents that the application may request by id.
	Trusted documents.Trusted
	// Rates are the client's own.
	Rates quota.Rates
	// Answer is the most bytes in a response to the application; 0 uses Limits.
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
	visible   map[string]*visible // by client; nil if it may not introspect
	cache     *documents.Cache
	quotas    *quota.Quotas
	requests  *transport.Reader
	responses transport.Sender
	origins   map[string]*cors.Cors // by client
	libraries *documents.Libraries
	slots     *quota.Slots     // of GraphQL requests
	files     *quota.Slots     // of documents, which may take long to send
	memory    *quota.Memory    // of GraphQL responses
	most      map[string]int64 // bytes of a response, for clients with their own limit
	routes    http.Handler
	written   written // pages for people
	draining  atomic.Bool
}

// New makes a Gateway, or reports which required option is missing.
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

// rates are the clients' own rates, by client.
func rates(clients []Client) map[string]quota.Rates {
	out := map[string]quota.Rates{}
	for _, c := range clients {
		out[c.ID] = c.Rates
	}
	return out
}

func (o Options) withDefaults() Options {
	o.Limits, o.Rates = o.Limits.WithDefaults(), o.Rates.WithDefaults()
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
	m.HandleFunc("GET /summaries/{sealed}", g.serveSummary)
	m.HandleFunc("GET /schema.graphql", g.serveSchema)
	m.HandleFunc("GET /healthz", g.serveHealth)
	m.HandleFunc("GET /readyz", g.serveReady)
	g.addStatus(m)
	g.addDocs(m)
	m.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fault.NotFound().Write(w, transport.MediaJSON) })
	return m, g.addPages(m)
}

// Drain makes /readyz refuse further traffic, and marks every answer's connection
// as not to be reused. Requests that still arrive are answered.
func (g *Gateway) Drain() { g.draining.Store(true) }

// inFlightPerCore is how many requests one core can have in flight: most of a
// request is waiting for registers.
const inFlightPerCore = 64

func defaultInFlight() int { return inFlightPerCore * runtime.GOMAXPROCS(0) }

// newID returns a request id for the log and the client.
func newID() string { return rand.Text() }
