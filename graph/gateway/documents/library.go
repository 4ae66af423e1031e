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

// Library is the trusted documents of one client, as its manifest last had them.
// The nil Library has none.
type Library struct {
	client string
	file   string
	mode   Mode
	seen   *ast.Schema // as the client sees it
	is     atomic.Pointer[Manifest]
	from   stamp // of the file when it was last read; under Libraries.mu
}

// stamp changes when a file changes.
type stamp struct {
	size     int64
	modified time.Time
}

// unseen is the stamp of no file, readable or not.
func unseen() stamp { return stamp{size: -1} }

// manifest is the current one.
func (l *Library) manifest() *Manifest {
	if l == nil {
		return nil
	}
	return l.is.Load()
}

// Find is the trusted document that a request asks for, by an id or, without one,
// by its text. No document and no fault is one that is not trusted, and may be
// executed all the same.
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

// Logs reports whether documents that are not trusted are logged.
func (l *Library) Logs() bool { return l != nil && l.mode == Log }

// byID is the document of an id. A text sent along must be the same: nothing that
// a client sends is ever registered.
func (l *Library) byID(id, text string) (*Document, *fault.Fault) {
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

// mostManifest bounds a manifest: one of ten thousand operations is half that.
const mostManifest = 32 << 20

// read reads a file, unless it is unchanged. What is written to it while it is
// read changes its stamp again, and is read the next time. A file that cannot be
// read has the zero stamp.
func read(file string, was stamp) ([]byte, stamp, error) {
	f, err := os.Open(file) //nolint:gosec // the configuration says which
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
