package graph_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"reflect"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/personvern"
	"helsegraf/sources/reseptformidler"
)

// maker makes values, always the same of one seed and place.
type maker struct {
	seed uint64
	size *graph.Size // of the answer
}

func (m maker) rand(at string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(at))
	return rand.New(rand.NewPCG(m.seed, h.Sum64()))
}

// give makes a value of any type: pointers and lists may be nil, and now and
// then there is an error instead.
func give[T any](m maker, at string) (T, error) {
	v, err := m.give(reflect.TypeFor[T](), at)
	return v.(T), err
}

func (m maker) give(of reflect.Type, at string) (any, error) {
	v := reflect.New(of).Elem()
	r := m.rand(at)
	if m.seed > 0 && r.IntN(10) == 0 && of != reflect.TypeFor[*graph.Person]() && of != reflect.TypeFor[*graph.Viewer]() {
		return v.Interface(), errMade
	}
	m.fill(r, v, true)
	return v.Interface(), nil
}

var words = []string{"", "Åse", "say \"ah\"", "back\\slash", "two\nlines", "\t\x01", "<b>&amp;</b>", "\u2028", "😀", "2026-11-23", "12.50"}

func (m maker) fill(r *rand.Rand, v reflect.Value, root bool) {
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.UnixMilli(r.Int64N(1 << 41))))
		return
	case reflect.TypeFor[policy.Service](), reflect.TypeFor[policy.Level](), reflect.TypeFor[policy.Mode](), reflect.TypeFor[policy.Relation]():
		v.SetUint(1)
		return
	case reflect.TypeFor[*graph.Person]():
		v.Set(reflect.ValueOf(graph.PersonOf(fnr.Number{})))
		return
	case reflect.TypeFor[*graph.Viewer]():
		v.Set(reflect.ValueOf(&graph.Viewer{}))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if root && m.seed == 0 || r.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			m.fill(r, v.Elem(), false)
		}
	case reflect.Slice:
		if r.IntN(5) > 0 || m.seed == 0 {
			n := 4
			if tree(v.Type()) {
				n = 2 // else there would be no end to it
			}
			v.Set(reflect.MakeSlice(v.Type(), r.IntN(n), 4))
			for i := range v.Len() {
				m.fill(r, v.Index(i), false)
			}
		}
	case reflect.Struct:
		for _, f := range reflect.VisibleFields(v.Type()) {
			if f.IsExported() && len(f.Index) == 1 {
				m.fill(r, v.FieldByIndex(f.Index), false)
			}
		}
	case reflect.String:
		v.SetString(words[r.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(r.Int64N(2000) - 1000)
	case reflect.Float64:
		v.SetFloat(r.Float64())
	default: // the graph has no others
	}
}

// tree tells whether what is in a list has such lists itself.
func tree(list reflect.Type) bool {
	if list.Elem().Kind() != reflect.Struct {
		return false
	}
	for _, f := range reflect.VisibleFields(list.Elem()) {
		if f.Type == list {
			return true
		}
	}
	return false
}

// resolve returns what the resolver of a field would: a value of the type that
// its interface says.
func (m maker) resolve(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	if !field.IsResolver {
		return next(ctx)
	}
	resolvers, _ := reflect.TypeFor[graph.ResolverRoot]().MethodByName(field.Object)
	of := resolvers.Type.Out(0)
	for method := range of.Methods() {
		if strings.EqualFold(method.Name, field.Field.Name) {
			return m.give(method.Type.Out(0), field.Field.Name)
		}
	}
	return next(ctx)
}

// RecordID returns ids by the key of what they are of.
func (m maker) RecordID(typ string, r fhir.RecordID) string { return typ + fmt.Sprintf("%x", r.Key) }

// made are the resolvers that only compute, which plain objects call.
type made struct {
	graph.ResolverRoot
	maker
}

func (m made) Person() graph.PersonResolver                   { return madePerson{maker: m.maker} }
func (m made) HospitalJournal() graph.HospitalJournalResolver { return madeJournal{maker: m.maker} }
func (m made) Prescription() graph.PrescriptionResolver       { return madePrescription{m.maker} }
func (m made) JournalDocument() graph.JournalDocumentResolver { return madeDocument{m.maker} }
func (m made) Reservation() graph.ReservationResolver         { return madeReservation{m.maker} }

type madePerson struct {
	graph.PersonResolver
	maker
}

func (m madePerson) ID(context.Context, *graph.Person) (string, error) {
	return give[string](m.maker, "id")
}

func (m madePerson) Age(context.Context, *graph.Person) (*int, error) {
	return give[*int](m.maker, "age")
}

func (m madePerson) Relation(context.Context, *graph.Person) (*policy.Relation, error) {
	return give[*policy.Relation](m.maker, "relation")
}

type madeJournal struct {
	graph.HospitalJournalResolver
	maker
}

func (m madeJournal) Notice(context.Context, *graph.HospitalJournal) (*string, error) {
	return give[*string](m.maker, "notice")
}

type madePrescription struct{ maker }

func (m madePrescription) Source(context.Context, *reseptformidler.Prescription) (*graph.Register, error) {
	return give[*graph.Register](m.maker, "source")
}

func (m madePrescription) Renewable(context.Context, *reseptformidler.Prescription) (*bool, error) {
	return give[*bool](m.maker, "renewable")
}

type madeDocument struct{ maker }

func (m madeDocument) ContentURL(context.Context, *pasientjournal.JournalDocument) (*string, error) {
	return give[*string](m.maker, "contentUrl")
}

type madeReservation struct{ maker }

func (m madeReservation) Register(context.Context, *personvern.Reservation) (graph.Register, error) {
	return give[graph.Register](m.maker, "register")
}
