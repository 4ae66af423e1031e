package pasientreiser

import (
	"math/rand/v2"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// stage is how far a claim has come.
type stage struct {
	status      string
	begun, sent int // days ago; 0 is not sent
	decided     int // days ago; 0 is not decided
	reason      string
	declined    bool
}

// Those of line come first. What a claim is about follows from its place in the list.
var stages = []stage{
	{status: "KLADD", begun: 2},
	{status: "MANGLER_DOKUMENTASJON", begun: 21, sent: 20},
	{status: "UTBETALT", begun: 96, sent: 95, decided: 80},
	{status: "DELVIS", begun: 143, sent: 143, decided: 120, reason: "Parkering er ikke dekket fordi du ikke har dokumentert behov for å bruke bil."},
	{status: "UNDER_BEHANDLING", begun: 9, sent: 9},
	{status: "SENDT", begun: 3, sent: 3},
	{status: "INNVILGET", begun: 40, sent: 40, decided: 5},
	{status: "AVSLAG", begun: 60, sent: 58, decided: 30, reason: "Reisen er kortere enn ti kilometer, og du har ikke dokumentert behov for tilrettelagt transport.", declined: true},
}

var places = []struct {
	name string
	km   float64
}{{"Eksempel sykehus", 42}, {"Tenkt sykehus", 118.5}, {"Prøve rehabiliteringssenter", 231}, {"Testhaugen fysioterapi", 17.5}}

// claims are those of one person, always the same: line has four, nils none, and
// others have one to three.
func claims(w *world.World, p *world.Person) (all []nhn.Resource) {
	r := w.Dice("pasientreiser", p.Number)
	from := r.IntN(len(stages))
	some := 1 + r.IntN(3)
	switch p.Key {
	case "line":
		from, some = 0, 4
	case "nils":
		some = 0
	}
	for i := range some {
		at := (from + i) % len(stages)
		if one := stages[at].claim(w, p, r, at); one != nil {
			all = append(all, one)
		}
	}
	return all
}

// claim is nil when the person was not born.
func (s stage) claim(w *world.World, p *world.Person, r *rand.Rand, at int) nhn.Resource {
	treated := w.Today().AddDate(0, 0, -s.begun-1)
	id := world.GUID(r)
	if treated.Before(p.Born) {
		return nil
	}
	ago := func(days int) time.Time { return w.Today().AddDate(0, 0, -days) }
	place := places[at%len(places)]
	claim := nhn.Resource{
		"id": id, "status": s.status, "opprettet": ago(s.begun).Add(19 * time.Hour).Format(time.RFC3339), "skjerming": []string{"N"},
		"reiser": []any{nhn.Resource{
			"behandlingsdato": treated.Format(time.DateOnly), "behandlingssted": place.name, "fra": p.Address.PostalCode + " " + p.Address.City,
			"km": place.km, "turRetur": true, "ledsager": !p.Adult(w.Now()), "tillegg": []any{
				nhn.Resource{"type": "PARKERING", "belop": 60, "dokumentert": true}, nhn.Resource{"type": "BOMPENGER", "belop": 34.5, "dokumentert": s.status != "MANGLER_DOKUMENTASJON"},
			},
		}},
	}
	if s.sent > 0 {
		claim["innsendt"] = ago(s.sent).Add(19*time.Hour + 12*time.Minute).Format(time.RFC3339)
	}
	if s.status == "MANGLER_DOKUMENTASJON" {
		claim["mangler"] = []string{"Kvittering for bompenger"}
	}
	if s.decided > 0 {
		decision := nhn.Resource{"dato": ago(s.decided).Format(time.DateOnly), "belop": 213.4, "egenandel": 172, "begrunnelse": s.reason, "klagefrist": ago(s.decided - 42).Format(time.DateOnly)}
		if s.declined {
			decision["belop"] = 0
		}
		claim["vedtak"] = decision
	}
	return claim
}

// trips are those ordered from today on, always the same: line has two, nils none, and
// others at most one. Dina's is not for her parents to see.
func trips(w *world.World, p *world.Person) (all []nhn.Resource) {
	r := w.Dice("pasientreiser", "rekvirerte", p.Number)
	ordered := func(status string, days, hour int, labels ...string) {
		all = append(all, nhn.Resource{
			"id": world.GUID(r), "status": status, "hentes": w.Today().AddDate(0, 0, days).Add(time.Duration(hour) * time.Hour).Format(time.RFC3339),
			"fra": p.Address.Street + ", " + p.Address.City, "til": world.Pick(r, places).name, "skjerming": labels,
		})
	}
	switch p.Key {
	case "line":
		ordered("VURDERES", 24, 8, "N")
		ordered("GODKJENT", 9, 7, "N")
	case "dina":
		ordered("GODKJENT", 4, 13, "NORN_FORANS")
	case "nils":
	default:
		if days := 1 + r.IntN(60); r.IntN(3) < 2 {
			ordered(world.Pick(r, []string{"INNSENDT", "VURDERES", "GODKJENT", "UNDERKJENT"}), days, 7+r.IntN(8), "N")
		}
	}
	return all
}
