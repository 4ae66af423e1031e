package documents

import (
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/gateway/fault"
)

// Library is the trusted documents of one client, from the last usable version of
// its manifest. The nil Library is empty.
type Library struct {
	client string
	file   string
	mode   Mode
	seen   *ast.Schema // as the client sees it
	is     atomic.Pointer[Manifest]
	from   stamp // of the file as last read; guarded by Libraries.mu
}

// stamp changes when a file changes.
type stamp struct {
	size     int64
	modified time.Time
}

// unseen is a stamp that no file has.
func unseen() stamp { return stamp{size: -1} }

// manifest returns the current manifest.
func (l *Library) manifest() *Manifest {
	if l == nil {
		return nil
	}
	return l.is.Load()
}

// Find returns the trusted document that a request asks for, by id or, without an
// id, by its text. No document and no fault means that the document is not trusted
// but may still be executed.
func (l *Library) Find(id, text string) (*Document, *fault.Fault) {
	if id != "" {
		return l.byID(id, text)
	}
	doc := l.manifest().same(text)
	if doc == nil && l != nil && l.mode == Enforce {
		return nil, fault.New(http.StatusForbidden, fault.CodeNotTrusted, "This client may only ask the documents it is trusted with.")
	}
	return doc, nil
}

// Untrusted refuses an operation of a document that is not trusted, if it changes
// something and mutations must be trusted.
func (l *Library) Untrusted(doc *Document, operation string) *fault.Fault {
	if l == nil || l.mode != Mutations || !doc.Mutates(operation) {
		return nil
	}
	return fault.New(http.StatusForbidden, fault.CodeNotTrusted, "This client may only send the mutations it is trusted with.")
}

// Logs reports whether untrusted documents are logged.
func (l *Library) Logs() bool { return l != nil && l.mode == Log }

// byID returns the document with an id. A text sent along must match: nothing a
// client sends is ever registered.
func (l *Library) byID(id, text string) (*Document, *fault.Fault) {
	doc := l.manifest().find(id)
	switch {
	case doc != nil && (text == "" || text == doc.text):
		return doc, nil
	case text != "":
		return nil, fault.New(http.StatusBadRequest, fault.CodePersisted, "Documents are not registered by asking. Send the query alone.")
	case l == nil || l.mode != Enforce:
		// On this error, clients of Apollo's protocol send the whole query from now on.
		return nil, fault.New(http.StatusBadRequest, fault.CodePersisted, "There is no trusted document of that id. Send the whole query.")
	}
	return nil, fault.New(http.StatusBadRequest, fault.CodeNotPersisted, "There is no trusted document of that id.")
}

// mostManifest bounds a manifest, in bytes: ten thousand operations take half of it.
const mostManifest = 32 << 20

// read reads a file unless it is unchanged. A write during the read changes the
// stamp again, so the file is reread next time. An unreadable file has the zero
// stamp.
func read(file string, was stamp) ([]byte, stamp, error) {
	f, err := os.Open(file) //nolint:gosec // the path comes from the configuration
	if err != nil {
		return nil, stamp{}, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, stamp{}, err
	}
	is := stamp{info.Size(), info.ModTime()}
	if is == was {
		return nil, is, nil
	}
	text, err := io.ReadAll(io.LimitReader(f, mostManifest))
	if err != nil {
		return nil, stamp{}, err
	}
	return text, is, nil
}
