package docs

import (
	"embed"
	"html"
	"html/template"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/gateway/pages"
)

//go:embed *.html
var files embed.FS

// Facts are what the pages state about this gateway besides its schema.
type Facts struct {
	Frame    pages.Frame
	Codes    []Codes
	Limits   []Limit
	Rates    []Rate
	Scopes   []Scope
	Personas []Persona // in a demonstration
	Readers  []Reader  // readers whose documentation may be viewed, in a demonstration
	Deadline time.Duration
}

// Codes are error codes of one kind.
type Codes struct {
	Name, Anchor, About string
	Codes               []graph.ErrorCode
}

// Limit is a bound on one request.
type Limit struct {
	About string
	Most  int64
	Code  string
}

// Rate is how many register calls a caller may cause per minute.
type Rate struct {
	Whose             string
	PerMinute, AtOnce int
}

// Scope is a token's scope, and what it opens.
type Scope struct{ Word, About, Level, Proxy string }

// Persona is an invented person to log in as.
type Persona struct{ Key, Name, About string }

// Reader is an application whose view of the schema can be shown.
type Reader struct {
	ID, Name string
	Scopes   []string
}

// Book writes the pages. It is safe for concurrent use.
type Book struct {
	facts     Facts
	sections  []string
	sectionOf map[string]string
	pages     map[string]*template.Template
}

// New makes the Book of a gateway with this whole schema.
func New(whole *ast.Schema, f Facts) (*Book, error) {
	b := &Book{facts: f, pages: map[string]*template.Template{}}
	b.sections, b.sectionOf = sectionsOf(whole)
	words := template.FuncMap{
		"prose":  prose,
		"opens":  func(root string, e *example) template.URL { return template.URL(orHere(root) + e.Fragment()) }, //nolint:gosec // the fragment is URL-encoded
		"dashed": func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "_", "-") },
		"title":  func(s string) string { return strings.ToUpper(s[:1]) + s[1:] },
	}
	for _, name := range []string{"schema", "partners", "analysts"} {
		t, err := pages.Template(files, name+".html", words)
		if err != nil {
			return nil, err
		}
		if b.pages[name], err = t.ParseFS(files, "parts.html"); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func orHere(root string) string {
	if root == "" {
		return "./"
	}
	return root
}

// page is the data of a template.
type page struct {
	pages.Frame
	Facts
	Here    string   // schema, partners or analysts
	Who     string   // whose view of the schema it is
	Partial bool     // the schema has more than this reader is shown
	Begin   *example // a first query: the viewer and the people they may act for
	reference
}

// Schema is the documentation of a schema as seen by one reader, named by who; the
// zero value is a reader who is not logged in.
func (b *Book) Schema(s *ast.Schema, who string, partial bool) ([]byte, error) {
	p := b.page("schema", s)
	p.Title, p.About = "Documentation", "Every type and field of the graph, with access rules."
	p.Who, p.Partial = who, partial
	return pages.Write(b.pages["schema"], p)
}

// Partners is the page for application developers.
func (b *Book) Partners(s *ast.Schema) ([]byte, error) {
	p := b.page("partners", s)
	p.Begin = reading{schema: s}.example(s.Query.Fields.ForName("viewer"), several)
	p.Title, p.About, p.Root = "For partners", "Clients, scopes, limits, errors and changes.", "../"
	return pages.Write(b.pages["partners"], p)
}

// Analysts is the page for analysts, who query many people at once.
func (b *Book) Analysts(s *ast.Schema) ([]byte, error) {
	p := b.page("analysts", s)
	p.Title, p.About, p.Root = "For analysts", "Open data, batches and paging.", "../"
	return pages.Write(b.pages["analysts"], p)
}

func (b *Book) page(here string, s *ast.Schema) page {
	f := b.facts.Frame
	f.Current, f.Script = "docs", "docs.js"
	return page{Frame: f, Facts: b.facts, Here: here, reference: read(s, b.sections, b.sectionOf)}
}

// prose renders a description, with text in backticks as code.
func prose(s string) template.HTML {
	var b strings.Builder
	for i, part := range strings.Split(strings.TrimSpace(s), "`") {
		escaped := html.EscapeString(part)
		if i%2 == 1 {
			escaped = "<code>" + escaped + "</code>"
		}
		b.WriteString(escaped)
	}
	return template.HTML(b.String()) //nolint:gosec // everything but the two tags is escaped above
}
