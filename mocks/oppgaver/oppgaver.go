package oppgaver

import (
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

const audience = "nhn:helsenorge.eksternapi"

// New makes the stand-in for the register of tasks.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	s := nhn.Service{StandIn: standin.New("oppgaver", w, i), Service: "oppgave", Prefix: "OPPG", Audience: audience, Scope: audience + "/oppgave_read"}
	push := &nhn.Push{Path: "/oppgave/v1/Task", Scope: audience + "/oppgave", Person: "owner", Check: wrong, OnlyPost: true}
	s.Accept(push)
	questionnaires(s)
	documents(s)
	patch(s, push)
	letters(s)
	saved := nhn.Search{
		Path: "/skjema/v1/QuestionnaireResponse/_search", Takes: map[string]func(string) bool{"status": nhn.OneOf("in-progress")},
		Count: 50, Most: 100, Find: func(q nhn.Query) (found nhn.Found) {
			if p := w.Person(q.Number); p != nil {
				for _, r := range tasks(w, p) {
					if id := draftOf(r); id != "" {
						authored, _ := r["lastModified"].(string)
						found.Records = append(found.Records, nhn.Record{Resource: nhn.LogicalPatient("subject", draft(id, authored))})
					}
				}
			}
			return found
		},
	}
	return s.Serve(saved, nhn.Search{Path: push.Path + "/_search", Count: 50, Most: 100, Find: push.With(func(q nhn.Query) (found nhn.Found) {
		if p := w.Person(q.Number); p != nil {
			for _, r := range tasks(w, p) {
				found.Records = append(found.Records, nhn.Record{Resource: nhn.LogicalPatient("owner", r)})
			}
		}
		return found
	})})
}
