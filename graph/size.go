package graph

import (
	"context"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Size counts what an answer comes to while it is made, all its parts and
// errors together, and has it end where there may be no more. What is counted
// is what memory is held for: finished JSON, the keys of objects whose fields
// are about to be resolved, errors. A nil Size has no bounds.
type Size struct {
	most int64
	room func(n int64) bool

	made    atomic.Int64 // of data, while they are resolved
	written atomic.Int64 // of data, as they are written
	told    atomic.Int64 // of errors
	granted atomic.Int64

	mu   sync.Mutex
	over atomic.Int32 // an Over
}

// Over is why an answer goes no further.
type Over int32

// The reasons.
const (
	Within   Over = iota
	TooLarge      // than any answer may be
	NoRoom        // beside the answers of others
)

// sizeStep is how many bytes of room are taken at a time, and are there without
// asking.
const sizeStep = 64 << 10

// NewSize is a Size of at most that many bytes, for which room is asked beyond
// the first 64 KiB; nil always has room.
func NewSize(most int64, room func(n int64) bool) *Size {
	s := &Size{most: most, room: room}
	s.granted.Store(min(most, sizeStep))
	return s
}

type sizeKey struct{}

// WithSize has what is answered under ctx counted.
func WithSize(ctx context.Context, s *Size) context.Context {
	return context.WithValue(ctx, sizeKey{}, s)
}

// SizeFrom is the Size of WithSize, or nil.
func SizeFrom(ctx context.Context) *Size {
	s, _ := ctx.Value(sizeKey{}).(*Size)
	return s
}

// Over reports whether the answer has ended for its size.
func (s *Size) Over() Over {
	if s == nil {
		return Within
	}
	return Over(s.over.Load())
}

// Bytes is what has been counted.
func (s *Size) Bytes() int64 { return max(s.made.Load(), s.written.Load()) + s.told.Load() }

// Make counts bytes of data that memory is held for, and reports whether there
// may be as many.
func (s *Size) Make(n int) bool { return s == nil || s.count(&s.made, n) }

// Tell counts an error, by the letters of its path and message, and reports
// whether there may be one more.
func (s *Size) Tell(e *gqlerror.Error) bool {
	const rest = 200 // extensions, and what stands around it all
	if s == nil {
		return true
	}
	return s.count(&s.told, rest+len(e.Message)+pathLength(e.Path))
}

// Frame counts what a part has besides its data and its own errors: boundary and
// headers, label and path, and the error that replaces it should the answer
// become too large.
func (s *Size) Frame(d Deferral) {
	const rest = 512 // all but what the client named, twice for the error
	if s != nil {
		s.count(&s.told, rest+len(d.Label)+2*pathLength(d.Path))
	}
}

// pathLength is at least what a path takes in JSON.
func pathLength(path ast.Path) int {
	n := 0
	for _, step := range path {
		if name, ok := step.(ast.PathName); ok {
			n += len(name)
		}
		n += len(`1234,`)
	}
	return n
}

// Reserve takes room for what an answer is known to come to before any of it is
// made, and reports whether there is as much.
func (s *Size) Reserve(n int64) bool {
	if s == nil || n <= s.granted.Load() {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	more := n - s.granted.Load()
	if s.room != nil && !s.room(more) {
		return false
	}
	s.granted.Add(more)
	return true
}

func (s *Size) write(n int) bool { return s == nil || s.count(&s.written, n) }

func (s *Size) count(kind *atomic.Int64, n int) bool {
	kind.Add(int64(n))
	if s.Bytes() <= s.granted.Load() {
		return s.over.Load() == int32(Within)
	}
	return s.grow()
}

// grow takes room for what was counted, a step at a time.
func (s *Size) grow() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	is, granted := s.Bytes(), s.granted.Load()
	if s.over.Load() != int32(Within) {
		return false
	}
	if is <= granted {
		return true
	}
	if is > s.most {
		s.over.Store(int32(TooLarge))
		return false
	}
	more := min((is-granted+sizeStep-1)/sizeStep*sizeStep, s.most-granted)
	if s.room != nil && !s.room(more) {
		s.over.Store(int32(NoRoom))
		return false
	}
	s.granted.Add(more)
	return true
}

// left is how many bytes of data may still be made.
func (s *Size) left() int {
	const unbounded = 1 << 40
	if s == nil {
		return unbounded
	}
	return int(max(s.most-s.Bytes(), 0))
}

// likely is how many bytes the data will be that were resolved.
func (s *Size) likely() int64 {
	const little = 512
	if s == nil {
		return little
	}
	return little + min(s.made.Load()/8*9, s.most)
}

// rows counts what a field gave before any of it is resolved: the keys of each
// object. A list of one row is counted as the row.
func (s *Size) rows(keys int, res any) bool {
	if s == nil {
		return true
	}
	count := 1
	if v := reflect.ValueOf(res); v.Kind() == reflect.Slice {
		count = v.Len()
	}
	return s.count(&s.made, count*keys)
}

// keysOf are the bytes of a selection's keys, with what stands around a value.
func keysOf(operation *graphql.OperationContext, object string, selection ast.SelectionSet) int {
	bytes := len("{},")
	for _, f := range graphql.CollectFields(operation, selection, plainSatisfies(object)) {
		bytes += len(`"":0,`) + len(f.Alias)
	}
	return bytes
}

// sized is what data are written to. It takes room before it grows, and once
// there is none it takes nothing.
type sized struct {
	size *Size
	buf  []byte
	has  int // bytes of room taken
	full bool
}

// Write appends.
func (w *sized) Write(p []byte) (int, error) {
	if w.fits(len(p)) {
		w.buf = append(w.buf, p...)
	}
	return len(p), nil
}

// WriteString is Write without a copy.
func (w *sized) WriteString(p string) (int, error) {
	if w.fits(len(p)) {
		w.buf = append(w.buf, p...)
	}
	return len(p), nil
}

func (w *sized) fits(n int) bool {
	if len(w.buf)+n <= w.has {
		return true
	}
	return w.grow(n)
}

// grow takes room for so many bytes more, and some for those to come.
func (w *sized) grow(n int) bool {
	const ahead = 4 << 10
	more := len(w.buf) + n - w.has
	more += min(ahead, max(w.size.left()-more, 0))
	if w.full || !w.size.write(more) {
		w.full, w.buf = true, nil
		return false
	}
	w.has += more
	return true
}

// data is what was written. Room that was taken ahead is given back.
func (w *sized) data() []byte {
	if w.full {
		return []byte("null")
	}
	if w.size != nil {
		w.size.written.Add(int64(len(w.buf) - w.has))
	}
	return w.buf
}
