package behandlingssted

import (
	"fmt"
	"strconv"

	"helsegraf/mocks/world"
)

// treatment is a treatment with another word for it.
type treatment struct{ name, synonym string }

// tree is the treatments by group. Their ids are their numbers in it, from 1.
var tree = []struct {
	group, subGroup string
	treatments      []treatment
}{
	{"Muskel og skjelett", "Kne", []treatment{
		{"Kneprotese, operasjon", "kneledd, slitasje"}, {"Korsbåndskade i kne, operasjon", "korsbånd"}, {"Meniskskade i kne, operasjon", "menisk"}, {"Artroskopi av kne", "kikkhull"},
	}},
	{"Muskel og skjelett", "Hofte og rygg", []treatment{{"Hofteprotese, operasjon", "hofteledd, slitasje"}, {"Skiveprolaps i rygg, utredning", "prolaps"}}},
	{"Øye", "Grå stær", []treatment{{"Grå stær, operasjon", "katarakt"}}},
	{"Øre, nese og hals", "Mandler og søvn", []treatment{{"Mandler, fjerning", "tonsillektomi"}, {"Søvnapné, utredning", "snorking"}}},
	{"Nerver", "Hodepine", []treatment{{"Migrene, utredning", "hodepine"}}},
	{"Psykisk helse", "Voksne", []treatment{{"Angst og depresjon, behandling", ""}}},
	{"Hud", "Eksem", []treatment{{"Psoriasis, behandling", ""}}},
}

// groups is the tree as the service sends it.
func groups() []any {
	var list []any
	id := 0
	for _, g := range tree {
		var in []any
		for _, t := range g.treatments {
			id++
			one := map[string]any{"behandlingsId": id, "navn": t.name, "synonym": t.synonym}
			if t.synonym == "" {
				one["synonym"] = nil
			}
			in = append(in, one)
		}
		list = append(list, map[string]any{"navn": g.group, "behandlingsUnderGrupper": []any{map[string]any{"navn": g.subGroup, "kode": nil, "behandlinger": in}}})
	}
	return list
}

// named are the treatments' names by id.
func named() map[int]string {
	all := map[int]string{}
	for _, g := range tree {
		for _, t := range g.treatments {
			all[len(all)+1] = t.name
		}
	}
	return all
}

// place is a place that gives treatments.
type place struct {
	name, region, municipality, number string
	address                            world.Address
	private, agreement                 bool
}

// places are two hospitals and a private clinic in each of the world's
// municipalities.
func places(w *world.World) []place {
	// By county.
	regions := map[string]string{
		"18": "HelseNord", "55": "HelseNord", "56": "HelseNord", "15": "HelseMidt", "50": "HelseMidt", "11": "HelseVest", "46": "HelseVest",
		"03": "HelseSorOst", "32": "HelseSorOst", "33": "HelseSorOst", "34": "HelseSorOst", "42": "HelseSorOst",
	}
	var all []place
	for _, m := range world.Municipalities {
		r := w.Dice("behandlingssted", m.Number)
		for i, kind := range []string{"universitetssykehus", "sykehus", "spesialistklinikk"} {
			address := world.AddressIn(r, m)
			one := place{
				name: fmt.Sprintf("Liksom %s %s", address.MunicipalityName, kind), region: regions[m.Number[:2]], municipality: address.MunicipalityName,
				address: address, private: i == 2, agreement: i == 2 && r.IntN(3) > 0,
			}
			for one.number == "" {
				eight := fmt.Sprintf("32%06d", r.IntN(1_000_000))
				if digit, ok := world.CheckDigit(eight, 3, 2, 7, 6, 5, 4, 3, 2); ok {
					one.number = eight + digit
				}
			}
			all = append(all, one)
		}
	}
	return all
}

// waitsAt are the places that give a treatment, each with its waiting times. Some do
// not know theirs, and most places give most treatments.
func (b register) waitsAt(id int) []any {
	list := []any{}
	for i, p := range b.places {
		r := b.World.Dice("behandlingssted", strconv.Itoa(id), p.number)
		if i > 2 && r.IntN(4) == 0 {
			continue
		}
		var waits []any
		for _, kind := range []string{"Utredning", "Dagbehandling", "Innleggelse"} {
			weeks := 1 + r.IntN(60)
			if kind == "Innleggelse" && r.IntN(3) == 0 {
				waits = append(waits, map[string]any{"type": kind, "uker": nil, "ukerTotalt": nil})
				continue
			}
			waits = append(waits, map[string]any{"type": kind, "uker": weeks, "ukerTotalt": weeks + r.IntN(8)})
		}
		list = append(list, map[string]any{
			"navn": p.name, "enhetInterntNavn": nil, "orgnummer": p.number, "kommune": p.municipality, "fylke": nil, "helseRegioner": []string{p.region},
			"ventetider": waits, "antall": 10 + r.IntN(500), "antallAr": b.World.Today().Year() - 1, "kommentar": nil,
			"besoksAdresse": map[string]any{"gateadresse": p.address.Street, "postnr": p.address.PostalCode, "poststed": p.address.City},
			"telefon":       "55500600", "avtaleMedHelfo": p.agreement, "erPrivat": p.private, "henvisningVurdering": nil, "harVurderingskompetanse": !p.private,
		})
	}
	return list
}
