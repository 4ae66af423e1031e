package kvalitetsindikatorer

import (
	"fmt"
	"strconv"

	"helsegraf/mocks/world"
)

// indicators are what is measured, once a year or once a month.
var indicators = []struct {
	title, intro, unit string
	most               int
	monthly            bool
}{
	{"Ventetid til start av helsehjelp i somatikken", "<p>Gjennomsnittlig <b>ventetid</b> i dager for pasienter som har startet helsehjelp.</p>", "Dager", 120, false},
	{"Ventetid til start av helsehjelp i psykisk helsevern for voksne", "<p>Gjennomsnittlig ventetid i dager.</p>", "Dager", 80, true},
	{"Fristbrudd for pasienter på venteliste", "<p>Andel ventende pasienter med fristbrudd.</p>", "Prosent", 15, false},
	{"Overlevelse 30 dager etter innleggelse på sykehus", "<p>Sannsynlighet for å overleve de første 30 dagene.</p>", "Prosent", 99, false},
	{"Epikrise sendt innen én dag etter utskrivning", "", "Prosent", 95, true},
	{"Korridorpasienter ved somatiske sykehus", "<p>Andel pasienter på korridor.</p>", "Prosent", 5, false},
}

func (k register) indicators(attachments string) []any {
	var list []any
	for i, one := range indicators {
		r := k.World.Dice("kvalitetsindikatorer", strconv.Itoa(i))
		attached := []any{
			map[string]any{"fileType": "xlsx", "fileUri": attachments + strconv.Itoa(i) + ".xlsx"},
			map[string]any{"fileType": "json", "fileUri": attachments + strconv.Itoa(i)},
		}
		list = append(list, map[string]any{"id": "0006-0008-" + world.GUID(r), "tittel": one.title, "intro": one.intro, "attachments": attached})
	}
	return list
}

// noData is the value of a measurement without one.
const noData = -10_000_000

// rows are an indicator's measurements: the country's, the regions' and the
// hospitals'.
func (k register) rows(n int) []any {
	one := indicators[n]
	places := []struct {
		name, parent string
		parentID     int
	}{
		{"Hele landet", "", 0},
		{"Helse Nord RHF", "Hele landet", 1}, {"Helse Midt-Norge RHF", "Hele landet", 1}, {"Helse Vest RHF", "Hele landet", 1}, {"Helse Sør-Øst RHF", "Hele landet", 1},
		{"Liksom universitetssykehus HF", "Helse Vest RHF", 4}, {"Eksempelvik sykehus HF", "Helse Sør-Øst RHF", 5}, {"Synteselva sykehus HF", "Helse Nord RHF", 2},
	}
	var rows []any
	for back := 1; back <= 4; back++ {
		from := fmt.Sprintf("%d-01-01T00:00:00", k.World.Today().Year()-back)
		if one.monthly {
			from = k.World.Today().AddDate(0, -back, 1-k.World.Today().Day()).Format("2006-01-02T15:04:05")
		}
		r := k.World.Dice("kvalitetsindikatorer", strconv.Itoa(n), from)
		for i, p := range places {
			value := any(float64(r.IntN(10*one.most)*2+1) / 20)
			if i > 4 && r.IntN(6) == 0 {
				value = noData
			}
			rows = append(rows, map[string]any{"TimeFrom": from, "LocationName": p.name, "LocationParentId": p.parentID, "ParentName": p.parent, "Value": value, "MeasureType": one.unit})
		}
	}
	return rows
}
