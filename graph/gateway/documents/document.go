package documents

import (
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/gateway/fault"
	"helsegraf/graph/manifest"
)

// Document is an executable GraphQL document: parsed, counted and, before execution,
// validated.
type Document struct {
	parsed *ast.QueryDocument
	// whole is the document without @defer.
	whole *ast.QueryDocument
	// ofWhole and ofParsed are computed once for a document that is kept, and are nil
	// for others.
	ofWhole, ofParsed *graph.Document
	// text is the source text.
	text string
	// name is the operation name of a trusted document; no other name may be logged.
	name string
	// anonymous reports that neither the text nor the names chosen by the client can
	// hold a person's data, so that the document may be kept and its hash logged.
	anonymous bool
	count     count
}

// Text is the source text.
func (d *Document) Text() string { return d.text }

// Introspects reports whether a field asks about the schema.
func (d *Document) Introspects() bool { return d.count.introspects }

// Executable returns the document to execute, with or without @defer, and what was
// computed for it in advance, or nil.
func (d *Document) Executable(deferring bool) (*ast.QueryDocument, *graph.Document) {
	if deferring {
		return d.parsed, d.ofParsed
	}
	return d.whole, d.ofWhole
}

// prepare makes a valid document ready for execution.
func (d *Document) prepare() {
	if d.whole = d.parsed; d.count.defers {
		d.whole = withoutDefer(d.parsed)
	}
}

// prepareToKeep is prepare for a document that will be kept.
func (d *Document) prepareToKeep() {
	d.prepare()
	d.ofWhole = graph.DocumentOf(d.whole)
	if d.ofParsed = d.ofWhole; d.count.defers {
		d.ofParsed = graph.DocumentOf(d.parsed)
	}
}

// Operation returns the operation with a name, or the only one.
func (d *Document) Operation(name string) (*ast.OperationDefinition, *fault.Fault) {
	if o := d.parsed.Operations.ForName(name); o != nil {
		return o, nil
	}
	f := fault.New(0, fault.CodeOperation, "operationName must name one of the document's operations.")
	if len(d.parsed.Operations) == 0 {
		f = fault.New(0, fault.CodeParse, "The document has no operation.")
	}
	return nil, f
}

// LogName is the document's name in the log: the name of a trusted one, the hash of
// another, or "".
func (d *Document) LogName() string {
	if d.name != "" {
		return d.name
	}
	return d.Hash()
}

// Hash is a short hash of an anonymous document, and "" for others: eleven digits in
// a known text are recovered from its hash in no time.
func (d *Document) Hash() string {
	if !d.anonymous {
		return ""
	}
	return manifest.Short(manifest.Hash(d.text))
}
