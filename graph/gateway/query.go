package gateway

import (
	"container/list"
	"context"
	"net/http"
	"strings"
	"sync"

	"helsegraf/graph/gateway/fault"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph"
)

// document is a query that was parsed and counted, and later validated.
type document struct {
	parsed *ast.QueryDocument
	// whole is parsed without @defer: what is executed.
	whole *ast.QueryDocument
	// known is what is known of whole, and knownParsed of parsed; nil of a
	// document that is not kept.
	known, knownParsed *graph.Document
	// text is what was parsed.
	text string
	// name is the operation's, of a trusted document; no other name is a word
	// that may stand in a log.
	name string
	// anonymous tells that there is no room for a person in text, nor in the names
	// that the client made up, so that the document may be kept and its hash told.
	anonymous bool
	count     count
}

// settle makes ready what is executed, of a document that fits the schema.
func (d *document) settle() {
	if d.whole = d.parsed; d.count.defers {
		d.whole = withoutDefer(d.parsed)
	}
}

// settleForGood is settle for a document that is kept.
func (d *document) settleForGood() {
	d.settle()
	d.known = graph.DocumentOf(d.whole)
	if d.knownParsed = d.known; d.count.defers {
		d.knownParsed = graph.DocumentOf(d.parsed)
	}
}

// operation is the one that is asked for.
func (d *document) operation(name string) (*ast.OperationDefinition, *fault.Fault) {
	if o := d.parsed.Operations.ForName(name); o != nil {
		return o, nil
	}
	f := fault.New(0, fault.CodeOperation, "operationName must name one of the document's operations.")
	if len(d.parsed.Operations) == 0 {
		f = fault.New(0, fault.CodeParse, "The document has no operation.")
	}
	return nil, f
}

// queries parses documents, and keeps those that fit the schema as long as no
// person can be in them.
type queries struct {
	schema *ast.Schema
	limits Limits
	words  words
	open   *rules.Rules // for clients that may see the schema
	closed *rules.Rules

	mu    sync.Mutex
	kept  map[string]*list.Element // of *document
	order *list.List               // the last used first
	size  int                      // bytes of text kept
}

// room is how many bytes of text are kept. A parsed document takes some thirty
// times its text.
const room = 256 << 10

func newQueries(schema *ast.Schema, limits Limits) *queries {
	return &queries{
		schema: schema, limits: limits, words: wordsOf(schema),
		open: openRules(), closed: closedRules(),
		kept: map[string]*list.Element{}, order: list.New(),
	}
}

// read parses and counts a query, or finds it among those kept; known tells
// that it fits the schema.
func (q *queries) read(query string) (doc *document, known bool, f *fault.Fault) {
	text, anonymous := withoutPeople(query)
	if anonymous {
		if doc := q.find(text); doc != nil {
			return doc, true, nil
		}
	}
	// A query from an address is a part of it, which is not to stay with it.
	if doc, f = q.parse(strings.Clone(text)); f != nil {
		return nil, false, f
	}
	doc.anonymous = anonymous && q.words.cover(doc.parsed)
	return doc, false, nil
}

// parse parses and counts a document that is not known.
func (q *queries) parse(text string) (*document, *fault.Fault) {
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, q.limits.Tokens)
	if err != nil {
		return nil, parseFault(err)
	}
	doc := &document{parsed: parsed, text: text, count: measure(parsed)}
	return doc, q.limits.check(doc.count)
}

// validate refuses a document that does not fit the schema, and keeps one that
// does. Open tells that the client may see the schema.
func (q *queries) validate(doc *document, open bool) *fault.Fault {
	r := q.closed
	if open {
		r = q.open
	}
	if errs := validator.ValidateWithRules(q.schema, doc.parsed, r); len(errs) > 0 {
		return validationFault(errs[:min(len(errs), q.limits.Errors)], open)
	}
	if !doc.anonymous {
		doc.settle()
		return nil
	}
	doc.settleForGood()
	q.keep(doc)
	return nil
}

// withoutPeople tells whether a text has no room for a person: no quoted text,
// and no more than four digits on end, which is a year. Comments, where
// anything may stand, are taken out of such a text. In any other the comments
// stay, since only a lexer can tell them from what is quoted; it is not kept.
func withoutPeople(text string) (string, bool) {
	if strings.Contains(text, `"`) {
		return text, false
	}
	if strings.Contains(text, "#") {
		lines := strings.SplitAfter(text, "\n")
		for i, line := range lines {
			if before, _, found := strings.Cut(line, "#"); found {
				// A carriage return ends a line too, and a comment with it.
				if strings.Contains(strings.TrimRight(line, "\r\n"), "\r") {
					return text, false
				}
				lines[i] = before + "\n"
			}
		}
		text = strings.Join(lines, "")
	}
	digits := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			digits = 0
		} else if digits++; digits > 4 {
			return text, false
		}
	}
	return text, true
}

func (q *queries) find(text string) *document {
	q.mu.Lock()
	defer q.mu.Unlock()
	e := q.kept[text]
	if e == nil {
		return nil
	}
	q.order.MoveToFront(e)
	return e.Value.(*document)
}

func (q *queries) keep(doc *document) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.kept[doc.text] != nil {
		return
	}
	q.kept[doc.text] = q.order.PushFront(doc)
	q.size += len(doc.text)
	for q.size > room {
		oldest := q.order.Remove(q.order.Back()).(*document)
		delete(q.kept, oldest.text)
		q.size -= len(oldest.text)
	}
}

// closedSchema refuses questions about the schema.
func closedSchema() *fault.Fault {
	return fault.New(http.StatusBadRequest, fault.CodeIntrospection, "The schema is not shown to this client.")
}

// handedOver gives gqlgen's executor, as its cache of queries, the document
// that was prepared for this request. It always has one: the executor never
// parses.
type handedOver struct{}

type documentKey struct{}

func (handedOver) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	doc, ok := ctx.Value(documentKey{}).(*ast.QueryDocument)
	return doc, ok
}

func (handedOver) Add(context.Context, string, *ast.QueryDocument) {}
