package gateway

import (
	"cmp"

	"helsegraf/graph/gateway/documents"
)

// Limits bound one request. Zero takes the default. [documents.Limits] are those
// of documents.
type Limits struct {
	Body       int64 // bytes of a body; default 64 KiB
	Tokens     int   // lexical tokens of a document; default 2000
	Operations int   // in a document; default 10
	Selections int   // fields and fragments; default 500
	Fragments  int   // default 200
	Depth      int   // nesting of fields; default 12
	Aliases    int   // default 30
	Names      int   // letters of one name, alias or label that the document chooses; default 128
	RootFields int   // of one operation; default 20
	Directives int   // default 50
	Errors     int   // reported for one invalid document; default 5
	InFlight   int   // concurrent requests; default 64 per core
	Calls      int   // register calls that one operation may be planned to make; default 2000
	Citizens   int   // citizens of one client whose rates are tracked separately; default 50 000
	Answer     int64 // bytes of an answer, including all parts, errors and extensions; default 8 MiB
	OpenAnswer int64 // the same for an answer to a request without a token; default 1 MiB
	Unsent     int64 // bytes of all answers being made or not yet sent; default 32 MiB
	UnsentEach int64 // the same for one citizen, or one address without a token; default Answer
	Pace       int   // bytes per second at which a client must read an answer or a document; default 32 KiB
}

// WithDefaults returns the limits with defaults filled in.
func (l Limits) WithDefaults() Limits {
	d := l.Documents().WithDefaults()
	l.Tokens, l.Operations, l.Selections, l.Fragments, l.Depth = d.Tokens, d.Operations, d.Selections, d.Fragments, d.Depth
	l.Aliases, l.Names, l.RootFields, l.Directives, l.Errors = d.Aliases, d.Names, d.RootFields, d.Directives, d.Errors
	l.Body = cmp.Or(l.Body, 64<<10)
	l.InFlight = cmp.Or(l.InFlight, defaultInFlight())
	l.Calls = cmp.Or(l.Calls, 2000)
	l.Citizens = cmp.Or(l.Citizens, 50_000)
	l.Answer = cmp.Or(l.Answer, 8<<20)
	l.OpenAnswer = cmp.Or(l.OpenAnswer, min(1<<20, l.Answer))
	l.Unsent = cmp.Or(l.Unsent, max(32<<20, l.Answer))
	l.UnsentEach = cmp.Or(l.UnsentEach, l.Answer)
	l.Pace = cmp.Or(l.Pace, 32<<10)
	return l
}

// Documents returns the limits that apply to a document.
func (l Limits) Documents() documents.Limits {
	return documents.Limits{
		Tokens: l.Tokens, Operations: l.Operations, Selections: l.Selections, Fragments: l.Fragments, Depth: l.Depth,
		Aliases: l.Aliases, Names: l.Names, RootFields: l.RootFields, Directives: l.Directives, Errors: l.Errors,
	}
}

// mostBytes is the most bytes in a response to a client.
func (g *Gateway) mostBytes(client string) int64 {
	if client == "" {
		return g.options.Limits.OpenAnswer
	}
	return cmp.Or(g.most[client], g.options.Limits.Answer)
}
