package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
)

// table is which reads the schema's fields need. It is shared by all requests,
// and the only place that says so.
type table struct {
	byField map[string][]row
	size    int // how many reads have a place in loaders
}

// rows are the reads a need takes: those of its register, which is one of
// several for some fields.
func (t *table) rows(need plan.Need) []row {
	rows := t.byField[need.Field]
	of := func(r row) bool { return need.Register == "" || string(r.about().name) == need.Register }
	for i, r := range rows {
		if !of(r) {
			some := slices.Clone(rows[:i])
			for _, r := range rows[i:] {
				if of(r) {
					some = append(some, r)
				}
			}
			return some
		}
	}
	return rows
}

// row is a read of any type.
type row interface {
	// expect adds the keys that a need will load to a request's loaders.
	expect(*request, *loaders, plan.Need, policy.Grant)
	// loader is the batch of those keys; nil when none are expected.
	loader(*loaders) batch
	about() *tied
}

// register is the register of some rows.
type register struct {
	name  graph.Register
	there bool // configured
	in    *table
}

// tied is what a row has beside its operation.
type tied struct {
	register
	// wrong says what is wrong with a field's arguments; nil accepts anything.
	wrong func(args map[string]any) (sentence, bool)
	// names reports whether the answer names other people. Those the actor may
	// not know of are left out.
	names bool
}

func (t *tied) about() *tied { return t }

// read is one operation of a register.
type read[K comparable, V any] struct {
	tied
	batchFetch[K, V]
	at   int // the place of its loader
	keys func(*loader[K, V], *request, plan.Need, policy.Grant)
}

// serve ties a read to the fields it serves.
func serve[K comparable, V any](by register, r *read[K, V], keys func(*loader[K, V], *request, plan.Need, policy.Grant), fetch batchFetch[K, V], fields ...string) {
	r.register, r.keys, r.batchFetch, r.at = by, keys, fetch, by.in.size
	by.in.size++
	by.in.tie(r, fields)
}

func (t *table) tie(r row, fields []string) {
	if t.byField == nil {
		t.byField = map[string][]row{}
	}
	for _, field := range fields {
		t.byField[field] = append(t.byField[field], r)
	}
}

// answersAlso ties the read to further fields, with keys made differently.
func answersAlso[K comparable, V any](r *read[K, V], keys func(*loader[K, V], *request, plan.Need, policy.Grant), fields ...string) {
	r.in.tie(&otherwise[K, V]{r, keys}, fields)
}

// otherwise is a read for fields with keys made differently.
type otherwise[K comparable, V any] struct {
	*read[K, V]
	keys func(*loader[K, V], *request, plan.Need, policy.Grant)
}

func (r *otherwise[K, V]) expect(q *request, l *loaders, need plan.Need, g policy.Grant) {
	r.expectBy(r.keys, q, l, need, g)
}

func (r *read[K, V]) expect(q *request, l *loaders, need plan.Need, g policy.Grant) {
	r.expectBy(r.keys, q, l, need, g)
}

// expectBy does nothing for an unconfigured register, which has no client.
func (r *read[K, V]) expectBy(keys func(*loader[K, V], *request, plan.Need, policy.Grant), q *request, l *loaders, need plan.Need, g policy.Grant) {
	if !r.there {
		return
	}
	one, ok := l.of(r.at, q.r.reads.size).(*loader[K, V])
	if !ok {
		one = &loader[K, V]{batchFetch: r.batchFetch}
		l.expected[r.at] = one
	}
	keys(one, q, need, g)
}

func (r *read[K, V]) loader(l *loaders) batch {
	if l.expected == nil {
		return nil
	}
	return l.expected[r.at]
}

// load waits for the answer to a key.
func (r *read[K, V]) load(ctx context.Context, key K) (V, error) {
	if !r.there {
		var none V
		return none, refused(policy.NotOffered)
	}
	return r.of(requestOf(ctx)).load(ctx, key)
}

// of is the loader in a request, or one for keys that no plan foresaw.
func (r *read[K, V]) of(q *request) *loader[K, V] {
	if one, ok := r.loader(&q.loaders).(*loader[K, V]); ok {
		return one
	}
	q.loaders.mu.Lock()
	defer q.loaders.mu.Unlock()
	one, ok := q.loaders.strays[r.at].(*loader[K, V])
	if !ok {
		one = &loader[K, V]{batchFetch: r.batchFetch}
		if q.loaders.strays == nil {
			q.loaders.strays = map[int]batch{}
		}
		q.loaders.strays[r.at] = one
	}
	return one
}

// open is an operation about no person. It is called where its field is
// resolved.
type open struct {
	tied
	// calls is how many calls a field's arguments take; nil is what the schema says.
	calls func(args map[string]any) int
	// each: it is called for each element of the page it is in.
	each bool
}

// opens ties it to its fields.
func opens(by register, r *open, fields ...string) {
	r.register = by
	by.in.tie(r, fields)
}

func (*open) expect(*request, *loaders, plan.Need, policy.Grant) {}
func (*open) loader(*loaders) batch                              { return nil }

// refused is the error of a field whose register is not configured.
func (r *open) refused() error {
	if r.there {
		return nil
	}
	return refused(policy.NotOffered)
}
