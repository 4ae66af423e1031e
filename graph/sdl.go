package graph

import (
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"helsegraf/graph/policy"
)

// SDL is a schema as it is written; the whole one with its comments.
func SDL(s *ast.Schema) string { return s.Query.Position.Src.Input }

// Narrowed is the schema that somebody sees for whom services other than seen
// are never open, to read or to change: without the fields that those guard, and without types that
// nothing leads to any more. What is executed stays the same.
func Narrowed(whole graphql.ExecutableSchema, seen policy.ByMode) (graphql.ExecutableSchema, error) {
	if seen == policy.InBoth(policy.SetOf(policy.Services()...)) {
		return whole, nil
	}
	return without(whole, func(on *ast.Definition, f *ast.FieldDefinition) bool {
		consent := f.Directives.ForName("consent")
		if consent == nil {
			return false
		}
		service, err := policy.ParseService(consent.Arguments.ForName("service").Value.Raw)
		mode := policy.Read
		if on.Name == mutation {
			mode = policy.Write
		}
		return err != nil || !seen.In(mode).Has(service)
	})
}

// Without is a schema that does not show some fields, by their coordinates, nor
// types that only they lead to. What is executed stays the same.
func Without(whole graphql.ExecutableSchema, fields map[string]bool) (graphql.ExecutableSchema, error) {
	if len(fields) == 0 {
		return whole, nil
	}
	return without(whole, func(on *ast.Definition, f *ast.FieldDefinition) bool { return fields[on.Name+"."+f.Name] })
}

// mutation is the root of changes.
const mutation = "Mutation"

func without(whole graphql.ExecutableSchema, hidden func(on *ast.Definition, f *ast.FieldDefinition) bool) (graphql.ExecutableSchema, error) {
	ours, _ := whole.(schema)
	own, ok := ours.ExecutableSchema.(*executableSchema)
	if !ok {
		return whole, nil
	}
	doc, err := parsed(own.Schema())
	if err != nil {
		return nil, err
	}
	for _, def := range doc.Definitions {
		def.Fields = slices.DeleteFunc(def.Fields, func(f *ast.FieldDefinition) bool { return hidden(def, f) })
	}
	if def := doc.Definitions.ForName(mutation); def != nil && len(def.Fields) == 0 {
		doc.Definitions = slices.DeleteFunc(doc.Definitions, func(d *ast.Definition) bool { return d == def })
	}
	prune(doc)
	shown, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: written(doc)})
	if err != nil {
		return nil, err
	}
	narrow := *own
	narrow.SchemaData = shown
	return schema{&narrow}, nil
}

// federation is the specification that the subgraph's own directives are of:
// the first version that has them.
const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])`

// SubgraphSDL is a schema as it composes with others: without what federation
// itself brings to every subgraph. The law's directives stay in it for those
// who read it. They are not composed, so the graph that comes of it has none:
// @composeDirective would make every router know a specification of ours, and
// nobody but this gateway decides by them.
func SubgraphSDL(s *ast.Schema) (string, error) {
	doc, err := parsed(s)
	if err != nil {
		return "", err
	}
	query := doc.Definitions.ForName("Query")
	query.Fields = slices.DeleteFunc(query.Fields, func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "_") })
	prune(doc)
	doc.Directives = slices.DeleteFunc(doc.Directives, func(d *ast.DirectiveDefinition) bool { return d.Name == "key" || d.Name == "shareable" })
	return federation + "\n\n" + written(doc), nil
}

func parsed(s *ast.Schema) (*ast.SchemaDocument, error) {
	return parser.ParseSchema(&ast.Source{Name: "schema.graphqls", Input: SDL(s)})
}

// written is a document with a blank line between definitions.
func written(doc *ast.SchemaDocument) string {
	var parts []string
	part := func(one *ast.SchemaDocument) {
		var b strings.Builder
		formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchemaDocument(one)
		parts = append(parts, b.String())
	}
	for _, d := range doc.Directives {
		part(&ast.SchemaDocument{Directives: ast.DirectiveDefinitionList{d}})
	}
	for _, d := range doc.Definitions {
		part(&ast.SchemaDocument{Definitions: ast.DefinitionList{d}})
	}
	return strings.Join(parts, "\n")
}

// prune takes out of a document the types that no road leads to from the
// roots, and the directives that nothing carries and no query may.
func prune(doc *ast.SchemaDocument) {
	p := pruning{doc: doc, types: map[string]bool{}, directives: map[string]bool{}}
	for _, d := range doc.Directives {
		if slices.ContainsFunc(d.Locations, inQueries) {
			p.directives[d.Name] = true
			p.arguments(d.Arguments)
		}
	}
	p.reach("Query")
	p.reach(mutation)
	doc.Definitions = slices.DeleteFunc(doc.Definitions, func(d *ast.Definition) bool { return !p.types[d.Name] })
	doc.Directives = slices.DeleteFunc(doc.Directives, func(d *ast.DirectiveDefinition) bool { return !p.directives[d.Name] })
}

// pruning is what has been reached so far.
type pruning struct {
	doc               *ast.SchemaDocument
	types, directives map[string]bool
}

// inQueries reports whether a directive may stand there in a query, and not in
// a schema alone.
func inQueries(at ast.DirectiveLocation) bool {
	return slices.Contains([]ast.DirectiveLocation{
		ast.LocationQuery, ast.LocationMutation, ast.LocationSubscription, ast.LocationField, ast.LocationFragmentDefinition,
		ast.LocationFragmentSpread, ast.LocationInlineFragment, ast.LocationVariableDefinition,
	}, at)
}

func (p *pruning) reach(name string) {
	def := p.doc.Definitions.ForName(name)
	if def == nil || p.types[name] {
		return
	}
	p.types[name] = true
	p.carried(def.Directives)
	for _, f := range def.Fields {
		p.reach(f.Type.Name())
		p.carried(f.Directives)
		p.arguments(f.Arguments)
	}
	for _, v := range def.EnumValues {
		p.carried(v.Directives)
	}
	for _, other := range slices.Concat(def.Interfaces, def.Types) {
		p.reach(other)
	}
	for _, other := range p.doc.Definitions {
		if slices.Contains(other.Interfaces, name) {
			p.reach(other.Name)
		}
	}
}

func (p *pruning) arguments(list ast.ArgumentDefinitionList) {
	for _, a := range list {
		p.reach(a.Type.Name())
		p.carried(a.Directives)
	}
}

func (p *pruning) carried(list ast.DirectiveList) {
	for _, d := range list {
		def := p.doc.Directives.ForName(d.Name)
		if def == nil || p.directives[d.Name] {
			continue
		}
		p.directives[d.Name] = true
		p.arguments(def.Arguments)
	}
}
