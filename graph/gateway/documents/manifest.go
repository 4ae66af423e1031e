package documents

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"helsegraf/graph/manifest"
)

// Trusted configures an application's trusted documents: those that its build wrote
// down and that it may request by id. The zero value has none.
type Trusted struct {
	// File is their manifest; see package manifest. It is reread when it changes.
	File string
	// Mode decides what happens to its other documents. Default Enforce.
	Mode Mode
}

// Mode decides what happens to an application's untrusted documents.
type Mode string

// Modes.
const (
	Off     Mode = "off"     // executed
	Log     Mode = "log"     // executed and logged
	Enforce Mode = "enforce" // refused
	// Mutations refuses mutations, and executes queries.
	Mutations Mode = "mutations"
)

// Manifest is a manifest whose documents are parsed, counted and validated once,
// instead of on each request.
type Manifest struct {
	Documents []TrustedDocument

	byID   map[string]*Document
	byText map[string]*Document
}

// TrustedDocument is one document of a manifest.
type TrustedDocument struct {
	ID        string
	Name      string // its operation's name
	Document  *ast.QueryDocument
	Operation *ast.OperationDefinition
	// Deprecated are the coordinates of the deprecated elements it uses.
	Deprecated []string
}

// ReadManifest reads a manifest. Its documents must be valid in the schema as their
// application sees it, and within the limits. They are executed by the whole schema,
// which may be the same. It returns all faults; a manifest with any must not be
// used.
func ReadManifest(text []byte, whole, seen *ast.Schema, l Limits) (*Manifest, []string) {
	read, faults := manifest.Read(text)
	m := &Manifest{byID: map[string]*Document{}, byText: map[string]*Document{}}
	c := NewCache(whole, l)
	for _, d := range read {
		doc, errs := c.trust(&d, seen)
		for _, e := range errs {
			faults = append(faults, faultOf(d, e))
		}
		if len(errs) > 0 {
			continue
		}
		m.Documents = append(m.Documents, TrustedDocument{
			ID: d.ID, Name: doc.name, Document: doc.parsed, Operation: doc.parsed.Operations[0], Deprecated: deprecated(seen, doc.parsed),
		})
		m.byText[d.Text] = doc
		for _, id := range d.IDs() {
			m.byID[id] = doc
		}
	}
	return m, faults
}

// faultOf is a fault as one line: the document, the place and the message.
func faultOf(d manifest.Document, e *gqlerror.Error) string {
	if len(e.Locations) > 0 {
		return fmt.Sprintf("%s: line %d, column %d: %s", d.Label(), e.Locations[0].Line, e.Locations[0].Column, e.Message)
	}
	return d.Label() + ": " + e.Message
}

// trust prepares a document of a manifest, or returns everything wrong with it. Its
// text is no secret, so faults are reported in full, under the operation's name.
func (c *Cache) trust(d *manifest.Document, seen *ast.Schema) (*Document, gqlerror.List) {
	doc, f := c.parse(d.Text)
	if f != nil {
		return nil, f.Errors
	}
	if len(doc.parsed.Operations) != 1 {
		return nil, gqlerror.List{{Message: "must have one operation"}}
	}
	o := doc.parsed.Operations[0]
	switch {
	case o.Name == "":
		return nil, gqlerror.List{{Message: "must name its operation"}}
	case d.Name != "" && d.Name != o.Name || d.Type != "" && d.Type != string(o.Operation):
		return nil, gqlerror.List{{Message: "is " + string(o.Operation) + " " + o.Name + ", and not what the manifest says"}}
	}
	d.Name = o.Name
	for _, schema := range []*ast.Schema{seen, c.schema} {
		// Validation stores in a document what it was validated by: the whole schema.
		if errs := validator.ValidateWithRules(schema, doc.parsed, c.open); len(errs) > 0 {
			return nil, errs
		}
	}
	doc.name = o.Name
	doc.prepareToKeep()
	return doc, nil
}

// find returns the document with an id, or nil.
func (m *Manifest) find(id string) *Document {
	if m == nil {
		return nil
	}
	return m.byID[id]
}

// same returns the document with a text, or nil.
func (m *Manifest) same(text string) *Document {
	if m == nil {
		return nil
	}
	return m.byText[text]
}
