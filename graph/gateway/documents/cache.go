package documents

import (
	"strings"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph/gateway/fault"
)

// Cache parses and validates documents, and keeps valid ones that cannot hold a
// person's data. It is safe for concurrent use.
type Cache struct {
	schema *ast.Schema
	limits Limits
	words  words
	open   *rules.Rules // for clients that may see the schema
	closed *rules.Rules

	mu   sync.Mutex
	kept *simplelru.LRU[string, *Document] // by text
	size int                               // bytes of text kept
}

// mostKept is how many bytes of text are kept. A parsed document takes about thirty
// times its text.
const mostKept = 256 << 10

// NewCache makes a cache of documents for a schema.
func NewCache(schema *ast.Schema, limits Limits) *Cache {
	kept, _ := simplelru.NewLRU[string, *Document](mostKept, nil) // the bound in bytes is reached first; fails only for a size of 0
	return &Cache{
		schema: schema, limits: limits.WithDefaults(), words: wordsOf(schema),
		open: openRules(), closed: closedRules(), kept: kept,
	}
}

// Read parses and counts a document, or finds it among the kept ones, which are
// valid.
func (c *Cache) Read(query string) (doc *Document, valid bool, f *fault.Fault) {
	text, anonymous := withoutPeople(query)
	if anonymous {
		if doc := c.find(text); doc != nil {
			return doc, true, nil
		}
	}
	// A query from a URL is a substring of it; cloned, it does not retain the URL.
	if doc, f = c.parse(strings.Clone(text)); f != nil {
		return nil, false, f
	}
	doc.anonymous = anonymous && c.words.cover(doc.parsed) && !writesWords(doc.parsed)
	return doc, false, nil
}

// parse parses and counts a document.
func (c *Cache) parse(text string) (*Document, *fault.Fault) {
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, c.limits.Tokens)
	if err != nil {
		return nil, parseFault(err)
	}
	doc := &Document{parsed: parsed, text: text, count: measure(parsed)}
	return doc, c.limits.check(doc.count)
}

// Validate refuses an invalid document, and keeps a valid one if it may be kept.
// Open reports that the client may see the schema.
func (c *Cache) Validate(doc *Document, open bool) *fault.Fault {
	r := c.closed
	if open {
		r = c.open
	}
	if errs := validator.ValidateWithRules(c.schema, doc.parsed, r); len(errs) > 0 {
		return validationFault(errs[:min(len(errs), c.limits.Errors)], open)
	}
	if !doc.anonymous {
		doc.prepare()
		return nil
	}
	doc.prepareToKeep()
	c.keep(doc)
	return nil
}

// withoutPeople reports whether a text cannot hold a person's data: it has no
// strings, and at most four digits in a row, enough for a year. Comments, which may
// hold anything, are removed from such a text. In other texts they stay, since only
// a lexer can tell them from strings; those are not kept.
func withoutPeople(text string) (string, bool) {
	if strings.Contains(text, `"`) {
		return text, false
	}
	if strings.Contains(text, "#") {
		lines := strings.SplitAfter(text, "\n")
		for i, line := range lines {
			if before, _, found := strings.Cut(line, "#"); found {
				// A carriage return also ends a line, and with it a comment.
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

func (c *Cache) find(text string) *Document {
	c.mu.Lock()
	defer c.mu.Unlock()
	doc, _ := c.kept.Get(text)
	return doc
}

func (c *Cache) keep(doc *Document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept.Contains(doc.text) {
		return
	}
	c.kept.Add(doc.text, doc)
	c.size += len(doc.text)
	for c.size > mostKept {
		text, _, _ := c.kept.RemoveOldest()
		c.size -= len(text)
	}
}
