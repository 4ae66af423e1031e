package dialog

import (
	"slices"
	"strconv"
	"time"

	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/world"
)

// office is a doctor's office as the bus knows it.
type office struct {
	herID, number int
	name          string
	processes     []string // nil without a profile
	absences      []absence
}

// absence is a time with its first and last day.
type absence struct {
	id          string
	from, until time.Time
}

const process = "DIALOG_INNBYGGER_"

// professional are what every office takes from other health personnel.
var professional = []string{"DIALOG_HELSEFAGLIG", "DIALOG_SVAR"}

// offered are what it may take from citizens.
var offered = []string{process + "TIMERESERVASJON", process + "RESEPTFORNYELSE", process + "EKONSULTASJON", process + "EKONTAKT", process + "TIMEONSKE", process + "TEST"}

// offices are those of the doctors whom Fastlegeregisteret names, by HER-id and by
// doctor and organization, and one that is absent.
func offices(w *world.World) (all map[int]*office, parties map[party]*office, absent *office) {
	lists := fastlegeregister.NewLists(w)
	all, parties = map[int]*office{}, map[party]*office{}
	for _, l := range lists.All() {
		if l.HerID != 0 {
			all[l.HerID] = newOffice(w, l)
			// The HER-id is that of the doctor whose list it is, or else of who stands in.
			parties[party{strconv.Itoa(l.HerID + 1_000_000), strconv.Itoa(l.Number)}] = all[l.HerID]
		}
	}
	of := func(persona string) *office {
		l, _ := lists.Of(w.Persona(persona))
		return all[l.HerID]
	}
	day := func(days int) time.Time { return w.Today().AddDate(0, 0, days) }
	everything := append(slices.Clip(professional), offered...)
	nothing, some, away, line := of("bodil"), of("gunnar"), of("berit"), of("line")
	nothing.processes, nothing.absences = professional, nil
	some.processes, some.absences = append(slices.Clip(professional), process+"TIMERESERVASJON", process+"EKONTAKT"), nil
	line.processes, line.absences = everything, nil
	r := w.Dice("dialog", "absent")
	away.processes = everything
	away.absences = []absence{
		{world.GUID(r), day(-140), day(-120)}, {world.GUID(r), day(-3), day(4)}, {world.GUID(r), day(5), day(18)}, {world.GUID(r), day(60), day(67)},
	}
	return all, parties, away
}

// newOffice makes an office, always the same.
func newOffice(w *world.World, l fastlegeregister.List) *office {
	r := w.Dice("dialog", strconv.Itoa(l.HerID))
	o := &office{herID: l.HerID, number: l.Number, name: l.Office}
	if r.IntN(10) > 0 {
		o.processes = append(o.processes, professional...)
		for _, one := range offered {
			if r.IntN(4) > 0 {
				o.processes = append(o.processes, one)
			}
		}
	}
	if r.IntN(8) == 0 {
		o.absences = []absence{{world.GUID(r), w.Today().AddDate(0, 0, -r.IntN(10)), w.Today().AddDate(0, 0, r.IntN(20))}}
	}
	return o
}

// shown is an absence as Helsenorge shows it.
func (a absence) shown(o *office) map[string]any {
	return map[string]any{
		"id": a.id, "type": "Fravaer", "organisasjonsnummer": strconv.Itoa(o.number), "herId1": 100_000 + o.herID%100_000, "herId2": o.herID,
		"fraOgMedDato": a.from.Format(time.DateOnly), "tilOgMedDato": a.until.Format(time.DateOnly), "tjenestetyper": []string{"ekontakt"},
	}
}
