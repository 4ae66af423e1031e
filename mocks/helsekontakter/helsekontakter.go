package helsekontakter

import (
	"slices"
	"strings"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// New makes the stand-in for Helsekontakter.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	const audience = "nhn:helsenorge.eksternapi"
	s := nhn.Service{StandIn: standin.New("helsekontakter", w, i), Service: "helsekontakter", Prefix: "HK", Audience: audience, Scope: audience + "/helsekontakter_read"}
	push := &nhn.Push{Path: "/helsekontakter/api/v1/EpisodeOfCare", Scope: audience + "/helsekontakter", Person: "patient", Check: wrong}
	s.Accept(push)
	return s.Serve(nhn.Search{Path: push.Path + "/_search", Count: 50, Most: 100, Find: push.With(func(q nhn.Query) (found nhn.Found) {
		if p := w.Person(q.Number); p != nil {
			for _, r := range episodes(w, p) {
				found.Records = append(found.Records, nhn.Record{Resource: nhn.LogicalPatient("patient", r)})
			}
		}
		return found
	})})
}

var statuses = []string{"planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"}

// wrong returns the first thing wrong with an EpisodeOfCare, besides its identifier and
// the citizen's number.
func wrong(r nhn.Resource) *nhn.Fault {
	status, _ := r["status"].(string)
	teams, _ := r["team"].([]any)
	switch {
	case !slices.Contains(statuses, status):
		return nhn.Wrong("status er ukjent")
	case !communicationParty(contained(r, r["managingOrganization"], "Organization")):
		return nhn.Wrong("managingOrganization skal ha HER-id på nivå 2")
	case len(teams) == 0:
		return nhn.Wrong("team mangler")
	}
	for _, ref := range teams {
		team := contained(r, ref, "CareTeam")
		if name, _ := team["name"].(string); name == "" {
			return nhn.Wrong("team skal være en contained CareTeam med navn")
		}
		people, _ := team["participant"].([]any)
		for _, one := range people {
			p, _ := one.(map[string]any)
			if p["member"] == nil || p["role"] == nil {
				return nhn.Wrong("participant skal ha role og member")
			}
		}
	}
	return nil
}

// communicationParty reports whether an organization is of level 2: it has a HER-id, and
// the one it is part of is named.
func communicationParty(o map[string]any) bool {
	all, _ := o["identifier"].([]any)
	above, _ := o["partOf"].(map[string]any)
	return len(above) > 0 && slices.ContainsFunc(all, func(one any) bool {
		i, _ := one.(map[string]any)
		value, _ := i["value"].(string)
		return i["system"] == systemHER && value != ""
	})
}

// contained is the contained resource of the type that a reference leads to.
func contained(r nhn.Resource, reference any, kind string) map[string]any {
	ref, _ := reference.(map[string]any)
	to, _ := ref["reference"].(string)
	all, _ := r["contained"].([]any)
	for _, one := range all {
		c, _ := one.(map[string]any)
		if id, _ := c["id"].(string); strings.HasPrefix(to, "#") && id == to[1:] && c["resourceType"] == kind {
			return c
		}
	}
	return nil
}
