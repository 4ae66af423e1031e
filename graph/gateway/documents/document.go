package documents

import (
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/gateway/fault"
	"helsegraf/graph/manifest"
)

// Document is an executable GraphQL document, parsed, counted and, before it is
// executed, validated.
type Document struct {
	parsed *ast.QueryDocument
	// whole is parsed without @defer.
	whole *ast.QueryDocument
	// ofWhole and ofParsed are what is worked out once of a document that is kept;
	// nil of one that is not.
	ofWhole, ofParsed *graph.Document
	// text is what was parsed.
	text string
	// name is the operation's, of a trusted document; no other name may be logged.
	name string
	// anonymous reports that no person can be in the text, nor in the names
	// that the client made up, so that the document may be kept and its hash
	// logged.
	anonymous bool
	count     count
}

// Text is what was parsed.
func (d *Document) Text() string { return d.text }

// Introspects reports whether a field asks about the schema.
func (d *Document) Introspects() bool { return d.count.introspects }

// Executable is the document to execute, with or without @defer, and what is
// known of it; nil where that is nothing.
func (d *Document) Executable(deferring bool) (*ast.QueryDocument, *graph.Document) {
	if deferring {
		return d.parsed, d.ofParsed
	}
	return d.whole, d.ofWhole
}

// prepare makes ready what is executed, of a valid document.
func (d *Document) prepare() {
	if d.whole = d.parsed; d.count.defers {
		d.whole = withoutDefer(d.parsed)
	}
}

// prepareToKeep is prepare for a document that is kept.
func (d *Document) prepareToKeep() {
	d.prepare()
	d.ofWhole = graph.DocumentOf(d.whole)
	if d.ofParsed = d.ofWhole; d.count.defers {
		d.ofParsed = graph.DocumentOf(d.parsed)
	}
}

// Operation is the operation of a name, or the only one.
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

// LogName names a document in the log: a trusted one by its name, another by its
// hash, or not at all.
func (d *Document) LogName() string {
	if d.name != "" {
		return d.name
	}
	return d.Hash()
}

// Hash is a short hash of an anonymous document, and "" of others: eleven digits
// in a known text are recovered from its hash in no time.
func (d *Document) Hash() string {
	if !d.anonymous {
		return ""
	}
	return manifest.Short(manifest.Hash(d.text))
}
