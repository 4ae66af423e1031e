package gateway

import (
	"cmp"

	"helsegraf/graph/gateway/documents"
)

// Limits bound what one request may ask. Zero takes the default. Those of
// documents are [documents.Limits].
type Limits struct {
	Body       int64 // bytes of a body; default 64 KiB
	Tokens     int   // words and signs of a document; default 2000
	Operations int   // in a document; default 10
	Selections int   // fields and fragments; default 500
	Fragments  int   // default 200
	Depth      int   // fields inside fields; default 12
	Aliases    int   // default 30
	Names      int   // letters of one name, alias or label of the document's own; default 128
	RootFields int   // of one operation; default 20
	Directives int   // default 50
	Errors     int   // told of one document that does not fit the schema; default 5
	InFlight   int   // requests at a time; default 64 a core
	Calls      int   // to registers that one operation may be planned to make; default 2000
	Citizens   int   // of one client whose rates are known apart; default 50 000
	Answer     int64 // bytes of an answer, its parts, errors and extensions together; default 8 MiB
	OpenAnswer int64 // the same of an answer to a request without a token; default 1 MiB
	Unsent     int64 // bytes of all answers that are being made or not yet taken by their clients; default 32 MiB
	UnsentEach int64 // the same of one citizen, or of one address without a token; default Answer
	Pace       int   // bytes a second that a client takes of an answer or a document; default 32 KiB
}

// WithDefaults are the limits with the defaults filled in.
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

// Documents are those that hold for a document.
func (l Limits) Documents() documents.Limits {
	return documents.Limits{
		Tokens: l.Tokens, Operations: l.Operations, Selections: l.Selections, Fragments: l.Fragments, Depth: l.Depth,
		Aliases: l.Aliases, Names: l.Names, RootFields: l.RootFields, Directives: l.Directives, Errors: l.Errors,
	}
}

// mostBytes is how many bytes a response to a client may have.
func (g *Gateway) mostBytes(client string) int64 {
	if client == "" {
		return g.options.Limits.OpenAnswer
	}
	return cmp.Or(g.most[client], g.options.Limits.Answer)
}
