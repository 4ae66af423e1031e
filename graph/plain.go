package graph

import (
	"context"
	"io"
	"slices"
	"strconv"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/sources/fhir"
)

// shape is what is selected of a plain object: fields that can be written
// without asking anybody, down to the leaves.
type shape struct{ fields []shapeField }

type shapeField struct {
	key   string // what goes before the value: `{"alias":` or `,"alias":`
	index int    // the field's place in its type, or plainTypename
	below *shape // of an object or a list of them
}

// plainTypename is the index of __typename.
const plainTypename = -1

// shapes are the shapes of one document, or of one operation where variables
// decide what is selected.
type shapes struct {
	mu    sync.Mutex
	known map[selected]outline
}

func newShapes() *shapes { return &shapes{known: map[selected]outline{}} }

// outline is what is known of a selection on an object type.
type outline struct {
	plain *shape // nil when something in it is not plain, and gqlgen has to resolve it
	keys  int    // bytes that an object of it has without its values
}

// selected is what is selected of an object type, by the document's own nodes:
// gqlgen collects them anew in each operation.
type selected struct {
	object string
	nodes  [most]ast.Selection
}

// most is how many nodes a selection may have whose shape is known the next
// time; few have as many.
const most = 20

// of is the outline of a selection on an object type.
func (s *shapes) of(operation *graphql.OperationContext, object string, selection ast.SelectionSet) outline {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(operation, object, selection)
}

func (s *shapes) find(operation *graphql.OperationContext, object string, selection ast.SelectionSet) outline {
	if len(selection) > most {
		return outline{s.compile(operation, object, selection), keysOf(operation, object, selection)}
	}
	key := selected{object: object}
	copy(key.nodes[:], selection)
	found, ok := s.known[key]
	if !ok {
		found = outline{s.compile(operation, object, selection), keysOf(operation, object, selection)}
		s.known[key] = found
	}
	return found
}

func (s *shapes) compile(operation *graphql.OperationContext, object string, selection ast.SelectionSet) *shape {
	satisfies := plainSatisfies(object)
	if satisfies == nil {
		return nil
	}
	out := &shape{}
	var aliases []string
	for _, f := range graphql.CollectFields(operation, selection, satisfies) {
		index, of, ok := plainField(object, f.Name)
		if f.Name == "__typename" {
			index, ok = plainTypename, true
		}
		if !ok || f.IsDeferred() || slices.Contains(aliases, f.Alias) {
			return nil
		}
		one := shapeField{key: `,"` + f.Alias + `":`, index: index}
		if len(aliases) == 0 {
			one.key = `{"` + f.Alias + `":`
		}
		aliases = append(aliases, f.Alias)
		if of != "" {
			if one.below = s.find(operation, of, f.Selections).plain; one.below == nil {
				return nil
			}
		}
		out.fields = append(out.fields, one)
	}
	if len(aliases) == 0 {
		return nil
	}
	return out
}

// plainly has what a resolver gives written at once where it and all that is
// selected of it is plain. Whatever would be an error there is not written:
// gqlgen then resolves the field as any other, and tells. What is too much is
// left out, and so is all that is below: the answer is not given then.
func plainly(known *shapes, operation *graphql.OperationContext, resolvers ResolverRoot, size *Size) graphql.FieldMiddleware {
	around := operation.ResolverMiddleware
	return func(ctx context.Context, next graphql.Resolver) (any, error) {
		res, err := around(ctx, next)
		if err != nil || res == nil {
			return res, err
		}
		field := graphql.GetFieldContext(ctx).Field
		if len(field.Selections) == 0 {
			return res, nil
		}
		object := field.Definition.Type.Name()
		is := known.of(operation, object, field.Selections)
		if is.plain != nil {
			if text, ok := writePlain(ctx, resolvers, object, is.plain, res, size); ok {
				return text, nil
			}
		}
		if !size.rows(is.keys, res) {
			return leftOut, nil
		}
		return res, nil
	}
}

// leftOut stands where there is too much.
var leftOut = plainText("null")

// writePlain writes an object or a list of them, as it is held in a field.
func writePlain(ctx context.Context, resolvers ResolverRoot, object string, s *shape, v any, size *Size) (_ plainText, ok bool) {
	w := plainWriter{ctx: ctx, resolvers: resolvers, size: size, most: sizeStep}
	defer func() {
		if recover() != nil {
			ok = false // gqlgen meets it again, and reports it where it stands
		}
	}()
	if w.write(object, s, v); w.failed {
		return nil, false
	}
	if !w.counted() {
		return leftOut, true
	}
	return w.buf, true
}

// plainText is finished JSON.
type plainText []byte

// MarshalGQL writes it as it is.
func (t plainText) MarshalGQL(w io.Writer) { _, _ = w.Write(t) }

// plainWriter writes plain objects. What fails is left to gqlgen.
type plainWriter struct {
	ctx       context.Context // of the field, for resolvers that only compute
	resolvers ResolverRoot
	ids       RecordIDs // nil until the first is needed
	buf       []byte
	failed    bool

	size  *Size
	sized int // bytes that are counted
	most  int // bytes at which they are counted again
}

// Write appends for those who write themselves.
func (w *plainWriter) Write(p []byte) (int, error) {
	w.buf = append(w.buf, p...)
	return len(p), nil
}

// WriteString is Write without a copy.
func (w *plainWriter) WriteString(s string) (int, error) {
	w.buf = append(w.buf, s...)
	return len(s), nil
}

func (w *plainWriter) raw(s string) { w.buf = append(w.buf, s...) }

func (w *plainWriter) null() { w.raw("null") }

// text writes a string. Bytes that are no UTF-8 become U+FFFD.
func (w *plainWriter) text(s string) { w.buf, _ = jsontext.AppendQuote(w.buf, s) }

func (w *plainWriter) integer(i int) { w.buf = strconv.AppendInt(w.buf, int64(i), 10) }

func (w *plainWriter) boolean(b bool) { w.buf = strconv.AppendBool(w.buf, b) }

// record writes the id of a record.
func (w *plainWriter) record(typ string, r fhir.RecordID) {
	if w.ids == nil {
		w.ids = RecordIDsFrom(w.ctx)
	}
	if w.ids == nil {
		w.failed = true
		return
	}
	w.raw(`"`)
	w.raw(w.ids.RecordID(typ, r))
	w.raw(`"`)
}

// leaf writes what has its own form.
func (w *plainWriter) leaf(m graphql.Marshaler) { m.MarshalGQL(w) }

// list begins a list, and tells where.
func (w *plainWriter) list() int {
	w.raw("[")
	return len(w.buf)
}

// next begins an element, unless there is too much. After the first one there is
// room for all, should they be as long.
func (w *plainWriter) next(at, i, count int) bool {
	switch i {
	case 0:
		return true
	case 1:
		w.buf = slices.Grow(w.buf, min((count-1)*(len(w.buf)-at+1), sizeStep))
	}
	w.raw(",")
	return len(w.buf) < w.most || w.counted()
}

// counted counts what was written, and reports whether there may be as much.
func (w *plainWriter) counted() bool {
	more := len(w.buf) - w.sized
	w.sized, w.most = len(w.buf), len(w.buf)+sizeStep
	return w.size.Make(more)
}
