package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// Access is every service as it stands between viewer and person.
func (personResolver) Access(ctx context.Context, p *graph.Person, mode policy.Mode) ([]graph.ServiceAccess, error) {
	q := requestOf(ctx)
	services := policy.Services()
	out := make([]graph.ServiceAccess, 0, len(services))
	for _, s := range services {
		d := q.decide(p.Subject(), s, mode)
		if d.Code() == policy.ConsentSourceUnavailable {
			return nil, refused(d.Code())
		}
		out = append(out, serviceAccess(s, d))
	}
	return out, nil
}

func serviceAccess(s policy.Service, d policy.Decision) graph.ServiceAccess {
	a := graph.ServiceAccess{Service: s, Open: d.Allowed()}
	if !d.Allowed() {
		code, message := d.Code(), sentence(d.Code())
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
	return out
}

// sentence is what a code says to people.
func sentence(c policy.Code) string {
	switch c {
	case policy.Unauthenticated:
		return "Log in to see this."
	case policy.AssuranceTooLow:
		return "Log in with assurance level high to see this."
	case policy.ClientScopeMissing:
		return "This application has no access to the service."
	case policy.ActorNotEligible:
		return "You cannot use this service."
	case policy.NotFound:
		return "There is no such object, or you have no access to it."
	case policy.ChildAgeLimit:
		return "Parents have no access to this service at the child's age."
	case policy.ProxyScopeMissing:
		return "Your power does not cover this service."
	case policy.ProxyExpired:
		return "Your power has ended."
	case policy.SubjectDeceased:
		return "The person is dead; next of kin can ask the place of treatment."
	case policy.AccessBlocked:
		return "Digital access is blocked."
	case policy.Inactive:
		return "Digital access is inactive."
	case policy.Reserved:
		return "There is a reservation against the summary care record."
	case policy.ConsentMissing:
		return "No consent has been given."
	case policy.ConsentTooLow:
		return "The consent given does not reach this service."
	case policy.NotAvailableOnBehalf:
		return "This is not available to a representative."
	case policy.ConsentSourceUnavailable:
		return "Access could not be decided right now; try again later."
	case policy.IdentifyingField:
		return "What tells who somebody is is not shown in a project."
	case policy.Open:
	}
	return "Access is closed."
}
