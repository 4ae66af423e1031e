package personvern

import (
	"net/http"
	"time"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// included is a register or project of Personvern's, as it describes itself.
type included struct{ part, name, kind, purpose, insight, url, responsible, withdrawal string }

const byForm = "Logg inn på registerets nettside, eller send skjema for innsyn."

// healthRegisters are national registers; the addresses are made up.
var healthRegisters = []included{
	{part: "npr", name: "Norsk pasientregister", kind: "oppfort", purpose: "Administrasjon, styring og kvalitet i spesialisthelsetjenesten", insight: byForm, url: "https://registre.example/npr"},
	{part: "kpr", name: "Kommunalt pasient- og brukerregister", kind: "oppfort", purpose: "Planlegging og forskning om kommunale helse- og omsorgstjenester", insight: byForm, url: "https://registre.example/kpr"},
	{part: "sysvak", name: "Nasjonalt vaksinasjonsregister SYSVAK", kind: "oppfort", purpose: "Oversikt over vaksinasjon", insight: "Du finner vaksinene dine under Vaksiner.", url: "https://registre.example/sysvak"},
	{part: "lmr", name: "Legemiddelregisteret", kind: "oppfort", purpose: "Oversikt over bruk av legemidler", insight: byForm, url: "https://registre.example/lmr"},
	{part: "msis", name: "Meldingssystem for smittsomme sykdommer", kind: "oppfort", purpose: "Overvåking av smittsomme sykdommer", insight: byForm, url: "https://registre.example/msis"},
	{part: "kreftregisteret", name: "Kreftregisteret", kind: "inkludert", purpose: "Kunnskap om kreft, og masseundersøkelser", insight: byForm, url: "https://registre.example/kreft"},
	{part: "norpreg", name: "Norsk register for eksempler", kind: "deltager", purpose: "Kvalitet i behandlingen", insight: byForm, url: "https://registre.example/norpreg"},
}

// projects are research projects, all made up.
var projects = []included{
	{part: "forsk-hjerte", name: "Hjertehelse i Eksempelfylket", kind: "deltager", purpose: "Hvorfor noen får hjertesykdom", responsible: "Tenkt universitet", withdrawal: "Trekk samtykket på prosjektets side, eller ring prosjektlederen."},
	{part: "forsk-sovn", name: "Søvn og skiftarbeid", kind: "deltager", purpose: "Hvordan søvn påvirker helsen", responsible: "Liksom universitetssykehus", withdrawal: "Send melding til prosjektet."},
	{part: "forsk-mamma", name: "Mammografiprogrammet 2020–2030", kind: "inkludert", purpose: "Virkningen av masseundersøkelser", responsible: "Kreftregisteret", withdrawal: "Du kan reservere deg hos Kreftregisteret."},
}

// inclusions answers with ten at a time, of one category; pagingReference leads to the
// next.
func (v register) inclusions(w http.ResponseWriter, r *http.Request) {
	q, ok := v.question(w, r, pvkAudience, pvkScope)
	if !ok {
		return
	}
	if q.Category != "helseregister" && q.Category != "forskning" || q.Page == nil || *q.Page < 0 {
		pvkFault(w, http.StatusBadRequest, "PVK-0007", "kategori eller pagingReference er ikke gyldig")
		return
	}
	c, ok := v.Begin(w, r, "HentInnbyggersInkluderinger "+q.Category, q.Number)
	if !ok {
		return
	}
	list := []map[string]any{}
	if p := v.World.Person(q.Number); p != nil {
		list = v.inclusionsOf(p, q.Category)
	}
	const most = 10
	from := min(*q.Page*most, len(list))
	to, next := min(from+most, len(list)), 0
	if to < len(list) {
		next = *q.Page + 1
	}
	v.answer(c, "inkluderinger", "innbyggerFnr", list[from:to:to], map[string]any{"kategori": q.Category, "pagingReference": next})
}

// inclusionsOf are always the same: most adults are in a few registers; line takes part
// in two projects, and withdrew from a third.
func (v register) inclusionsOf(p *world.Person, category string) []map[string]any {
	r := v.World.Dice("inclusions", category, p.Number)
	list := []map[string]any{}
	add := func(of included, active bool) {
		record := map[string]any{
			"innbyggerFnr": p.Number, "partKode": of.part, "partNavn": of.name, "inkluderingType": of.kind, "aktiv": active, "kategori": category,
			"opprettetTidspunkt": standin.DotNet(v.World.Today().AddDate(-1-r.IntN(6), -r.IntN(12), 0).Add(9 * time.Hour)), "formaal": of.purpose, "innsyn": of.insight,
			"nettside": of.url, "ansvarlig": of.responsible, "tilbaketrekking": of.withdrawal, "samtykke": nil,
		}
		if of.kind == "deltager" {
			record["samtykke"] = map[string]any{"definisjonGuid": world.GUID(r), "aktiv": active}
		}
		if of.kind == "inkludert" && category == "forskning" {
			record["samtykke"] = map[string]any{"aktiv": false}
		}
		list = append(list, record)
	}
	for i, of := range healthRegisters {
		if category == "helseregister" && (i < 3 || p.Key == "line" || p.Adult(v.World.Now()) && r.IntN(3) == 0) {
			add(of, true)
		}
	}
	chance := 6
	if p.Key == "" {
		chance = 2 // most of a population has something to mix up
	}
	for i, of := range projects {
		if category == "forskning" && (p.Key == "line" || p.Key != "nils" && p.Adult(v.World.Now()) && r.IntN(chance) == 0) {
			add(of, p.Key != "line" || i != 1)
		}
	}
	return list
}
