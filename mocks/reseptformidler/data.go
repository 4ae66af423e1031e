package reseptformidler

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/world"
)

// Code lists used in prescriptions: public values, as published in FEST and SFM's
// examples.
var (
	statuses = map[string]string{"E": "Ekspederbar", "U": "Under ekspedering", "R": "Resept avsluttet", "T": "Tilbakekalt", "F": "Foreldet"}
	uses     = map[string]string{"1": "Fast", "2": "Kur", "3": "Ved behov"}
	groups   = map[string]string{"A": "Reseptgruppe A", "B": "Reseptgruppe B", "C": "Reseptgruppe C", "F": "Reseptgruppe F", "K": "Kosttilskudd"}
	legal    = map[string]string{"200": "§5-14 §2", "400": "§5-14 §4", "700": "§5-22"}
	forms    = map[string]string{
		"Tablett": "53", "Depottablett": "68", "Enterotablett": "28", "Kapsel, hard": "891",
		"Mikstur, oppløsning": "842", "Injeksjonsvæske, oppløsning": "11", "Øyedråper, suspensjon": "721",
	}
	conditions = map[string]string{
		"-26": "Etablert aterosklerotisk sykdom (sekundærprevensjon)",
		"E03": "Annen hypotyreose", "E10": "Diabetes mellitus type 1", "E11": "Diabetes mellitus type 2", "F33": "Tilbakevendende depressiv lidelse",
		"F90": "Hyperkinetiske forstyrrelser", "G20": "Parkinsons sykdom", "G30": "Alzheimers sykdom", "G40": "Epilepsi", "G43": "Migrene",
		"H40": "Glaukom", "I10": "Essensiell (primær) hypertensjon", "I48": "Atrieflimmer og atrieflutter", "I50": "Hjertesvikt",
		"J30": "Vasomotorisk og allergisk rhinitt", "J44": "Annen kronisk obstruktiv lungesykdom", "J45": "Astma",
		"K21": "Gastroøsofageal reflukssykdom", "M05": "Seropositiv reumatoid artritt", "M10": "Urinsyregikt", "M81": "Osteoporose uten patologisk brudd",
	}
)

// medicine is one medicine as prescribed.
type medicine struct {
	atc, substance, name, form, group string
	use                               string // code list 9101
	legal, condition                  string // reimbursement
	from, to                          int    // ages it is prescribed for
	dosage                            string
}

// medicines on the Norwegian market, with their ATC codes and groups.
var medicines = []medicine{
	{"A02BC02", "Pantoprazol", "Somac enterotab 40 mg", "Enterotablett", "C", "1", "200", "K21", 18, 120, "1 tablett morgen før mat"},
	{"A02BC05", "Esomeprazol", "Nexium enterotab 20 mg", "Enterotablett", "C", "3", "200", "K21", 18, 120, "1 tablett daglig ved behov mot sure oppstøt"},
	{"A06AD11", "Laktulose", "Laktulose mikst oppl 667 mg/ml", "Mikstur, oppløsning", "F", "3", "", "", 1, 120, "15 ml daglig ved behov mot forstoppelse"},
	{"A10AB05", "Insulin aspart", "NovoRapid FlexPen inj oppl 100 E/ml", "Injeksjonsvæske, oppløsning", "C", "1", "200", "E10", 6, 90, "Til måltid, etter avtale med lege"},
	{"A10AE04", "Insulin glargin", "Lantus inj oppl 100 E/ml", "Injeksjonsvæske, oppløsning", "C", "1", "200", "E10", 6, 90, "18 E under huden kveld"},
	{"A10BA02", "Metformin", "Metformin Aurobindo tab 500 mg", "Tablett", "C", "1", "200", "E11", 35, 95, "1 tablett morgen og 1 tablett kveld sammen med mat"},
	{"A10BH01", "Sitagliptin", "Januvia tab 100 mg", "Tablett", "C", "1", "200", "E11", 40, 95, "1 tablett morgen"},
	{"A10BJ06", "Semaglutid", "Ozempic inj oppl 0,5 mg", "Injeksjonsvæske, oppløsning", "C", "1", "200", "E11", 35, 80, "0,5 mg under huden én gang i uken, samme ukedag"},
	{"A10BK03", "Empagliflozin", "Jardiance tab 10 mg", "Tablett", "C", "1", "200", "E11", 40, 95, "1 tablett morgen"},
	{"A11CC05", "Kolekalsiferol", "Nycoplus D3-vitamin tab 20 mikrog", "Tablett", "K", "1", "", "", 1, 120, "1 tablett daglig"},
	{"B01AA03", "Warfarin", "Marevan tab 2,5 mg", "Tablett", "C", "1", "200", "I48", 55, 100, "Etter doseringskort"},
	{"B01AC04", "Klopidogrel", "Plavix tab 75 mg", "Tablett", "C", "1", "200", "-26", 50, 100, "1 tablett morgen"},
	{"B01AC06", "Acetylsalisylsyre", "Albyl-E enterotab 75 mg", "Enterotablett", "C", "1", "200", "-26", 50, 100, "1 tablett morgen. Svelges hel"},
	{"B01AF01", "Rivaroksaban", "Xarelto tab 20 mg", "Tablett", "C", "1", "200", "I48", 50, 100, "1 tablett til middag, sammen med mat"},
	{"B01AF02", "Apiksaban", "Eliquis tab 5 mg", "Tablett", "C", "1", "200", "I48", 55, 100, "1 tablett morgen og 1 tablett kveld"},
	{"C01AA05", "Digoksin", "Lanoxin tab 62,5 mikrog", "Tablett", "C", "1", "200", "I50", 65, 100, "1 tablett morgen"},
	{"C01CA24", "Adrenalin", "EpiPen inj oppl 0,3 mg", "Injeksjonsvæske, oppløsning", "C", "3", "", "", 10, 70, "1 injeksjon i låret ved alvorlig allergisk reaksjon. Ring 113"},
	{"C03CA01", "Furosemid", "Furix tab 40 mg", "Tablett", "C", "1", "200", "I50", 60, 100, "1 tablett morgen"},
	{"C03DA01", "Spironolakton", "Spirix tab 25 mg", "Tablett", "C", "1", "200", "I50", 60, 100, "1 tablett morgen"},
	{"C07AB02", "Metoprolol", "Selo-Zok depottab 50 mg", "Depottablett", "C", "1", "200", "I10", 45, 100, "1 depottablett morgen. Svelges hel"},
	{"C08CA01", "Amlodipin", "Amlodipin Sandoz tab 5 mg", "Tablett", "C", "1", "200", "I10", 40, 100, "1 tablett morgen"},
	{"C09AA05", "Ramipril", "Ramipril HEXAL tab 5 mg", "Tablett", "C", "1", "200", "I10", 40, 100, "1 tablett morgen"},
	{"C09CA06", "Kandesartan", "Atacand tab 8 mg", "Tablett", "C", "1", "200", "I10", 40, 100, "1 tablett morgen"},
	{"C10AA05", "Atorvastatin", "Atorvastatin Sandoz tab 40 mg", "Tablett", "C", "1", "200", "-26", 45, 100, "1 tablett kveld"},
	{"D07AB02", "Hydrokortisonbutyrat", "Locoid krem 0,1 %", "Krem", "C", "2", "", "", 2, 90, "Smøres tynt på utslett 1 gang daglig i 2 uker"},
	{"G03AA12", "Drospirenon og etinyløstradiol", "Yasmin tab 0,03 mg/3 mg", "Tablett", "C", "1", "", "", 16, 45, "1 tablett daglig i 21 dager, deretter 7 dager pause"},
	{"G03AC09", "Desogestrel", "Cerazette tab 75 mikrog", "Tablett", "C", "1", "700", "", 16, 21, "1 tablett daglig til samme tid"},
	{"G04CA02", "Tamsulosin", "Tamsulosin Viatris kaps 0,4 mg", "Kapsel, hard", "C", "1", "", "", 55, 95, "1 kapsel etter frokost. Svelges hel"},
	{"H02AB06", "Prednisolon", "Prednisolon Alternova tab 5 mg", "Tablett", "C", "2", "", "", 18, 100, "4 tabletter morgen i 5 dager, deretter nedtrapping etter avtale"},
	{"H03AA01", "Levotyroksinnatrium", "Levaxin tab 100 mikrog", "Tablett", "C", "1", "200", "E03", 25, 100, "1 tablett morgen, en halv time før frokost"},
	{"J01AA02", "Doksysyklin", "Doxylin tab 100 mg", "Tablett", "C", "2", "", "", 16, 100, "2 tabletter første dag, deretter 1 tablett daglig i 7 dager"},
	{"J01CA08", "Pivmecillinam", "Selexid tab 200 mg", "Tablett", "C", "2", "", "", 15, 100, "1 tablett 3 ganger daglig i 3 dager"},
	{"J01CE02", "Fenoksymetylpenicillin", "Apocillin tab 660 mg", "Tablett", "C", "2", "", "", 12, 100, "1 tablett 4 ganger daglig i 7 dager"},
	{"J01CE02", "Fenoksymetylpenicillin", "Apocillin mikst 50 mg/ml", "Mikstur, oppløsning", "C", "2", "", "", 1, 12, "5 ml 4 ganger daglig i 7 dager. Omrystes før bruk"},
	{"L04AX03", "Metotreksat", "Metex inj oppl 15 mg", "Injeksjonsvæske, oppløsning", "C", "1", "200", "M05", 30, 85, "15 mg under huden én gang i uken, mandag"},
	{"M01AE01", "Ibuprofen", "Ibux tab 600 mg", "Tablett", "C", "3", "", "", 16, 75, "1 tablett inntil 3 ganger daglig ved behov mot smerter"},
	{"M01AE02", "Naproksen", "Naproxen-E enterotab 500 mg", "Enterotablett", "C", "2", "", "", 18, 70, "1 tablett morgen og 1 tablett kveld i 10 dager"},
	{"M04AA01", "Allopurinol", "Zyloric tab 300 mg", "Tablett", "C", "1", "200", "M10", 45, 95, "1 tablett daglig etter mat"},
	{"M05BA04", "Alendronsyre", "Fosamax tab 70 mg", "Tablett", "C", "1", "200", "M81", 60, 100, "1 tablett én gang i uken, stående, med et glass vann"},
	{"N02AA01", "Morfin", "Dolcontin depottab 10 mg", "Depottablett", "A", "1", "", "", 40, 100, "1 depottablett morgen og 1 depottablett kveld"},
	{"N02AA05", "Oksykodon", "OxyNorm kaps 5 mg", "Kapsel, hard", "A", "3", "", "", 30, 100, "1 kapsel ved behov mot sterke smerter, inntil 4 ganger daglig"},
	{"N02AJ06", "Kodein og paracetamol", "Pinex Forte tab 500 mg/30 mg", "Tablett", "B", "3", "", "", 18, 90, "1 tablett ved behov mot smerter, inntil 4 ganger daglig"},
	{"N02BE01", "Paracetamol", "Paracet tab 500 mg", "Tablett", "C", "3", "", "", 12, 120, "1–2 tabletter ved behov mot smerter, inntil 4 ganger daglig"},
	{"N02CC01", "Sumatriptan", "Imigran tab 50 mg", "Tablett", "C", "3", "200", "G43", 18, 65, "1 tablett ved migreneanfall. Kan gjentas etter 2 timer"},
	{"N03AX09", "Lamotrigin", "Lamictal tab 100 mg", "Tablett", "C", "1", "200", "G40", 12, 90, "1 tablett morgen og 1 tablett kveld"},
	{"N04BA02", "Levodopa og benserazid", "Madopar kaps 100 mg/25 mg", "Kapsel, hard", "C", "1", "200", "G20", 55, 95, "1 kapsel 4 ganger daglig, faste klokkeslett"},
	{"N05BA01", "Diazepam", "Vival tab 5 mg", "Tablett", "B", "3", "", "", 25, 80, "1 tablett ved behov mot uro"},
	{"N05BA04", "Oksazepam", "Sobril tab 10 mg", "Tablett", "B", "3", "", "", 30, 100, "1 tablett ved behov mot uro"},
	{"N05CF01", "Zopiklon", "Imovane tab 7,5 mg", "Tablett", "B", "3", "", "", 25, 100, "1 tablett ved sengetid ved behov"},
	{"N05CH01", "Melatonin", "Circadin depottab 2 mg", "Depottablett", "C", "3", "", "", 6, 100, "1 depottablett 1 time før sengetid"},
	{"N06AB06", "Sertralin", "Zoloft tab 50 mg", "Tablett", "C", "1", "200", "F33", 18, 85, "1 tablett morgen"},
	{"N06AB10", "Escitalopram", "Cipralex tab 10 mg", "Tablett", "C", "1", "200", "F33", 18, 90, "1 tablett morgen"},
	{"N06AX11", "Mirtazapin", "Mirtazapin Sandoz tab 15 mg", "Tablett", "C", "1", "200", "F33", 25, 100, "1 tablett ved sengetid"},
	{"N06BA04", "Metylfenidat", "Concerta depottab 18 mg", "Depottablett", "A", "1", "200", "F90", 7, 40, "1 depottablett morgen. Svelges hel"},
	{"N06DA02", "Donepezil", "Aricept tab 10 mg", "Tablett", "C", "1", "200", "G30", 70, 100, "1 tablett kveld"},
	{"R01AD09", "Mometason", "Nasonex nesespray 50 mikrog/dose", "Nesespray, suspensjon", "C", "3", "200", "J30", 6, 90, "1–2 spraydoser i hvert nesebor daglig i pollensesongen"},
	{"R03AC02", "Salbutamol", "Ventoline inh pulv 0,2 mg/dose", "Inhalasjonspulver", "C", "3", "200", "J45", 4, 100, "1 inhalasjon ved behov ved tung pust, inntil 4 ganger daglig"},
	{"R03AK07", "Budesonid og formoterol", "Symbicort Turbuhaler inh pulv 160/4,5 mikrog", "Inhalasjonspulver", "C", "1", "200", "J45", 12, 100, "1 inhalasjon morgen og 1 inhalasjon kveld. Skyll munnen etterpå"},
	{"R03BA05", "Flutikason", "Flutide inh pulv 100 mikrog/dose", "Inhalasjonspulver", "C", "1", "200", "J45", 4, 100, "1 inhalasjon morgen og 1 inhalasjon kveld. Skyll munnen etterpå"},
	{"R03BB04", "Tiotropium", "Spiriva inh pulv 18 mikrog", "Inhalasjonspulver", "C", "1", "200", "J44", 50, 100, "Innholdet i 1 kapsel inhaleres morgen"},
	{"R05DA01", "Etylmorfin", "Cosylan mikst oppl 1,7 mg/ml", "Mikstur, oppløsning", "B", "2", "", "", 18, 80, "10 ml ved sengetid i inntil 7 dager"},
	{"R06AE07", "Cetirizin", "Zyrtec tab 10 mg", "Tablett", "C", "3", "200", "J30", 6, 90, "1 tablett daglig ved behov mot allergi"},
	{"R06AX27", "Desloratadin", "Aerius tab 5 mg", "Tablett", "C", "3", "200", "J30", 12, 90, "1 tablett daglig ved behov mot allergi"},
	{"S01BA01", "Deksametason", "Maxidex øyedr susp 1 mg/ml", "Øyedråper, suspensjon", "C", "2", "", "", 18, 100, "1 dråpe i venstre øye 4 ganger daglig i 1 uke. Omrystes før bruk"},
	{"S01EE01", "Latanoprost", "Xalatan øyedr oppl 50 mikrog/ml", "Øyedråper, oppløsning", "C", "1", "200", "H40", 55, 100, "1 dråpe i hvert øye kveld"},
}

// id is the medicine's id in the style of FEST; the numbers are made up.
func (m *medicine) id() string {
	i := slices.IndexFunc(medicines, func(x medicine) bool { return x.name == m.name })
	return fmt.Sprintf("%06d", 900100+17*i)
}

// numbered is a prescriber with an HPR number or a pharmacy with a HER-id; all are
// invented.
type numbered struct{ name, number string }

var (
	prescribers = []numbered{
		{"Eline Oppdiktbakk", "222200311"}, {"Jorunn Mønstervoll", "222200427"}, {"Sivert Påfunnseth", "222200583"}, {"Aslaug Tenkvik", "222200649"},
		{"Mahdi Eksempelvik", "222200705"}, {"Turid Berge Liksomrud", "222200871"}, {"Peder Syntestad", "222200937"}, {"Inga Katrine Kunsthaug", "222201003"},
	}
	pharmacies = []numbered{
		{"Eksempelapoteket Torget", "8900113"}, {"Prøveapoteket Storsenteret", "8900229"}, {"Apotek Mønster Sykehuset", "8900335"},
		{"Testapoteket Havna", "8900441"}, {"Liksomapoteket Nord", "8900557"}, {"Påfunn nettapotek", "8900663"},
	}
)

// prescription is one prescription or, with an empty status, a medicine that is only on
// the list of medicines in use (PLL).
type prescription struct {
	reseptID, statementID, pllID string
	medicine                     *medicine
	status                       string // code list 7408
	recalled, locked, reserved   bool
	issued, expires              time.Time
	refills                      string
	prescriber, pharmacy         numbered
	dispenses                    []dispense
	drift                        int // which of its names each code system uses
}

type dispense struct {
	id                   string
	at                   time.Time
	packages             int
	concluded, cancelled bool
}

func (p *prescription) open() bool { return p.status == "" || p.status == "E" || p.status == "U" }

// persona lists what the personas have, as "ATC status marks". The marks are ! recalled,
// # locked, * hidden from parents and guardians.
var persona = map[string]string{
	"line": "H03AA01 E, N02CC01 E, R03AK07 E, R06AX27 E, N06AB10 U!, R01AD09 E, N05CF01 E#, J01CE02 R, J01CA08 R, M01AE02 T!, N02AJ06 F, R03BA05 R, A11CC05 -",
	"berit": "B01AF02 E, C07AB02 E, C09CA06 E, C10AA05 E, C03CA01 E, C03DA01 U, A02BC02 E, M05BA04 E, N05CF01 E, N02BE01 E, S01EE01 E, H03AA01 E, A06AD11 E, R03BB04 U!, " +
		"N05BA04 E#, A11CC05 -, B01AA03 T!, J01CA08 R, J01CE02 R, N02AJ06 R, C08CA01 T!, S01BA01 R, N02AA05 F, H02AB06 R, A02BC05 F",
	"dan":    "R03AC02 E, N05CH01 E*, R03BA05 E, J01CE02 R",
	"dina":   "R06AE07 E, N06BA04 E*, R03AC02 U, J01CE02 R",
	"yngve":  "N06BA04 E, R06AX27 E, J01CE02 R",
	"unni":   "G03AC09 E*, R06AX27 E, M01AE01 R",
	"viktor": "N03AX09 E, N06AB06 E*, N02BE01 U, J01AA02 R",
	"astrid": "N06DA02 E, C09AA05 E, N06AX11 E, A06AD11 E, N05BA04 E*, J01CA08 R, A11CC05 -",
	"randi":  "C09AA05 E, A10BA02 E, A10BK03 U, M04AA01 R, B01AC06 F",
}

// prescriptions returns all of a person's prescriptions, always the same.
func prescriptions(w *world.World, person *world.Person) []prescription {
	r := w.Dice("reseptformidler", person.Number)
	age := int(w.Now().Sub(person.Born).Hours() / (24 * 365.25))
	var out []prescription
	if plan := persona[person.Key]; plan != "" {
		for item := range strings.SplitSeq(plan, ", ") {
			atc, marks, _ := strings.Cut(item, " ")
			out = append(out, prescribe(w, r, suited(atc, age), marks))
		}
		return out
	}
	most := []int{3, 5, 9, 14}[min(age/22, 3)]
	n := r.IntN(most)
	for _, i := range r.Perm(len(medicines)) {
		if m := &medicines[i]; len(out) < n && age >= m.from && age <= m.to {
			out = append(out, prescribe(w, r, m, chance(r)))
		}
	}
	return out
}

// suited returns the medicine with the ATC code, in the form for the age.
func suited(atc string, age int) *medicine {
	var found *medicine
	for i := range medicines {
		if m := &medicines[i]; m.atc == atc && (found == nil || age >= m.from && age <= m.to) {
			found = m
		}
	}
	return found
}

// chance returns a random status with marks, at realistic frequencies.
func chance(r *rand.Rand) string {
	return []string{"E", "E", "E", "E", "E", "E", "E", "E", "U", "U", "U!", "E#", "E*", "R", "R", "R", "R", "T!", "F", "-"}[r.IntN(20)]
}

// prescribe makes a prescription and its dispensings.
func prescribe(w *world.World, r *rand.Rand, m *medicine, marks string) prescription {
	p := prescription{
		reseptID: world.GUID(r), statementID: world.GUID(r), pllID: world.GUID(r), medicine: m, drift: r.IntN(30),
		recalled: strings.Contains(marks, "!"), locked: strings.Contains(marks, "#"), reserved: strings.Contains(marks, "*"),
		prescriber: world.Pick(r, prescribers), pharmacy: world.Pick(r, pharmacies),
	}
	if p.status = marks[:1]; p.status == "-" {
		p.status, p.reseptID = "", ""
	}
	refills, ago := 3, 5+r.IntN(330)
	switch {
	case m.use == "2":
		refills, ago = 0, 1+r.IntN(8)
	case m.group == "A":
		refills, ago = 0, 1+r.IntN(25)
	case m.use == "3":
		refills = 1 + r.IntN(2)
	}
	if !p.open() {
		ago = 400 + r.IntN(700)
	}
	p.refills = fmt.Sprint(refills)
	p.issued = w.Today().AddDate(0, 0, -ago)
	p.expires = p.issued.AddDate(1, 0, 0)

	times := 0
	switch {
	case p.status == "R":
		times = refills + 1
	case p.status != "":
		times = r.IntN(refills + 1)
	}
	for i := range times {
		at := p.issued.AddDate(0, 0, 1+r.IntN(3)+85*i)
		if at.After(w.Today()) {
			break
		}
		d := dispense{id: world.GUID(r), at: at, packages: 1 + r.IntN(2), concluded: p.status == "R" && i == refills}
		if r.IntN(12) == 0 { // the pharmacy made an error and reported again
			wrong := d
			wrong.id, wrong.packages, wrong.cancelled, wrong.concluded = world.GUID(r), 11, true, false
			p.dispenses = append(p.dispenses, wrong)
		}
		p.dispenses = append(p.dispenses, d)
	}
	return p
}
