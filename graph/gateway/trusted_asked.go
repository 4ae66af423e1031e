package gateway

import (
	"log/slog"
	"net/http"

	"helsegraf/graph/gateway/fault"

	"helsegraf/graph/manifest"
)

// trustedID is the id of the document that a question asks for, in whichever
// way it says it: documentId of GraphQL over HTTP, Apollo's extension, or
// Relay's id and doc_id. Those that disagree name nothing.
func (q question) trustedID() (string, *fault.Fault) {
	ids := []string{q.DocumentID, q.ID, q.DocID}
	if persisted, ok := q.Extensions["persistedQuery"]; ok {
		p, _ := persisted.(map[string]any)
		hash, _ := p["sha256Hash"].(string)
		if hash == "" {
			return "", fault.BadRequest("The extension persistedQuery must have sha256Hash.")
		}
		ids = append(ids, hash)
	}
	asked := ""
	for _, id := range ids {
		if id != "" && asked != "" && id != asked {
			return "", fault.BadRequest("The request names more than one document.")
		}
		if id != "" {
			asked = id
		}
	}
	return asked, nil
}

// document finds the document of a question: among those its client is trusted
// with, by id or by text, or else in the question itself. Known tells that it
// fits the schema.
func (g *Gateway) document(r *http.Request, q question) (doc *document, known bool, f *fault.Fault) {
	id, f := q.trustedID()
	if f != nil {
		return nil, false, f
	}
	x := exchangeOf(r.Context())
	l := g.libraries[x.client] // nil for a client that is trusted with none
	if id != "" {
		doc, f = l.byID(id, q.Query)
		return doc, true, f
	}
	if doc = l.manifest().same(q.Query); doc != nil {
		return doc, true, nil
	}
	if l != nil && l.mode == Enforce {
		return nil, false, fault.New(http.StatusForbidden, fault.CodeNotTrusted, "This client may only ask the documents it is trusted with.")
	}
	if doc, known, f = g.queries.read(q.Query); f == nil && l != nil && l.mode == Log {
		g.options.Log.LogAttrs(r.Context(), slog.LevelWarn, "document not trusted",
			slog.String("id", x.id), slog.String("client", l.client), slog.String("hash", doc.hash()))
	}
	return doc, known, f
}

// byID is the document of an id. A text sent along with it must be the same:
// what a caller sends is never registered.
func (l *library) byID(id, text string) (*document, *fault.Fault) {
	doc := l.manifest().find(id)
	switch {
	case doc != nil && (text == "" || text == doc.text):
		return doc, nil
	case text != "":
		return nil, fault.New(http.StatusBadRequest, fault.CodePersisted, "Documents are not registered by asking. Send the query alone.")
	case l == nil || l.mode != Enforce:
		// Asked so, clients of Apollo's protocol send the whole query from now on.
		return nil, fault.New(http.StatusBadRequest, fault.CodePersisted, "There is no trusted document of that id. Send the whole query.")
	}
	return nil, fault.New(http.StatusBadRequest, fault.CodeNotPersisted, "There is no trusted document of that id.")
}

// short names a document in a log: a trusted one by its name, another by a
// hash, where no person can be found from it.
func (d *document) short() string {
	if d.name != "" {
		return d.name
	}
	return d.hash()
}

// hash names an anonymous document in the log, and is "" for others: eleven
// digits in a known text are found from its hash in no time.
func (d *document) hash() string {
	if !d.anonymous {
		return ""
	}
	return manifest.Short(manifest.Hash(d.text))
}
