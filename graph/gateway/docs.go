package gateway

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/fault"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/gateway/pages"
	"helsegraf/graph/gateway/pages/docs"
	"helsegraf/graph/policy"
)

// book is the documentation, with one copy for each distinct view of the schema.
type book struct {
	copies map[string]*copyOf // by client; "" is for readers who are not logged in
}

// copyOf is one reader's copy, written on first use.
type copyOf struct {
	schema, partners, analysts func() ([]byte, error)
}

// bind makes the documentation. In production, readers who are not logged in see
// what no service guards, and clients with introspection see as much of the
// schema as their scopes open.
func (g *Gateway) bind() error {
	everybody := g.whole
	if g.options.Production {
		if g.options.Narrowed == nil {
			return nil // no way to know what anyone may see
		}
		var err error
		if everybody, err = g.narrow(policy.ByMode{}); err != nil {
			return err
		}
	}
	whole := g.options.Schema.Schema()
	b, err := docs.New(whole, g.facts(g.whole.schema))
	if err != nil {
		return err
	}
	g.written.book = &book{map[string]*copyOf{"": g.copyFor(b, everybody, "")}}
	for _, c := range g.options.Clients {
		if v := g.visible[c.ID]; v != nil {
			g.written.book.copies[c.ID] = g.copyFor(b, v, c.Name)
		}
	}
	return nil
}

func (g *Gateway) copyFor(b *docs.Book, s *visible, who string) *copyOf {
	return &copyOf{
		schema:   sync.OnceValues(func() ([]byte, error) { return b.Schema(s.schema, who, s != g.whole) }),
		partners: sync.OnceValues(func() ([]byte, error) { return b.Partners(s.schema) }),
		analysts: sync.OnceValues(func() ([]byte, error) { return b.Analysts(s.schema) }),
	}
}

func (g *Gateway) addDocs(m *http.ServeMux) {
	if g.written.book == nil {
		return
	}
	for path, of := range map[string]func(*copyOf) ([]byte, error){
		"/docs":          func(c *copyOf) ([]byte, error) { return c.schema() },
		"/docs/partners": func(c *copyOf) ([]byte, error) { return c.partners() },
		"/docs/analysts": func(c *copyOf) ([]byte, error) { return c.analysts() },
	} {
		m.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			c, f := g.reader(r)
			if f != nil {
				f.Write(w, transport.MediaJSON)
				return
			}
			html, err := of(c)
			if err != nil {
				fault.Internal().Write(w, transport.MediaJSON)
				return
			}
			pages.Serve(w, r, html)
		})
	}
	m.Handle("GET /docs/{$}", http.RedirectHandler("../docs", http.StatusMovedPermanently))
}

// reader returns the copy for a request: that of the client whose token it
// carries. In a demonstration anyone may read any client's copy.
func (g *Gateway) reader(r *http.Request) (*copyOf, *fault.Fault) {
	actor, f := g.authenticate(r)
	if f != nil {
		return nil, f
	}
	id := actor.Client().ID
	if asked := r.URL.Query().Get("client"); asked != "" && g.options.Demo != nil {
		id = asked
	}
	if c, ok := g.written.book.copies[id]; ok {
		return c, nil
	}
	return g.written.book.copies[""], nil
}

// facts are what the pages state about this gateway.
func (g *Gateway) facts(shown *ast.Schema) docs.Facts {
	o := g.options
	f := docs.Facts{
		Frame: g.frame(), Codes: g.codes(), Limits: o.Limits.documented(), Deadline: o.Deadline, Scopes: scopesOpening(shown),
		Rates: []docs.Rate{
			{Whose: "Each application", PerMinute: o.Rates.Client.PerMinute, AtOnce: o.Rates.Client.AtOnce},
			{Whose: "Each citizen, per application", PerMinute: o.Rates.Subject.PerMinute, AtOnce: o.Rates.Subject.AtOnce},
			{Whose: "Each citizen, per application: mutations", PerMinute: o.Rates.Changes.PerMinute, AtOnce: o.Rates.Changes.AtOnce},
		},
	}
	if o.Demo != nil {
		for _, p := range o.Demo.Personas {
			f.Personas = append(f.Personas, docs.Persona(p))
		}
		for _, c := range o.Clients {
			f.Readers = append(f.Readers, docs.Reader{ID: c.ID, Name: c.Name, Scopes: c.Scopes})
		}
	}
	return f
}

// codes are all the codes a client may receive, each once.
func (g *Gateway) codes() []docs.Codes {
	all := []docs.Codes{
		{Name: "Request errors", Anchor: "errors-request", About: "The request or its document was refused. No register was called.", Codes: fault.Codes()},
		{Name: "Access errors", Anchor: "errors-law", About: "A rule denied access to the field, before anything was fetched for it."},
		{Name: "Register errors", Anchor: "errors-registers", About: "The field was open, but the register did not return it. `register`, `region` and `retryable` are given with the code."},
	}
	for _, c := range g.options.Codes {
		switch {
		case slices.ContainsFunc(all[0].Codes, func(own graph.ErrorCode) bool { return own.Code == c.Code }):
		case strings.HasPrefix(c.Code, "SOURCE_"), c.Retry, strings.HasSuffix(c.Code, "_MISMATCH"):
			all[2].Codes = append(all[2].Codes, c)
		default:
			all[1].Codes = append(all[1].Codes, c)
		}
	}
	return all
}

// documented are the limits that a request may meet.
func (l Limits) documented() []docs.Limit {
	return []docs.Limit{
		{About: "Size of the request body, bytes", Most: l.Body, Code: fault.CodeBodyTooLarge},
		{About: "Tokens in a document", Most: int64(l.Tokens), Code: fault.CodeTokens},
		{About: "Fields, with fragments counted at each spread", Most: int64(l.Selections), Code: fault.CodeFields},
		{About: "Depth of nesting", Most: int64(l.Depth), Code: fault.CodeDepth},
		{About: "Aliases", Most: int64(l.Aliases), Code: fault.CodeAliases},
		{About: "Length of an alias or other name, characters", Most: int64(l.Names), Code: fault.CodeNames},
		{About: "Root fields", Most: int64(l.RootFields), Code: fault.CodeRootFields},
		{About: "Fragment spreads", Most: int64(l.Fragments), Code: fault.CodeFragments},
		{About: "Directives", Most: int64(l.Directives), Code: fault.CodeDirectives},
		{About: "Operations in a document", Most: int64(l.Operations), Code: fault.CodeOperations},
		{About: "Size of the response with parts and errors, bytes", Most: l.Answer, Code: fault.CodeResponseTooLarge},
		{About: "Size of the response without a token, bytes", Most: l.OpenAnswer, Code: fault.CodeResponseTooLarge},
		{About: "Planned register calls", Most: int64(l.Calls), Code: fault.CodeCalls},
	}
}

// scopesOpening are the scopes of the services that some field belongs to.
func scopesOpening(whole *ast.Schema) []docs.Scope {
	guards := map[string]bool{}
	for _, def := range whole.Types {
		for _, f := range def.Fields {
			if d := f.Directives.ForName("consent"); d != nil {
				guards[d.Arguments.ForName("service").Value.Raw] = true
			}
		}
	}
	var out []docs.Scope
	for _, s := range policy.Services() {
		if !guards[s.String()] {
			continue
		}
		one := docs.Scope{Word: "helsegraf:" + strings.ToLower(s.String()) + ".read", Level: s.Level().String(), Proxy: forAnother(s)}
		if enum := whole.Types["Service"]; enum != nil {
			one.About = enum.EnumValues.ForName(s.String()).Description
		}
		out = append(out, one)
	}
	return out
}

// forAnother describes who may use a service on behalf of somebody else.
func forAnother(s policy.Service) string {
	var who []string
	if s.ByProxy() {
		who = append(who, "by power of attorney")
	}
	if s.ChildUnder() > 0 {
		who = append(who, "parents of children under "+strconv.Itoa(s.ChildUnder()))
	}
	if who == nil {
		return "nobody"
	}
	return strings.Join(who, ", ")
}
