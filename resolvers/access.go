package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// Access lists every service and whether the viewer may use it for the person.
func (personResolver) Access(ctx context.Context, p *graph.Person, mode policy.Mode) ([]graph.ServiceAccess, error) {
	q := requestOf(ctx)
	services := policy.Services()
	out := make([]graph.ServiceAccess, 0, len(services))
	for _, s := range services {
		d := q.decide(p.Subject(), s, mode)
		if q.overBudget(p.Subject(), d) {
			return nil, overBudget(graph.Personvern)
		}
		if d.Code() == policy.ConsentSourceUnavailable {
			return nil, refused(d.Code())
		}
		out = append(out, serviceAccess(ctx, s, d))
	}
	return out, nil
}

func serviceAccess(ctx context.Context, s policy.Service, d policy.Decision) graph.ServiceAccess {
	a := graph.ServiceAccess{Service: s, Open: d.Allowed()}
	if !d.Allowed() {
		code, message := d.Code(), closedBy(d.Code(), s).to(ctx)
		a.Reason, a.Message, a.Remedy = &code, &message, remedy(d.Remedy())
	}
	if on := d.ChangesOn(); !on.IsZero() {
		date := fhir.DateOf(on)
		a.ChangesOn = &date
	}
	return a
}

func remedy(r policy.Remedy) *graph.Remedy {
	if r.Action == "" {
		return nil
	}
	out := &graph.Remedy{Action: r.Action}
	if r.Action == policy.GiveConsent {
		out.Level = &r.Level
	}
	if r.Service != 0 {
		out.Service = &r.Service
	}
	if r.Action == policy.SendForm {
		address := formAddress
		out.URL = &address
	}
	return out
}
