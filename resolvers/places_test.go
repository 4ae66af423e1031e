package resolvers

import (
	"math"
	"slices"
	"testing"
	"time"

	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/reseptformidler"
)

// Places sort as the lists do: newest first, elements without a time last, then
// by key, even when one key is a prefix of another.
func TestPlacesSortAsTheirLists(t *testing.T) {
	moments := []*time.Time{nil}
	for _, at := range []time.Time{time.Unix(-1, 5), time.Unix(-1, 0), time.Unix(0, 0), time.Unix(1_900_000_000, 1), time.Unix(1_900_000_000, 0), time.Unix(math.MinInt32*100, 0), time.Unix(253_402_300_799, 999)} {
		moments = append(moments, &at)
	}
	var positions []nhn.Position
	for _, at := range moments {
		for _, key := range []string{"NORD|b", "NORD|ab", "NORD|a", "SOR_OST|", ""} {
			positions = append(positions, nhn.Position{At: fhir.Known(at).UTC(), Key: key})
		}
	}
	slices.SortFunc(positions, nhn.Position.Compare)
	for i, p := range positions {
		if i > 0 && placeOf(positions[i-1]).compare(placeOf(p)) >= 0 {
			t.Errorf("%d is not before %d: %+v, %+v", i-1, i, positions[i-1], p)
		}
		if same, ok := placeOf(p).position(); !ok || same != p {
			t.Errorf("%+v became %+v", p, same)
		}
	}
	for _, other := range []place{nil, place(nil).text("a"), place(nil).latestDay("2026-11-01").latest(moments[1]).text("a"), place(nil).latest(moments[1]).text("NORD").text("a"), place(nil).latest(nil).text("a")} {
		if p, ok := other.position(); ok {
			t.Errorf("%x is read as %+v", other, p)
		}
	}
	day := func(s string) *fhir.Date { d := fhir.Date(s); return &d }
	id := func(key string) fhir.RecordID { return fhir.RecordID{Key: key} }
	prescriptions := []reseptformidler.Prescription{
		{IssuedOn: day("2026-10-02"), ID: id("b")}, {IssuedOn: day("2026-10-01"), ID: id("a")}, {IssuedOn: day("2026-10-01"), ID: id("ab")}, {ID: id("")}, {ID: id("a")},
	}
	if !slices.IsSortedFunc(prescriptions, func(a, b reseptformidler.Prescription) int {
		return placeOfPrescription(nil, &a).compare(placeOfPrescription(nil, &b))
	}) {
		t.Error("prescriptions are in another order")
	}
}
