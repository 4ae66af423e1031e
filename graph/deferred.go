package graph

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Deferral is a part of an object that comes after the initial response,
// because a fragment on the object has @defer.
type Deferral struct {
	Path  ast.Path // of the object
	Label string   // of the fragment; fragments without one come together
	// Keys are the response keys that may come. Those that need no work stand in
	// the object already.
	Keys []string
}

// Deferrals are the deferrals of one operation, as they are found and as they
// come. The zero value is ready for use.
type Deferrals struct {
	mu      sync.Mutex
	found   []Deferral
	come    []*graphql.Response
	some    chan struct{} // closed when more has come
	pending int           // found and not taken
	coming  int           // found and not come
	then    func()        // when all have come
	any     bool
}

type deferralsKey struct{}

// WithDeferrals makes the operation executed under ctx record its deferrals in d.
func WithDeferrals(ctx context.Context, d *Deferrals) context.Context {
	return context.WithValue(ctx, deferralsKey{}, d)
}

// DeferralsFrom are the Deferrals of WithDeferrals, or else some nobody reads.
func DeferralsFrom(ctx context.Context) *Deferrals {
	if d, ok := ctx.Value(deferralsKey{}).(*Deferrals); ok {
		return d
	}
	return &Deferrals{}
}

// Expect adds a deferral that was found.
func (d *Deferrals) Expect(one Deferral) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.found = append(d.found, one)
	d.pending++
	d.coming++
	d.any = true
}

// Then has f called when all deferred parts have come: at once, if they have. Call it
// when the initial response is complete, since all deferrals are found by then.
func (d *Deferrals) Then(f func()) {
	d.mu.Lock()
	if d.then = f; d.coming > 0 {
		f = func() {}
	}
	d.mu.Unlock()
	f()
}

// Found returns what was found since its last call. All deferrals of objects in a
// response are found when the response is complete.
func (d *Deferrals) Found() []Deferral {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := d.found
	d.found = nil
	return found
}

// bring adds one that has come. It never waits: nobody may be there to take it.
func (d *Deferrals) bring(r *graphql.Response) {
	d.mu.Lock()
	d.come = append(d.come, r)
	if d.some != nil {
		close(d.some)
		d.some = nil
	}
	then := d.then
	if d.coming--; d.coming > 0 {
		then = nil
	}
	d.mu.Unlock()
	if then != nil {
		then()
	}
}

// take waits for the next that comes, unless there are no more or ctx is done.
func (d *Deferrals) take(ctx context.Context) *graphql.Response {
	for {
		d.mu.Lock()
		if len(d.come) > 0 {
			r := d.come[0]
			d.come = d.come[1:]
			d.pending--
			d.mu.Unlock()
			return r
		}
		if d.pending == 0 {
			d.mu.Unlock()
			return nil
		}
		if d.some == nil {
			d.some = make(chan struct{})
		}
		some := d.some
		d.mu.Unlock()
		select {
		case <-some:
		case <-ctx.Done():
			return nil
		}
	}
}

// hasNext is the HasNext of a response; nil of an operation that defers nothing.
func (d *Deferrals) hasNext() *bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.any {
		return nil
	}
	more := d.pending > 0
	return &more
}

// NewSchema is the executable schema. What it defers comes in time or not at
// all: gqlgen's own waits forever for what a deadline took away.
func NewSchema(c Config) graphql.ExecutableSchema {
	return schema{NewExecutableSchema(c)}
}

type schema struct{ graphql.ExecutableSchema }

// Exec returns the initial response, and then one deferred part each time.
func (s schema) Exec(ctx context.Context) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx)
	known := newShapes()
	if d := DocumentFrom(ctx); d != nil && d.shapes != nil {
		known = d.shapes
	}
	inner, size := s.ExecutableSchema.(*executableSchema), SizeFrom(ctx)
	if operation.Operation.Operation != ast.Query {
		return inner.Exec(ctx) // which has no others
	}
	operation.ResolverMiddleware = plainly(known, operation, inner.Resolvers, size)
	d := DeferralsFrom(ctx)
	begun := false
	return func(ctx context.Context) *graphql.Response {
		if !begun {
			begun = true
			data := inner.first(WithDeferrals(ctx, d), operation, size)
			return &graphql.Response{Data: data, HasNext: d.hasNext()}
		}
		part := d.take(ctx)
		if part != nil {
			part.HasNext = d.hasNext()
		}
		return part
	}
}

// first resolves and writes all that is not deferred. gqlgen's own Exec, which it
// replaces, writes a response of any size.
func (e *executableSchema) first(ctx context.Context, operation *graphql.OperationContext, size *Size) json.RawMessage {
	ec := newExecutionContext(operation, e, nil)
	ctx = graphql.WithLazyInputUnmarshalerIndex(ctx, func() *graphql.InputUnmarshalerIndex {
		return graphql.NewInputUnmarshalerIndex()
	})
	data := ec._Query(ctx, operation.Operation.SelectionSet)
	if size.Over() != Within {
		return json.RawMessage("null")
	}
	w := sized{size: size, buf: make([]byte, 0, size.likely())}
	data.MarshalGQL(&w)
	return w.data()
}

// ProcessDeferredGroup resolves the deferred fields of one object. It stands in
// for the method of the same name that the generated code would call.
func (ec *executionContext) ProcessDeferredGroup(group graphql.DeferredGroup) {
	d := DeferralsFrom(group.Context)
	ctx := graphql.WithFreshResponseContext(group.Context)
	size := SizeFrom(ctx)
	var mu sync.Mutex
	sent := 0 // errors that went with another part of the object
	brought := map[string]bool{}
	fields := ec.deferredFields(ctx)
	bring := func(ctx context.Context, label string, view *graphql.FieldSetView) {
		mu.Lock()
		defer mu.Unlock()
		if brought[label] {
			return
		}
		brought[label] = true
		b := sized{size: size}
		view.MarshalGQL(&b)
		r := &graphql.Response{Data: b.data(), Path: group.Path, Label: label}
		if atomic.LoadUint32(&group.FieldSet.Invalids) > 0 && lacks(r.Data, fields[label]) {
			r.Data = json.RawMessage("null")
		}
		errs := graphql.GetErrors(ctx)
		r.Errors = slices.Clone(errs[sent:])
		sent = len(errs)
		d.bring(r)
	}
	for label, view := range group.Defers {
		d.Expect(Deferral{Path: group.Path, Label: label, Keys: slices.Sorted(maps.Keys(fields[label]))})
		view.SetOnComplete(func(ctx context.Context) { bring(ctx, label, view) })
	}
	// gqlgen counts a field for each of the fragments of a label that it stands
	// in, and takes it off once when it has come. A label with such a field comes
	// when all of the object has. This view is the last, so that its turn is when
	// no other's is left.
	all := group.FieldSet.NewView()
	for i := range group.FieldSet.Values {
		all.AddIndices(i)
	}
	all.SetOnComplete(func(ctx context.Context) {
		for label, view := range group.Defers {
			bring(ctx, label, view)
		}
	})
	go group.FieldSet.Dispatch(ctx)
}

// deferredFields are the fields that may come later of the object at ctx, by
// label and response key, and whether each must not be null. Of an interface
// they are those of all that implement it.
func (ec *executionContext) deferredFields(ctx context.Context) map[string]map[string]bool {
	at := graphql.GetFieldContext(ctx)
	for at.Field.Field == nil { // an element of a list
		at = at.Parent
	}
	fields := map[string]map[string]bool{}
	for _, t := range ec.Schema().GetPossibleTypes(ec.Schema().Types[at.Field.Definition.Type.Name()]) {
		satisfies := []string{t.Name}
		for _, abstract := range ec.Schema().GetImplements(t) {
			satisfies = append(satisfies, abstract.Name)
		}
		for _, f := range graphql.CollectFields(ec.OperationContext, at.Field.Selections, satisfies) {
			if !f.IsDeferred() {
				continue
			}
			for _, by := range f.Deferrables {
				if fields[by.Label] == nil {
					fields[by.Label] = map[string]bool{}
				}
				fields[by.Label][f.Alias] = f.Definition != nil && f.Definition.Type.NonNull
			}
		}
	}
	return fields
}

// lacks reports whether an object has null where there must be something, so
// that there can be no object.
func lacks(object json.RawMessage, required map[string]bool) bool {
	var values map[string]json.RawMessage
	if json.Unmarshal(object, &values) != nil {
		return true
	}
	for key, value := range values {
		if required[key] && string(value) == "null" {
			return true
		}
	}
	return false
}
