package documents

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Libraries are the trusted documents of all clients that have any. Manifests are
// reread when they change.
type Libraries struct {
	schema   *ast.Schema
	limits   Limits
	log      *slog.Logger
	byClient map[string]*Library

	mu sync.Mutex // held while rereading
}

// NewLibraries returns empty Libraries. Documents are executed by schema.
func NewLibraries(schema *ast.Schema, limits Limits, log *slog.Logger) *Libraries {
	return &Libraries{schema: schema, limits: limits, log: log, byClient: map[string]*Library{}}
}

// Add reads a client's manifest; seen is the schema as that client sees it. The
// error lists every fault. All clients are added before the first request.
func (l *Libraries) Add(client string, t Trusted, seen *ast.Schema) error {
	library := &Library{client: client, file: t.File, mode: cmp.Or(t.Mode, Enforce), seen: seen}
	var wrong []error
	_, faults := l.reread(library)
	for _, f := range faults {
		wrong = append(wrong, fmt.Errorf("trusted documents of client %s: %s", client, f))
	}
	l.byClient[client] = library
	return errors.Join(wrong...)
}

// Of returns the library of a client, or nil.
func (l *Libraries) Of(client string) *Library { return l.byClient[client] }

// Watch checks at each tick whether manifests have changed, until ctx is done. An
// unusable manifest is logged once, and the previous one stays in use.
func (l *Libraries) Watch(ctx context.Context, ticks <-chan time.Time) {
	for len(l.byClient) > 0 {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		l.rereadAll(ctx)
	}
}

// Reload reads all manifests now, whether or not they seem to have changed.
func (l *Libraries) Reload(ctx context.Context) {
	l.mu.Lock()
	for _, library := range l.byClient {
		library.from = unseen()
	}
	l.mu.Unlock()
	l.rereadAll(ctx)
}

// rereadAll reads the manifests that have changed.
func (l *Libraries) rereadAll(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, library := range l.byClient {
		changed, faults := l.reread(library)
		switch {
		case !changed:
		case len(faults) > 0:
			l.log.LogAttrs(ctx, slog.LevelError, "trusted documents left as they were",
				slog.String("client", library.client), slog.Any("faults", faults[:min(len(faults), mostFaults)]))
		default:
			l.log.LogAttrs(ctx, slog.LevelInfo, "trusted documents read anew",
				slog.String("client", library.client), slog.Int("documents", len(library.manifest().Documents)))
		}
	}
}

// mostFaults bounds the faults of a manifest in one log line.
const mostFaults = 10

// reread reads a library's file if it has changed since last time. If it has any
// fault, the library stays as it was.
func (l *Libraries) reread(library *Library) (changed bool, faults []string) {
	text, from, err := read(library.file, library.from)
	changed, library.from = from != library.from, from
	if err != nil {
		return changed, []string{"the file cannot be read"}
	}
	if !changed {
		return false, nil
	}
	m, faults := ReadManifest(text, l.schema, library.seen, l.limits)
	if len(faults) == 0 {
		library.is.Store(m)
	}
	return true, faults
}
