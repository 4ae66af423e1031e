package nhn

import (
	"context"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// List returns the records of s's type about the subject of g that its holder
// may see: those that stand, each once, latest first by when. A grant for
// another service is Denied without a call. A record without an id cannot be
// told from others and makes the response Garbled, as does an error of model.
func List[T, S any, P interface {
	*S
	fhir.Shape
}](ctx context.Context, c *Client, g policy.Grant, service policy.Service, s Search, when func(P) string, model func(P, fhir.RecordID) (T, error)) ([]T, error) {
	return listBy(ctx, c, g, service, s, fhir.Patient[P], func(p P) bool { return Shown(p.Head(), g) }, when, model)
}

// listBy is List of resources that about says whose they are, and shown which may be
// shown.
func listBy[T, S any, P interface {
	*S
	fhir.Shape
}](ctx context.Context, c *Client, g policy.Grant, service policy.Service, s Search, about func(*fhir.Searchset, P) fhir.Owner, shown func(P) bool, when func(P) string, model func(P, fhir.RecordID) (T, error)) ([]T, error) {
	subject, ok := g.Subject(service)
	if s.Extract {
		subject, ok = g.Plain(service)
	}
	if !ok {
		return nil, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	records := fhir.Collect[S](set, s.Type, true, about)
	var out []T
	err := c.Ask(ctx, subject, s, set, func(*sources.Response, bool) error {
		once := fhir.Once(records.Standing, func(p P) string { return p.Head().ID }, shown)
		slices.SortFunc(once, func(a, b P) int {
			if by := fhir.Began(when(b)).Compare(fhir.Began(when(a))); by != 0 {
				return by
			}
			return strings.Compare(a.Head().ID, b.Head().ID)
		})
		out = make([]T, 0, len(once))
		for _, p := range once {
			if p.Head().ID == "" {
				return sources.Garbled
			}
			one, err := model(p, fhir.RecordID{Subject: subject, Key: p.Head().ID})
			if err != nil {
				return err
			}
			out = append(out, one)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Shown reports whether the holder of g may see a record by its labels of list
// 9603. The registers that use it do not promise labels: those present apply,
// and a record without one is open.
func Shown(r *fhir.Resource, g policy.Grant) bool {
	labels := fhir.AccessLabels(r.Meta.Security)
	return len(labels) == 0 || g.Shows(labels...)
}
