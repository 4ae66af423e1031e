package reseptformidler

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// register stands in for Reseptformidleren and the medicines in kjernejournal, as
// presented by Sentral forskrivningsmodul.
type register struct{ nhn.Service }

// New makes the stand-in for Reseptformidleren.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	s := register{nhn.Service{
		StandIn: standin.New("reseptformidler", w, i), Service: "sfm", Prefix: "SFM",
		Audience: "nhn:sfm", Scope: "nhn:sfm/resept-read",
	}}
	s.Searches(nhn.Search{
		Path: "/AuditEvent/_search", Count: 50, Most: 100, BadNumber: "SFM-0016", Find: s.looks,
	}, nhn.Search{
		Path: "/MedicationStatement/_search",
		Takes: map[string]func(string) bool{
			"rfstatus": nhn.ListOf(slices.Collect(maps.Keys(statuses))...), "_include": nhn.OneOf("MedicationStatement:medication"), "_revinclude": nhn.OneOf("MedicationDispense:prescription"),
		},
		InAddress: []string{"_page"}, Count: 50, Most: 100, Clips: true, BadNumber: "SFM-0016", ContentType: nhn.MediaFHIR + "; charset=utf-8",
		Find: s.find,
	})
	s.Handle("GET /metadata", s.Metadata)
	s.Handle("/", s.elsewhere)
	return s.StandIn
}

// elsewhere answers every other address, and searches by GET.
func (s register) elsewhere(w http.ResponseWriter, r *http.Request) {
	if s.Accepts(w, r, nhn.MediaFHIR) {
		s.Nowhere(w, r)
	}
}

// find returns a person's prescriptions in the requested statuses. With open
// prescriptions SFM includes medicines in use without one; locked ones require their
// reference number, and without it only their existence is revealed. Kjernejournal has
// nothing on people who have opted out of it.
func (s register) find(q nhn.Query) nhn.Found {
	found, locked := nhn.Found{}, false
	if person := s.World.Person(q.Number); person != nil {
		for _, p := range prescriptions(s.World, person) {
			switch {
			case !wants(q.Values["rfstatus"], p.status):
			case !p.open() && !person.Reserved.Since.IsZero():
			case p.locked:
				locked = locked || p.open()
			default:
				found.Records = append(found.Records, p.told(q.Values["_include"] != "", q.Values["_revinclude"] != ""))
			}
		}
	}
	found.Says = parameters(s.World.Now(), locked)
	return found
}

// told returns the prescription as a search result, with or without its medicine and
// its dispensings.
func (p *prescription) told(medicine, dispensed bool) nhn.Record {
	record := nhn.Record{Resource: p.statement}
	if medicine {
		record.Includes = append(record.Includes, func(string) map[string]any { return p.medicine.resource(p.drift) })
	}
	for i := range p.dispenses {
		if dispensed {
			record.Includes = append(record.Includes, func(number string) map[string]any { return p.dispense(i, number) })
		}
	}
	return record
}

// wants reports whether a status is requested. Medicines in use without a prescription
// come with those that may be collected.
func wants(statuses, status string) bool {
	return statuses == "" || slices.Contains(strings.Split(statuses, ","), cmp.Or(status, "E"))
}
