package documents

import (
	"cmp"
	"net/http"

	"helsegraf/graph/gateway/fault"
)

// Limits bound a document. Zero takes the default. A document is counted as it would
// be executed: a fragment counts each time it is spread.
type Limits struct {
	Tokens     int // default 2000
	Operations int // default 10
	Selections int // fields and fragments; default 500
	Fragments  int // default 200
	Depth      int // nesting of fields; default 12
	Aliases    int // default 30
	Names      int // letters of one name, alias or label; default 128
	RootFields int // of one operation; default 20
	Directives int // default 50
	Errors     int // reported for an invalid document; default 5
}

// WithDefaults returns the limits with defaults filled in.
func (l Limits) WithDefaults() Limits {
	return Limits{
		Tokens: cmp.Or(l.Tokens, 2000), Operations: cmp.Or(l.Operations, 10), Selections: cmp.Or(l.Selections, 500),
		Fragments: cmp.Or(l.Fragments, 200), Depth: cmp.Or(l.Depth, 12), Aliases: cmp.Or(l.Aliases, 30),
		Names: cmp.Or(l.Names, 128), RootFields: cmp.Or(l.RootFields, 20), Directives: cmp.Or(l.Directives, 50),
		Errors: cmp.Or(l.Errors, 5),
	}
}

// introspectionDepth bounds introspection, which is deep: the usual query unwraps
// nine lists and non-nulls of a type.
const introspectionDepth = 20

// nesting bounds fields and fragments inside each other. Fragments add nothing to an
// answer's depth, but validation time grows with the cube of their nesting.
const nesting = 40

// check refuses a document whose count exceeds a limit.
func (l Limits) check(c count) *fault.Fault {
	for _, limit := range []struct {
		is, max       int
		code, message string
	}{
		{c.operations, l.Operations, fault.CodeOperations, "The document has too many operations."},
		{c.selections, l.Selections, fault.CodeFields, "The query asks for too many fields."},
		{c.spreads, l.Fragments, fault.CodeFragments, "The query has too many fragments."},
		{c.nesting, nesting, fault.CodeDepth, "The query is too deep."},
		{c.depth, l.Depth, fault.CodeDepth, "The query is too deep."},
		{c.schemaDepth, introspectionDepth, fault.CodeDepth, "The query is too deep."},
		{c.aliases, l.Aliases, fault.CodeAliases, "The query has too many aliases."},
		{c.name, l.Names, fault.CodeNames, "A name in the document is too long."},
		{c.fields, l.RootFields, fault.CodeRootFields, "The query has too many fields at its root."},
		{c.directives, l.Directives, fault.CodeDirectives, "The query has too many directives."},
	} {
		if limit.is > limit.max {
			return fault.New(http.StatusBadRequest, limit.code, limit.message)
		}
	}
	return nil
}
