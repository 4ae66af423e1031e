package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"helsegraf/graph"

	"github.com/vektah/gqlparser/v2/ast"
)

// library is what one client is trusted with, as its file last had it.
type library struct {
	client string
	file   string
	mode   Mode
	seen   *ast.Schema // as the client sees it
	is     atomic.Pointer[Manifest]
	from   stamp // of the file when it was last read; under Gateway.rereading
}

// stamp is what a file changes when it changes.
type stamp struct {
	size     int64
	modified time.Time
}

// unseen is the stamp of no file, readable or not.
func unseen() stamp { return stamp{size: -1} }

// manifest is what is trusted now; a nil library trusts nothing.
func (l *library) manifest() *Manifest {
	if l == nil {
		return nil
	}
	return l.is.Load()
}

// trust reads the manifests of all clients that have one.
func (g *Gateway) trust() error {
	g.libraries = map[string]*library{}
	var wrong []error
	for _, c := range g.options.Clients {
		if c.Trusted.File == "" {
			continue
		}
		l := &library{client: c.ID, file: c.Trusted.File, mode: c.Trusted.Mode}
		or(&l.mode, Enforce)
		// What is not offered here may stand in a document all the same.
		narrow, err := graph.Narrowed(g.options.Schema, c.Registration().Sees())
		if err != nil {
			return fmt.Errorf("what client %s sees of the schema: %w", c.ID, err)
		}
		l.seen = narrow.Schema()
		if _, faults := g.reread(l); len(faults) > 0 {
			for _, f := range faults {
				wrong = append(wrong, fmt.Errorf("trusted documents of client %s: %s", c.ID, f))
			}
			continue
		}
		g.libraries[c.ID] = l
	}
	return errors.Join(wrong...)
}

// reread reads a library's file if it has changed since it was last looked at.
// With any fault in it, all stays as it was.
func (g *Gateway) reread(l *library) (changed bool, faults []string) {
	text, from, err := read(l.file, l.from)
	changed, l.from = from != l.from, from
	if err != nil {
		return changed, []string{"the file cannot be read"}
	}
	if !changed {
		return false, nil
	}
	m, faults := ReadManifest(text, g.options.Schema.Schema(), l.seen, g.options.Limits)
	if len(faults) == 0 {
		l.is.Store(m)
	}
	return true, faults
}

// mostManifest bounds a manifest: one of ten thousand operations is half of it.
const mostManifest = 32 << 20

// read reads a file, unless it is as it was. What is written to it while it is
// read changes its stamp again, and is read the next time. A file that cannot
// be read has the zero stamp.
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

// Watch looks at each tick whether manifests of trusted documents have changed,
// until ctx is done. A manifest that cannot be used leaves those documents
// trusted that were, and the log tells why, once for each change.
func (g *Gateway) Watch(ctx context.Context, ticks <-chan time.Time) {
	for len(g.libraries) > 0 {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		g.rereadAll(ctx)
	}
}

// Reload reads the certificate and the manifests of trusted documents again at
// once, whether they seem to have changed or not. What cannot be used leaves in
// use what was; the log tells of each.
func (g *Gateway) Reload(ctx context.Context) {
	if c := g.options.Certificate; c != nil {
		c.reload()
	}
	g.rereading.Lock()
	for _, l := range g.libraries {
		l.from = unseen()
	}
	g.rereading.Unlock()
	g.rereadAll(ctx)
}

// rereadAll reads the manifests that have changed.
func (g *Gateway) rereadAll(ctx context.Context) {
	g.rereading.Lock()
	defer g.rereading.Unlock()
	for _, l := range g.libraries {
		changed, faults := g.reread(l)
		switch {
		case !changed:
		case len(faults) > 0:
			g.options.Log.LogAttrs(ctx, slog.LevelError, "trusted documents left as they were",
				slog.String("client", l.client), slog.Any("faults", faults[:min(len(faults), mostFaults)]))
		default:
			g.options.Log.LogAttrs(ctx, slog.LevelInfo, "trusted documents read anew",
				slog.String("client", l.client), slog.Int("documents", len(l.manifest().Documents)))
		}
	}
}

// mostFaults is how many faults of a manifest a log line tells.
const mostFaults = 10
