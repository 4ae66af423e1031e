package pasientjournal

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// regions are the four health regions; the index is the region's number in
// identifiers.
var regions = []string{"NORD", "MIDT", "VEST", "SOR_OST"}

// hospitals are two invented hospitals in each region.
var hospitals = map[string][]string{
	"NORD":    {"Nordlys eksempelsykehus", "Midnattssol eksempelsykehus"},
	"MIDT":    {"Fjordsyn eksempelsykehus", "Lyngheim eksempelsykehus"},
	"VEST":    {"Regnbuen eksempelsykehus", "Havbris eksempelsykehus"},
	"SOR_OST": {"Solsletta eksempelsykehus", "Skogheim eksempelsykehus"},
}

// kind is a type of document: code list 9602, with the type at its second level and
// the class at its first.
type kind struct {
	code, display, class string
	title, unit          string
	text                 string
	adults, women        bool // only written about adults, or women
}

var kinds = []kind{
	{"A03-2", "Epikrise", "A00-1", "Epikrise etter innleggelse", "Medisinsk avdeling", "Innlagt med feber og hoste. God effekt av behandling. Utskrives i fin form.", false, false},
	{"A13-2", "Poliklinisk epikrise", "A00-1", "Epikrise fra poliklinikk", "Ortopedisk poliklinikk", "Kontroll etter brudd. Bruddet er grodd. Ingen videre kontroller.", false, false},
	{"A12-2", "Utskrivings-/Pasientorientering", "A00-1", "Orientering til pasienten", "Kirurgisk avdeling", "Du kan dusje etter to dager. Ta kontakt ved feber eller økende smerter.", false, false},
	{"A04-2", "Sykepleiesammenfatning", "A00-1", "Sykepleiesammenfatning", "Medisinsk sengepost", "Pasienten er selvhjulpen. Spiser og sover godt.", false, false},
	{"A07-2", "Psykologsammenfatning", "A00-1", "Sammenfatning fra psykolog", "Poliklinikk for barn, unge og voksne", "Åtte samtaler. Målene for behandlingen er nådd.", false, false},
	{"B02-2", "Journalnotat", "B00-1", "Journalnotat", "Akuttmottaket", "Undersøkt og observert. Reiser hjem.", false, false},
	{"B03-2", "Poliklinisk notat", "B00-1", "Notat fra poliklinisk kontroll", "Medisinsk poliklinikk", "Kommer til avtalt kontroll. Har det bra. Ny time om ett år.", false, false},
	{"C01-2", "Medisinsk biokjemi", "C00-1", "Blodprøver", "Laboratorium for medisinsk biokjemi", "Hb 13,4 g/dL. CRP < 5 mg/L. Kreatinin 71 µmol/L.", false, false},
	{"C03-2", "Mikrobiologi, virologi og serologi", "C00-1", "Dyrkningssvar", "Mikrobiologisk laboratorium", "Ingen vekst av sykdomsfremkallende bakterier.", false, false},
	{"C04-2", "Patologi, histologi og cytologi", "C00-1", "Svar på vevsprøve", "Avdeling for patologi", "Godartet forandring. Fjernet i sin helhet.", false, false},
	{"C07-2", "Allergiutredning", "C00-1", "Allergiutredning", "Barnepoliklinikken", "Prikktest positiv for bjørk og timotei, ellers negativ.", false, false},
	{"D01-2", "Hjerte og kretsløp", "D00-1", "Ultralyd av hjertet", "Hjertepoliklinikken", "Normal størrelse og funksjon. Ingen klaffefeil.", true, false},
	{"D02-2", "Lunge", "D00-1", "Pusteprøve (spirometri)", "Lungepoliklinikken", "FEV1 92 % av forventet. Normal prøve.", false, false},
	{"E01-2", "Diagnostiske bilder", "E00-1", "Røntgen thorax", "Radiologisk avdeling", "Normale forhold i lunger og hjerte.", false, false},
	{"F02-2", "Anestesi- og opr. Rapporter", "F00-1", "Operasjonsbeskrivelse", "Kirurgisk avdeling", "Dagkirurgi i narkose. Ukomplisert inngrep.", false, false},
	{"F04-2", "Svangerskap og fødsel", "F00-1", "Fødselsjournal", "Føde- og barselavdelingen", "Spontan fødsel til termin. Mor og barn har det bra.", true, true},
	{"F09-2", "Ambulansejournal", "F00-1", "Ambulansejournal", "Ambulansetjenesten", "Hentet hjemme etter fall. Stabil under transport.", false, false},
	{"I01-2", "Henvisninger", "I00-1", "Henvisning til spesialist", "Medisinsk poliklinikk", "Henvises for vurdering av langvarig hoste.", false, false},
	{"I02-2", "Brev", "I00-1", "Innkalling til time", "Pasientkontoret", "Du har fått time. Gi beskjed hvis den ikke passer.", false, false},
	{"J01-2", "Sykmeldinger og trygdesaker", "J00-1", "Sykmelding", "Ortopedisk poliklinikk", "Sykmeldt 100 % i 14 dager.", true, false},
}

// document is a document as filed by a hospital.
type document struct {
	kind
	region, hospital string
	uniqueID         string
	made             time.Time
	labels           []string // code list 9603
	contentType      string
	superseded       bool
	large            bool // a file of many megabytes
}

func (d *document) number() string {
	return "2.999.1." + strconv.Itoa(slices.Index(regions, d.region)+1)
}
func (d *document) repository() string { return d.number() + ".10" }
func (d *document) community() string  { return "urn:oid:" + d.number() }

// script is a persona's documents, one per line: days ago, code of 9602, distance from
// home (0 is the region of the address), labels of 9603 joined by "+". Random ones are
// added.
type script struct {
	entries []entry
	more    int
}

type entry struct {
	days   int
	code   string
	away   int
	labels string
}

// personas have the documents that show the rules: every code of 9603, documents in one
// region or in all, and more than fits in one answer.
var personas = map[string]script{
	"line": {entries: []entry{
		{3, "I01-2", 0, "N"}, {9, "C01-2", 0, "NORU"}, {20, "B03-2", 0, "N"}, {45, "E01-2", 0, "N"}, {80, "A03-2", 1, "N"},
		{140, "B03-2", 0, "NORS"}, {141, "C04-2", 0, "NORN_FPB"}, {200, "C04-2", 0, "N"}, {260, "D01-2", 2, "N"}, {330, "J01-2", 0, "N"},
		{400, "A13-2", 0, "NORN_FORANS"}, {401, "B02-2", 0, "NORN_UNGDOM"}, {520, "B02-2", 0, "N"}, {610, "F02-2", 1, "N+NORS"},
		{611, "A04-2", 1, "NORS+NORU"}, {700, "A12-2", 1, "N"}, {900, "I02-2", 0, "N"}, {901, "A03-2", 2, "NORN_FFL"}, {902, "A03-2", 0, "NORN_KUT"},
		{903, "A07-2", 0, "NORN_EPO"}, {904, "B02-2", 3, "NORN_ALL"}, {905, "B02-2", 0, "NORN_FFH"}, {906, "B02-2", 2, "NORN_DUP"}, {907, "B02-2", 0, "NORN_ANG"},
		{1100, "A03-2", 3, "N"}, {3420, "F04-2", 0, "N"}, {4850, "F04-2", 0, "N"}, {5500, "C03-2", 1, "NORN_FOR"},
		// Mistakes in the register itself: a missing code, and one in no list.
		{430, "C01-2", 0, ""}, {431, "C03-2", 1, "NORX"},
	}},
	"dan": {entries: []entry{
		{14, "B03-2", 0, "N"}, {60, "C07-2", 0, "N"}, {61, "I01-2", 0, "N"}, {200, "A07-2", 0, "NORN_FORANS"}, {300, "F09-2", 0, "NORN_UNGDOM"}, {301, "E01-2", 0, "N"}, {900, "A03-2", 1, "N"},
	}},
	"dina":   {entries: []entry{{30, "A07-2", 0, "NORN_FORANS"}, {31, "C01-2", 0, "NORU"}, {90, "B03-2", 0, "N"}, {400, "A13-2", 0, "N"}}},
	"unni":   {entries: []entry{{10, "A07-2", 0, "NORN_UNGDOM"}, {50, "B03-2", 0, "N"}, {51, "C01-2", 0, "N"}, {500, "A03-2", 1, "N"}}},
	"berit":  {entries: []entry{{6, "D01-2", 0, "N"}, {7, "A03-2", 0, "N"}, {8, "C01-2", 0, "NORU"}}, more: 12},
	"astrid": {entries: []entry{{2, "A04-2", 0, "N"}}, more: 130},
	"viktor": {entries: []entry{{25, "A13-2", 0, "N"}, {26, "B03-2", 0, "NORN_FORANS"}}, more: 4},
	"nils":   {more: 3},
	"bodil":  {more: 5},
	"birger": {more: 6},
	"arne":   {more: 4},
	"anna":   {more: 7},
	"ines":   {more: 5},
	"randi":  {more: 6},
	"david":  {more: 9},
}

// documentsOf returns a person's documents in all regions, newest first. They are made
// for each request, and always the same.
func documentsOf(w *world.World, number string) []*document {
	p := w.Person(number)
	if p == nil {
		return nil
	}
	r := w.Dice("pasientjournal", number)
	script, scripted := personas[p.Key]
	if !scripted {
		script.more = max(0, r.IntN(10)-1)
	}
	var all []*document
	for _, e := range script.entries {
		all = append(all, documentOf(w, r, p, e))
	}
	for range script.more {
		all = append(all, documentOf(w, r, p, chanceEntry(r, p)))
	}
	if p.Key == "line" {
		all[3].large, all[3].contentType = true, "application/pdf"
		old := *all[2]
		old.uniqueID, old.superseded, old.made = old.uniqueID+".0", true, old.made.Add(-time.Hour)
		all = append(all, &old)
	}
	all = slices.DeleteFunc(all, func(d *document) bool {
		return d.made.Before(p.Born) || !p.Died.IsZero() && d.made.After(p.Died)
	})
	slices.SortStableFunc(all, func(a, b *document) int { return b.made.Compare(a.made) })
	return all
}

// chanceEntry makes a random document, mostly at home and mostly open.
func chanceEntry(r *rand.Rand, p *world.Person) entry {
	kind := world.Pick(r, kinds)
	for kind.women && !p.Woman {
		kind = world.Pick(r, kinds)
	}
	e := entry{days: 1 + r.IntN(12*365), code: kind.code, labels: "N"}
	if r.IntN(5) == 0 {
		e.away = 1 + r.IntN(3)
	}
	if r.IntN(8) == 0 {
		e.labels = world.Pick(r, []string{"NORS", "NORS", "NORU", "NORN_DUP", "NORN_FORANS", "NORN_EPO", "NORN_FOR"})
	}
	return e
}

func documentOf(w *world.World, r *rand.Rand, p *world.Person, e entry) *document {
	made := w.Today().AddDate(0, 0, -e.days).Add(time.Duration(7*60+r.IntN(12*60)) * time.Minute)
	d := &document{made: made, contentType: "application/pdf"}
	d.kind = kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.code == e.code })]
	if d.adults && made.Before(p.Born.AddDate(18, 0, 0)) {
		d.kind = kinds[6] // a poliklinisk notat can be about anyone
	}
	home := slices.Index(regions, world.Region(p.Address.Municipality))
	d.region = regions[(home+e.away)%len(regions)]
	d.hospital = world.Pick(r, hospitals[d.region])
	// Arcs have at most nine digits, so that none looks like an identity number.
	d.uniqueID = fmt.Sprintf("%s.20.%d.%d", d.number(), r.IntN(1e9), r.IntN(1e9))
	if e.labels != "" {
		d.labels = strings.Split(e.labels, "+")
	}
	switch n := r.IntN(4); {
	case d.class == "C00-1" && n < 2:
		d.contentType = "text/plain"
	case d.class == "A00-1" && n < 2:
		d.contentType = "application/xml"
	}
	return d
}

// references finds the documents of a DocumentReference search.
func (j register) references(q nhn.Query) nhn.Found {
	found := nhn.Found{Incomplete: true}
	blocked := 0
	for _, d := range documentsOf(j.World, q.Number) {
		status := "current"
		if d.superseded {
			status = "superseded"
		}
		if d.region != j.region || !slices.Contains(strings.Split(q.Values["status"], ","), status) {
			continue
		}
		if slices.Contains(d.labels, "NORS") {
			blocked++
		}
		found.Records = append(found.Records, nhn.Record{Resource: func(number string) map[string]any { return d.reference(q.Mount, number, status) }})
	}
	found.Header = http.Header{"Nhn-Securitylabel-Nors-Count": {strconv.Itoa(blocked)}}
	return found
}

func subject(number string) map[string]any {
	return map[string]any{"type": "Patient", "identifier": map[string]any{"system": nhn.NumberSystem(number), "value": number}}
}

// volven returns the identifier of a code list: the regions do not agree on one.
func (d *document) volven(list string) string {
	switch d.region {
	case "NORD":
		return "http://ehelse.no/fhir/CodeSystem/no-kodeverk-" + list
	case "VEST":
		return "http://helsedir.no/fhir/CodeSystem/no-kodeverk-" + list
	}
	return "urn:oid:2.16.578.1.12.4.1.1." + list
}

// reference returns the document as a DocumentReference.
func (d *document) reference(prefix, patient, status string) map[string]any {
	kind := map[string]any{"system": d.volven("9602"), "code": d.code}
	if d.region != "VEST" { // which sends no code names
		kind["display"] = d.display
	}
	labels := []any{map[string]any{"coding": []any{map[string]any{"system": "urn:oid:2.16.840.1.113883.5.25", "code": "N"}}}}
	for _, label := range d.labels {
		labels = append(labels, map[string]any{"coding": []any{map[string]any{"system": d.volven("9603"), "code": label}}})
	}
	names := url.Values{"documentUniqueId": {d.uniqueID}, "repositoryUniqueId": {d.repository()}, "homeCommunityId": {d.community()}}
	return map[string]any{
		"resourceType": "DocumentReference", "id": "dr-" + d.uniqueID, "status": status,
		"meta":             map[string]any{"profile": []any{"https://profiles.ihe.net/ITI/MHD/StructureDefinition/IHE.MHD.Comprehensive.DocumentReference"}},
		"masterIdentifier": map[string]any{"system": "urn:ietf:rfc:3986", "value": "urn:oid:" + d.uniqueID},
		"type":             map[string]any{"coding": []any{kind}},
		"category":         []any{map[string]any{"coding": []any{map[string]any{"system": d.volven("9602"), "code": d.class}}}},
		"subject":          subject(patient),
		"date":             d.made.Format(time.RFC3339),
		"author":           []any{map[string]any{"display": d.unit + ", " + d.hospital}},
		"securityLabel":    labels,
		"content":          []any{map[string]any{"attachment": map[string]any{"contentType": d.contentType, "title": d.title, "url": prefix + "/mhd/document?" + names.Encode()}}},
		"ukjentFelt":       []any{1, "to"},
	}
}
