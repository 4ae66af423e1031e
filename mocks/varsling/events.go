package varsling

import (
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/henvisninger"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/oppgaver"
	"helsegraf/mocks/provesvar"
	"helsegraf/mocks/timeavtaler"
	"helsegraf/mocks/world"
)

// event is something that has happened.
type event struct {
	at            time.Time
	service, kind string
	label         string
	own           bool
	of            nhn.Resource // the record; nil without
}

// events are a person's events in the order they happened.
type events []event

// kept is how long an event is kept.
const kept = 90 * 24 * time.Hour

// feed is what has happened to a person, always the same: of the records that other
// stand-ins have, and some more in services where nothing is read by its id.
func feed(w *world.World, p *world.Person) (all events) {
	if p == nil || !p.Died.IsZero() {
		return nil
	}
	r := w.Dice("hendelser", p.Number)
	for _, of := range []struct {
		service string
		records []nhn.Resource
		at      string
	}{
		{"TIMEAVTALER", timeavtaler.Records(w, p), "meta.lastUpdated"},
		{"PROVESVAR", provesvar.Records(w, p), "issued"},
		{"HENVISNINGER", henvisninger.Records(w, p), "authoredOn"},
		{"MELDINGER", oppgaver.Records(w, p), "authoredOn"},
	} {
		for _, one := range of.records {
			// Records that were sent at the same time are heard of one after another.
			at := instant(w, one, of.at).Add(time.Duration(len(all)) * time.Minute)
			e := event{at: at, service: of.service, kind: "NY", label: label(one), of: one}
			switch status, _ := one["status"].(string); {
			case status == "cancelled" || status == "revoked":
				e.kind = "AVLYST"
			case status == "in-progress" || r.IntN(4) == 0:
				e.kind = "ENDRET"
			}
			all = append(all, e)
		}
	}
	for i, one := range []event{
		{service: "LEGEMIDLER", kind: "NY"}, {service: "LEGEMIDLER", kind: "ENDRET", own: true}, {service: "PASIENTJOURNAL", kind: "NY", label: "N"}, {service: "PASIENTJOURNAL", kind: "NY", label: "NORU"},
		{service: "FRIKORT", kind: "ENDRET"}, {service: "VAKSINER", kind: "NY"}, {service: "FASTLEGE", kind: "ENDRET"}, {service: "PERSONVERN", kind: "ENDRET"}, {service: "PROFIL", kind: "ENDRET"},
		{service: "HELSEKONTAKTER", kind: "NY", label: "NORN_FORANS"}, {service: "HELSEARKIV", kind: "NY"}, {service: "PASIENTREISER", kind: "ENDRET"}, {service: "MELDINGER", kind: "LEST"},
	} {
		one.at = w.Today().AddDate(0, 0, -1-i*6-r.IntN(5)).Add(time.Duration(7+r.IntN(12)) * time.Hour)
		if one.label == "" {
			one.label = "N"
		}
		all = append(all, one)
	}
	all = slices.DeleteFunc(all, func(e event) bool {
		return e.at.After(w.Now()) || w.Now().Sub(e.at) > kept || e.at.Before(p.Born)
	})
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	return all
}

func instant(w *world.World, of nhn.Resource, field string) time.Time {
	value, _ := of[field].(string)
	if meta, ok := of["meta"].(nhn.Resource); ok && field == "meta.lastUpdated" {
		value, _ = meta["lastUpdated"].(string)
	}
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		return at
	}
	day, _ := time.ParseInLocation(time.DateOnly, value, w.Zone())
	return day.Add(10 * time.Hour)
}

// label is a record's label of code list 9603.
func label(of nhn.Resource) string {
	meta, _ := of["meta"].(nhn.Resource)
	all, _ := meta["security"].([]any)
	for _, one := range all {
		if c, ok := one.(nhn.Resource); ok && strings.HasSuffix(c["system"].(string), ".9603") {
			return c["code"].(string)
		}
	}
	return "N"
}

// sequence is the number of a person's first event. The numbers have holes.
const sequence = 480_000

// part is the part of the feed that is asked for, and whether there is more.
func (all events) part(asked map[string]any) (found []nhn.Resource, more bool) {
	after, _ := asked["etter"].(float64)
	most := int(asked["antall"].(float64))
	found = []nhn.Resource{}
	for i, e := range all {
		number := sequence + 17*(i+1)
		if float64(number) <= after || !slices.Contains(asked["tjenester"].([]any), any(e.service)) {
			continue
		}
		if len(found) == most {
			return found, true
		}
		one := nhn.Resource{
			"sekvensnummer": number, "tidspunkt": e.at.Format(time.RFC3339), "tjeneste": e.service, "type": e.kind, "skjerming": []any{e.label}, "bareInnbygger": e.own, "gjelder": nil,
		}
		if e.of != nil {
			i := e.of["identifier"].([]any)[0].(nhn.Resource)
			one["gjelder"] = nhn.Resource{"type": e.of["resourceType"], "identifier": nhn.Resource{"system": i["system"], "value": i["value"]}}
		}
		found = append(found, one)
	}
	return found, false
}

// names are services by name, at least one.
func names(v any) bool {
	all, ok := v.([]any)
	for _, one := range all {
		name, _ := one.(string)
		ok = ok && name != "" && name == strings.ToUpper(name)
	}
	return ok && len(all) > 0
}

func place(v any) bool {
	n, ok := v.(float64)
	return v == nil || ok && n >= 1 && n == float64(int64(n))
}

func count(v any) bool {
	n, ok := v.(float64)
	return ok && n >= 1 && n <= 100 && n == float64(int(n))
}
