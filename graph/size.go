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

// Size counts the bytes of a response while it is built, including all its parts
// and errors, and ends it when it grows too large. It counts what memory is held
// for: finished JSON, the keys of objects whose fields are about to be resolved,
// and errors. A nil Size is unlimited.
type Size struct {
	most int64
	room func(n int64) bool

	made    atomic.Int64 // of data, as it is resolved
	written atomic.Int64 // of data, as it is written
	errors  atomic.Int64 // of errors
	granted atomic.Int64

	mu   sync.Mutex
	over atomic.Int32 // an Over
}

// Over is why a response was ended.
type Over int32

// The reasons.
const (
	Within   Over = iota
	TooLarge      // for any response
	NoRoom        // beside other responses
)

// sizeStep is how many bytes are reserved at a time. The first step is always
// granted.
const sizeStep = 64 << 10

// NewSize makes a Size of at most that many bytes. Beyond the first 64 KiB, room
// decides whether more may be reserved; nil always allows it.
func NewSize(most int64, room func(n int64) bool) *Size {
	s := &Size{most: most, room: room}
	s.granted.Store(min(most, sizeStep))
	return s
}

type sizeKey struct{}

// WithSize makes responses under ctx count towards s.
func WithSize(ctx context.Context, s *Size) context.Context {
	return context.WithValue(ctx, sizeKey{}, s)
}

// SizeFrom is the Size of WithSize, or nil.
func SizeFrom(ctx context.Context) *Size {
	s, _ := ctx.Value(sizeKey{}).(*Size)
	return s
}

// Over reports whether the response was ended, and why.
func (s *Size) Over() Over {
	if s == nil {
		return Within
	}
	return Over(s.over.Load())
}

// Bytes is what has been counted.
func (s *Size) Bytes() int64 { return max(s.made.Load(), s.written.Load()) + s.errors.Load() }

// Make counts bytes of data that memory is held for, and reports whether they are
// within bounds.
func (s *Size) Make(n int) bool { return s == nil || s.count(&s.made, n) }

// AddError counts an error, by the length of its path and message, and reports
// whether it is within bounds.
func (s *Size) AddError(e *gqlerror.Error) bool {
	const rest = 200 // extensions and punctuation
	if s == nil {
		return true
	}
	return s.count(&s.errors, rest+len(e.Message)+pathLength(e.Path))
}

// Frame counts what a part has besides its data and its own errors: boundary and
// headers, label and path, and the error that replaces it if the response becomes
// too large.
func (s *Size) Frame(d Deferral) {
	const rest = 512 // all but what the client named, twice for the error
	if s != nil {
		s.count(&s.errors, rest+len(d.Label)+2*pathLength(d.Path))
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

// Reserve reserves the known size of a response before it is built, and reports
// whether that was possible.
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

// grow reserves room for what was counted, a step at a time.
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

// left is how many more bytes of data are allowed.
func (s *Size) left() int {
	const unbounded = 1 << 40
	if s == nil {
		return unbounded
	}
	return int(max(s.most-s.Bytes(), 0))
}

// likely estimates the bytes of the resolved data when written.
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

// sized is the buffer that data is written to. It reserves room before it grows,
// and discards everything once that fails.
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

// grow reserves room for n more bytes, and some ahead.
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

// data returns what was written, and releases the room reserved ahead.
func (w *sized) data() []byte {
	if w.full {
		return []byte("null")
	}
	if w.size != nil {
		w.size.written.Add(int64(len(w.buf) - w.has))
	}
	return w.buf
}
