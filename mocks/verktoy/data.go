package verktoy

import (
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// offers are the tools there are. Those without terms are open to all; from is the age
// they are for.
var offers = []struct {
	id, title, description, provider, terms string
	course                                  bool
	from                                    int
}{
	{"mestring", "Mestring av angst", "Nettbasert program med øvelser du gjør i ditt eget tempo.", "Tenkt sykehus", "Programmet lagrer svarene dine hos Tenkt sykehus.", false, 16},
	{"sovn", "Søvnskolen", "Lær hva som gir bedre søvn, og før søvndagbok i fire uker.", "Eksempel helse AS", "Leverandøren får vite at du bruker verktøyet.", false, 16},
	{"migrene", "Hodepinedagbok", "Registrer hodepine og medisinbruk, og ta med oversikten til legen.", "Eksempel helse AS", "", false, 13},
	{"rygg", "Leve med ryggplager", "Kurs over tre kvelder på lærings- og mestringssenteret.", "Prøve lærings- og mestringssenter", "", true, 16},
	{"roykfri", "Slutta", "Hjelp til å slutte å røyke eller snuse.", "Eksempelvik kommune", "", false, 13},
	{"ung", "Ung og syk", "Samtalegruppe for unge med langvarig sykdom.", "Tenkt sykehus", "", true, 13},
	{"diabetes", "Startkurs om diabetes", "To dager om kosthold, medisiner og egenkontroll.", "Prøve lærings- og mestringssenter", "", true, 16},
}

// tools are those offered to one person, always the same: line has the first five, nils
// none, and others some of those for their age. Line has accepted the terms of the
// first one.
func tools(w *world.World, p *world.Person) (all []nhn.Resource) {
	r := w.Dice("verktoy", p.Number)
	for i, o := range offers {
		offered, accepted := r.IntN(2) == 0, r.IntN(2) == 0
		switch p.Key {
		case "line":
			offered, accepted = i < 5, i == 0
		case "nils":
			offered = false
		case "yngve":
			offered = true
		}
		if !offered || p.Born.AddDate(o.from, 0, 0).After(w.Now()) {
			continue
		}
		kind, terms := "VERKTOY", nhn.Resource{"maaGodtas": false}
		if o.course {
			kind = "KURS"
		}
		one := nhn.Resource{
			"id": o.id, "tittel": o.title, "beskrivelse": o.description, "tilbyder": o.provider, "type": kind, "vilkaar": terms,
			"adresse": "https://verktoy.example.no/" + o.id, "skjerming": []string{"N"},
		}
		if o.terms != "" {
			one["vilkaar"] = nhn.Resource{"tekst": o.terms, "adresse": "https://verktoy.example.no/" + o.id + "/vilkaar", "maaGodtas": true, "godtatt": accepted}
			if !accepted {
				delete(one, "adresse")
			}
		}
		all = append(all, one)
	}
	return all
}
