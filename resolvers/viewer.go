package resolvers

import (
	"context"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

type viewerResolver struct{ *Resolver }

// Viewer resolves Viewer.
func (r *Resolver) Viewer() graph.ViewerResolver { return viewerResolver{r} }

// Person is the viewer's own handle.
func (viewerResolver) Person(_ context.Context, v *graph.Viewer) (*graph.Person, error) {
	return graph.PersonOf(v.Actor.Number()), nil
}

// Client is the calling application.
func (viewerResolver) Client(_ context.Context, v *graph.Viewer) (*graph.ClientApplication, error) {
	c := v.Actor.Client()
	return &graph.ClientApplication{ID: c.ID, Name: c.Name, Scopes: scopes(v.Actor)}, nil
}

// LastLoginAt is when the viewer's session before this one was logged.
func (r viewerResolver) LastLoginAt(ctx context.Context, v *graph.Viewer) (*time.Time, error) {
	g, err := grant(ctx, graph.PersonOf(v.Actor.Number()), policy.Privacy)
	if err != nil {
		return nil, err
	}
	return r.reads.lastLogin.load(ctx, g)
}

// scopes are the OAuth scopes of the actor's token in the form the front door
// reads: one for everything in a mode, or one for each service.
func scopes(a policy.Actor) []string {
	out := []string{}
	for _, mode := range []policy.Mode{policy.Read, policy.Write} {
		covers := a.Covers(mode)
		suffix := strings.ToLower(mode.String())
		if covers == policy.SetOf(policy.Services()...) {
			out = append(out, "helsegraf:"+suffix)
			continue
		}
		for _, s := range covers.List() {
			out = append(out, "helsegraf:"+strings.ToLower(s.String())+"."+suffix)
		}
	}
	return out
}

// Represents are those the viewer may act for, one row for each relation.
func (viewerResolver) Represents(ctx context.Context, _ *graph.Viewer) ([]graph.Representation, error) {
	all, code := requestOf(ctx).represented()
	switch {
	case code != policy.Open && len(all) == 0:
		return nil, refused(code)
	case code != policy.Open:
		graphql.AddError(ctx, refused(code)) // somebody is missing from the list
	}
	out := make([]graph.Representation, 0, len(all))
	for _, r := range all {
		out = append(out, representation(r.by, graph.PersonOf(r.subject)))
	}
	return out, nil
}

// represented is a subject with one of the actor's relations to them.
type represented struct {
	subject fnr.Number
	by      policy.Relationship
}

// represented are those the actor may act for, in the order of the answer's
// list. A code means that someone is missing whose record could not be read, or
// does not say whether they are of age.
func (q *request) represented() ([]represented, policy.Code) {
	if _, code := q.reach(q.actor.Number()); code != policy.Open {
		return nil, code
	}
	if q.people.read != policy.OnFile {
		return nil, policy.ConsentSourceUnavailable
	}
	var all []represented
	refusal := policy.Open
	for _, subject := range q.people.related {
		known, code := q.representing(subject)
		if code == policy.ConsentSourceUnavailable || code == policy.AgeUnknown && refusal == policy.Open {
			refusal = code
		}
		for _, r := range known {
			all = append(all, represented{subject, r})
		}
	}
	return all, refusal
}

func representation(r policy.Relationship, of *graph.Person) graph.Representation {
	out := graph.Representation{Relation: r.Relation, AllServices: r.All, Services: (r.Named.In(policy.Read) | r.Named.In(policy.Write)).List(), Person: of}
	if !r.From.IsZero() {
		from := fhir.DateOf(r.From)
		out.ValidFrom = &from
	}
	if !r.Until.IsZero() {
		last := fhir.DateOf(r.Until.AddDate(0, 0, -1))
		out.ValidUntil = &last
	}
	return out
}
