package timeavtaler

import (
	"maps"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

const (
	audience  = "nhn:helsenorge.eksternapi"
	readScope = "nhn:helsenorge.eksternapi/timeavtaler_read"
	pushScope = "nhn:helsenorge.eksternapi/avtaler"
	base      = "/timeavtaler/api/v1"
)

// New makes the stand-in for Timeavtaler.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	s := nhn.Service{StandIn: standin.New("timeavtaler", w, i), Service: "timeavtaler", Prefix: "TIME", Audience: audience, Scope: readScope}
	k := &kept{by: map[string][]pushed{}}
	k.serve(s)
	s.Handle("GET "+base+"/Slot", slots(s))
	return s.Serve(nhn.Search{
		Path: base + "/Appointment/_search", Count: 50, Most: 100,
		Takes: map[string]func(string) bool{"date": goodDate, "status": nhn.ListOf("booked", "fulfilled", "cancelled", "noshow", "proposed", "entered-in-error")},
		Find: func(q nhn.Query) nhn.Found {
			p := w.Person(q.Number)
			if p == nil {
				return nhn.Found{}
			}
			var found nhn.Found
			for _, a := range k.over(q.Number, appointments(w, p)) {
				if matches(a, q.Values) {
					found.Records = append(found.Records, nhn.Record{Resource: func(number string) map[string]any { return about(number, a) }})
				}
			}
			return found
		},
	})
}

// goodDate accepts a date with the prefix ge.
func goodDate(value string) bool {
	day, ok := strings.CutPrefix(value, "ge")
	_, err := time.Parse(time.DateOnly, day)
	return ok && err == nil
}

// matches reports whether an appointment has one of the statuses, and begins or has a
// window that ends on the day or later.
func matches(a nhn.Resource, values map[string]string) bool {
	if s := values["status"]; s != "" && !slices.Contains(strings.Split(s, ","), a["status"].(string)) {
		return false
	}
	day, ok := strings.CutPrefix(values["date"], "ge")
	if !ok {
		return true
	}
	last, _ := a["start"].(string)
	if periods, _ := a["requestedPeriod"].([]any); len(periods) > 0 && last == "" {
		last, _ = periods[0].(nhn.Resource)["end"].(string)
	}
	return last >= day
}

// about returns an appointment as one of this person.
func about(number string, a nhn.Resource) nhn.Resource {
	named := func(r nhn.Resource, element string, more nhn.Resource) nhn.Resource {
		out := maps.Clone(r)
		more["identifier"] = nhn.Resource{"system": nhn.NumberSystem(number), "value": number}
		out[element] = more
		return out
	}
	out := maps.Clone(a)
	out["participant"] = mapped(a["participant"], func(p nhn.Resource) nhn.Resource {
		if actor, _ := p["actor"].(nhn.Resource); actor["type"] == "Patient" {
			return named(p, "actor", nhn.Resource{"type": "Patient"})
		}
		return p
	})
	out["contained"] = mapped(a["contained"], func(c nhn.Resource) nhn.Resource {
		if c["resourceType"] == "Flag" || c["resourceType"] == "DocumentReference" {
			return named(c, "subject", nhn.Resource{})
		}
		return c
	})
	return out
}

func mapped(list any, of func(nhn.Resource) nhn.Resource) []any {
	var out []any
	all, _ := list.([]any)
	for _, one := range all {
		if r, ok := one.(nhn.Resource); ok {
			out = append(out, of(r))
		}
	}
	return out
}
