package resolvers

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/pasientjournal"
)

// Config configures the resolvers.
type Config struct {
	Registers Registers
	// Abouts are the registers' descriptions, for their names.
	Abouts []sources.About
	// Status are the endpoints that the registers query reports on.
	Status []*sources.Client
	// IDKeys seal the ids clients see: 64 bytes each, the first for new ids, the
	// others for ids given out earlier.
	IDKeys [][]byte
	// Delegable are the services that this deployment lets a power of attorney
	// cover; nil is all that policy's table allows.
	Delegable []policy.Service
	// PublicURL is the gateway's address for clients, used in links to documents.
	PublicURL string
	// LinkLife is how long a link to a document is valid; default 5 minutes.
	LinkLife time.Duration
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Log receives faults of the gateway itself; nil discards them.
	Log *slog.Logger
	// Step, if set, is called when a part of a request's work (plan or privacy)
	// begins, and ended when it ends. Register calls are traced elsewhere.
	Step func(ctx context.Context, name string) (_ context.Context, ended func())
}

// Resolver answers the schema. It holds what all requests share.
type Resolver struct {
	Registers
	names     map[string]graph.Register // by key
	status    []*sources.Client
	ids       ids
	offered   policy.ByMode
	logins    *logins
	delegable policy.ServiceSet
	publicURL string
	linkLife  time.Duration
	now       func() time.Time
	norway    *time.Location
	log       *slog.Logger
	step      func(ctx context.Context, name string) (context.Context, func())
	planner   *plan.Planner
	regions   []pasientjournal.Region
	reads     *reads
	changes   *changes
	attempts  *attempts
	// absent are the fields whose registers are not configured.
	absent map[string]bool
	// guards are the fields of each service.
	guards map[policy.Service][]string
	// unforeseen counts the keys and entries that plans missed; see Unforeseen.
	unforeseen atomic.Int64
	schema     graphql.ExecutableSchema
	subgraphs  sync.Map // of graph.Subgraph, by *ast.Schema
	// composed maps each schema without absent fields to the one that still has
	// them, by *ast.Schema.
	composed sync.Map
}

var (
	_ graph.ResolverRoot           = (*Resolver)(nil)
	_ graph.FederationResolver     = (*Resolver)(nil)
	_ graphql.HandlerExtension     = (*Resolver)(nil)
	_ graphql.OperationInterceptor = (*Resolver)(nil)
	_ graphql.ResponseInterceptor  = (*Resolver)(nil)
)

// New makes a Resolver, or returns an error saying what is missing.
func New(c Config) (*Resolver, error) {
	norway, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		return nil, errors.New("this machine knows no Norwegian time")
	}
	if c.Registers.Personvern == nil || c.Registers.Folkeregister == nil || c.Registers.UsageLog == nil {
		return nil, errors.New("nothing is decided without Personvern and Folkeregisteret, nor used without the usage log")
	}
	sealer, err := newIDs(c.IDKeys)
	if err != nil {
		return nil, err
	}
	r := &Resolver{
		Registers: c.Registers, names: map[string]graph.Register{}, status: c.Status, ids: sealer,
		delegable: policy.SetOf(c.Delegable...), publicURL: c.PublicURL, linkLife: c.LinkLife,
		now: c.Now, norway: norway, log: c.Log, step: c.Step,
	}
	for _, a := range c.Abouts {
		r.names[a.Key] = graph.Register(a.Enum)
	}
	if c.Delegable == nil {
		r.delegable = policy.SetOf(policy.Services()...)
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	if r.step == nil {
		r.step = func(ctx context.Context, _ string) (context.Context, func()) { return ctx, func() {} }
	}
	if r.linkLife == 0 {
		r.linkLife = linkLife
	}
	if r.logins, err = newLogins(c.IDKeys[0]); err != nil {
		return nil, err
	}
	r.schema = graph.NewSchema(graph.Config{Resolvers: r, Directives: graph.DirectiveRoot{Consent: r.consent, Proxy: r.proxy, After: r.afterwards}})
	r.planner = plan.New(r.schema.Schema())
	if r.Pasientjournal != nil {
		r.regions = r.Pasientjournal.Regions()
	}
	r.reads = newReads(r)
	r.changes, r.attempts = newChanges(r), newAttempts(c.IDKeys[0])
	r.absent = absent(r.schema.Schema(), &r.reads.table, r.changes)
	r.withoutSummary()
	r.guards = guardedFields(r.schema.Schema(), r.absent)
	r.offered = offered(r.schema.Schema(), r.absent)
	return r, nil
}

// Schema is the executable schema. It answers nothing personal unless the
// Resolver is also an extension of the executor.
func (r *Resolver) Schema() graphql.ExecutableSchema { return r.schema }

// Narrowed is the schema for viewers limited to some services; absent fields are
// hidden from everyone. It executes like the full schema, and federation
// composes it with every field its services have in any deployment.
func (r *Resolver) Narrowed(to policy.ByMode) (graphql.ExecutableSchema, error) {
	narrow, err := graph.Narrowed(r.schema, to)
	if err != nil || len(r.absent) == 0 {
		return narrow, err
	}
	shown, err := graph.Without(narrow, r.absent)
	if err != nil {
		return nil, err
	}
	r.composed.Store(shown.Schema(), narrow.Schema())
	return shown, nil
}

// Unforeseen is how many keys and log entries had to be sent separately because
// no plan foresaw them. It should stay 0: anything else is a bug in the plan,
// which costs calls but opens nothing.
func (r *Resolver) Unforeseen() int64 { return r.unforeseen.Load() }

// ExtensionName names the Resolver among the executor's extensions.
func (r *Resolver) ExtensionName() string { return "Helsegraf" }

// Validate does nothing: New has validated already.
func (r *Resolver) Validate(graphql.ExecutableSchema) error { return nil }

// requestOf is the request being answered. Without one there is no actor, no
// facts and no grants: a zero request refuses everything.
func requestOf(ctx context.Context) *request {
	if q, ok := graph.RecordIDsFrom(ctx).(*request); ok {
		return q
	}
	return &request{}
}
