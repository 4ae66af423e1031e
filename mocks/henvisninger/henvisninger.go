package henvisninger

import (
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// New makes the stand-in for the register of referrals.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	const audience = "nhn:helsenorge.eksternapi"
	s := nhn.Service{StandIn: standin.New("henvisninger", w, i), Service: "henvisninger", Prefix: "HV", Audience: audience, Scope: audience + "/henvisninger_read"}
	push := &nhn.Push{Path: "/henvisninger/api/v1/ServiceRequest", Scope: audience + "/henvisninger", Person: "subject", Check: wrong}
	s.Accept(push)
	return s.Serve(nhn.Search{Path: push.Path + "/_search", Count: 50, Most: 100, Find: push.With(func(q nhn.Query) (found nhn.Found) {
		if p := w.Person(q.Number); p != nil {
			for _, r := range referrals(w, p) {
				found.Records = append(found.Records, nhn.Record{Resource: nhn.LogicalPatient("subject", r)})
			}
		}
		return found
	})})
}
