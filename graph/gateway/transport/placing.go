package transport

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/vektah/gqlparser/v2/ast"
)

// place finds the objects with deferred fields in data, which belongs at base in the
// answer, and removes the nulls that stand in for those fields: a client would take
// them for the values. It returns the deferrals of those objects.
//
// Objects that are not found became null, or are inside other deferrals.
func (s *assembly) place(base ast.Path, data json.RawMessage) (json.RawMessage, []*deferral) {
	var root spot
	for _, o := range s.objects {
		if !o.sent && len(o.path) >= len(base) && slices.Equal(o.path[:len(base)], base) {
			root.at(o.path[len(base):]).object = o
		}
	}
	if root.below == nil && root.object == nil {
		return data, nil
	}
	var out bytes.Buffer
	w := placing{in: jsontext.NewDecoder(bytes.NewReader(data)), out: jsontext.NewEncoder(&out)}
	if w.value(&root) != nil {
		return data, nil // not JSON: the executor's own, passed on unchanged
	}
	slices.SortFunc(w.announced, func(a, b *deferral) int { return a.number - b.number })
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), w.announced
}

// spot is a place in the data at or below which an object is looked for.
type spot struct {
	object *object
	below  map[ast.PathElement]*spot
}

func (s *spot) at(path ast.Path) *spot {
	for _, step := range path {
		if s.below == nil {
			s.below = map[ast.PathElement]*spot{}
		}
		if s.below[step] == nil {
			s.below[step] = &spot{}
		}
		s = s.below[step]
	}
	return s
}

// placing copies JSON, leaving out placeholders.
type placing struct {
	in        *jsontext.Decoder
	out       *jsontext.Encoder
	announced []*deferral
}

// value copies the next value.
func (w *placing) value(at *spot) error {
	switch kind := w.in.PeekKind(); {
	case at != nil && kind == '{':
		return w.object(at)
	case at != nil && kind == '[':
		return w.list(at)
	}
	v, err := w.in.ReadValue()
	if err != nil {
		return err
	}
	return w.out.WriteValue(v)
}

func (w *placing) token() error {
	t, err := w.in.ReadToken()
	if err != nil {
		return err
	}
	return w.out.WriteToken(t)
}

func (w *placing) list(at *spot) error {
	if err := w.token(); err != nil {
		return err
	}
	for i := 0; w.in.PeekKind() != ']'; i++ {
		if err := w.value(at.below[ast.PathIndex(i)]); err != nil {
			return err
		}
	}
	return w.token()
}

func (w *placing) object(at *spot) error {
	if at.object != nil {
		at.object.sent = true
		w.announced = append(w.announced, at.object.deferrals...)
	}
	if err := w.token(); err != nil {
		return err
	}
	for w.in.PeekKind() != '}' {
		name, err := w.in.ReadToken()
		if err != nil {
			return err
		}
		key := name.String()
		if w.in.PeekKind() == 'n' && at.object.expects(key) {
			at.object.missing[key] = true
			if err := w.in.SkipValue(); err != nil {
				return err
			}
			continue
		}
		if err := w.out.WriteToken(jsontext.String(key)); err != nil {
			return err
		}
		if err := w.value(at.below[ast.PathName(key)]); err != nil {
			return err
		}
	}
	return w.token()
}

// expects reports whether a key may be delivered later.
func (o *object) expects(key string) bool {
	return o != nil && slices.ContainsFunc(o.deferrals, func(d *deferral) bool { return slices.Contains(d.keys, key) })
}
