package transport

import (
	"context"
	"encoding/json"
	"iter"
	"slices"

	"helsegraf/graph/gateway/fault"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph"
)

// object is an object in the answer with deferred fields.
type object struct {
	path      ast.Path
	deferrals []*deferral     // not yet sent
	missing   map[string]bool // keys taken out and not yet delivered
	sent      bool            // the client has it
}

// deferral is the part of an object deferred under one label.
type deferral struct {
	object *object
	label  string
	keys   []string // it may hold
	number int
	here   bool // it has arrived, and waits at most for its object
	data   json.RawMessage
	errors gqlerror.List
}

// assembly puts an answer together from parts that arrive in any order. An object's
// parts are sent after the object, and not at all if it became null.
type assembly struct {
	size    *graph.Size
	objects map[string]*object // by path
	pending []*deferral        // not sent, in the order found
	found   int
}

// assemble returns the parts of an answer as they become ready. The last, and only
// the last, has no next.
func assemble(ctx context.Context, a Response) iter.Seq[part] {
	return func(yield func(part) bool) {
		s := assembly{size: a.Size, objects: map[string]*object{}}
		s.find(a.Deferrals.Found())
		p := part{errors: a.First.Errors, extensions: a.First.Extensions, hasNext: a.More()}
		p.data, p.announced = s.place(nil, a.First.Data)
		for yield(p) && p.hasNext {
			p = s.next(ctx, a)
		}
	}
}

// next waits for something to send.
func (s *assembly) next(ctx context.Context, a Response) part {
	for {
		r := a.Next(ctx)
		if r == nil {
			return part{delivered: s.abandon()}
		}
		s.find(a.Deferrals.Found())
		if a.Size.Over() != graph.Within {
			// Parts count together: the part that exceeds the limit is dropped.
			r.Data, r.Errors = json.RawMessage("null"), partTooLarge(r.Path)
		}
		s.take(r.Path, r.Label, r.Data, r.Errors)
		p := part{extensions: r.Extensions, hasNext: r.HasNext != nil && *r.HasNext}
		if p.delivered, p.announced = s.release(); len(p.delivered) > 0 || !p.hasNext {
			return p
		}
	}
}

// partTooLarge is the error for a part that would make the answer too large.
func partTooLarge(at ast.Path) gqlerror.List {
	errs := fault.ResponseTooLarge().Errors
	errs[0].Path = at
	return errs
}

// find adds newly found deferrals.
func (s *assembly) find(found []graph.Deferral) {
	for _, f := range found {
		o := s.objects[f.Path.String()]
		if o == nil {
			o = &object{path: f.Path, missing: map[string]bool{}}
			s.objects[f.Path.String()] = o
		}
		s.size.Frame(f)
		d := &deferral{object: o, label: f.Label, keys: f.Keys, number: s.found}
		s.found++
		o.deferrals = append(o.deferrals, d)
		s.pending = append(s.pending, d)
	}
}

// take records an arrived part.
func (s *assembly) take(path ast.Path, label string, data json.RawMessage, errs gqlerror.List) {
	o := s.objects[path.String()]
	if o == nil {
		return
	}
	for _, d := range o.deferrals {
		if d.label == label {
			d.here, d.data, d.errors = true, data, errs
		}
	}
}

// release returns the parts that can now be sent, and those they announce.
func (s *assembly) release() (delivered, announced []*deferral) {
	for {
		i := slices.IndexFunc(s.pending, func(d *deferral) bool { return d.here && d.object.sent })
		if i < 0 {
			return delivered, announced
		}
		d := s.pending[i]
		s.pending = slices.Delete(s.pending, i, i+1)
		d.object.deferrals = slices.DeleteFunc(d.object.deferrals, func(o *deferral) bool { return o == d })
		d.complete()
		var more []*deferral
		d.data, more = s.place(d.object.path, d.data)
		delivered, announced = append(delivered, d), append(announced, more...)
	}
}

// abandon returns the announced parts that will never arrive, as null with a reason.
func (s *assembly) abandon() []*deferral {
	var late []*deferral
	for _, d := range s.pending {
		if d.object.sent {
			d.data = json.RawMessage("null")
			d.errors = gqlerror.List{{Message: "This part took too long.", Path: d.object.path, Extensions: map[string]any{"code": fault.CodeTimeout}}}
			late = append(late, d)
		}
	}
	return late
}

// complete restores nulls that were removed as placeholders but were real values: of
// fields that needed no work and were already in the object.
func (d *deferral) complete() {
	var values map[string]json.RawMessage
	if json.Unmarshal(d.data, &values) != nil || values == nil {
		return
	}
	before := len(values)
	for _, key := range d.keys {
		_, has := values[key]
		if !has && d.object.missing[key] && !slices.ContainsFunc(d.object.deferrals, func(o *deferral) bool { return slices.Contains(o.keys, key) }) {
			values[key] = json.RawMessage("null")
		}
	}
	for key := range values {
		delete(d.object.missing, key)
	}
	if len(values) == before {
		return
	}
	if data, err := json.Marshal(values); err == nil {
		d.data = data
	}
}
