package resolvers

import (
	"math"
	"slices"
	"testing"
	"time"

	"helsegraf/sources/fhir"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/reseptformidler"
)

// Places sort as the lists do: newest first, elements without a time last, then
// by key, even when one key is a prefix of another.
func TestPlacesSortAsTheirLists(t *testing.T) {
	moments := []*time.Time{nil}
	for _, at := range []time.Time{time.Unix(-1, 5), time.Unix(-1, 0), time.Unix(0, 0), time.Unix(1_900_000_000, 1), time.Unix(1_900_000_000, 0), time.Unix(math.MinInt32*100, 0), time.Unix(253_402_300_799, 999)} {
		moments = append(moments, &at)
	}
	var documents pasientjournal.RegionDocuments
	for _, at := range moments {
		for _, region := range []pasientjournal.Region{"SOR_OST", "NORD"} {
			for _, key := range []string{"b", "ab", "a", ""} {
				documents.Documents = append(documents.Documents, pasientjournal.JournalDocument{CreatedAt: at, Region: region, ID: fhir.RecordID{Key: key}})
			}
		}
	}
	merged := pasientjournal.Merge(documents)
	for i := 1; i < len(merged); i++ {
		if placeOfDocument(nil, &merged[i-1]).compare(placeOfDocument(nil, &merged[i])) >= 0 {
			t.Errorf("%d is not before %d: %+v, %+v", i-1, i, merged[i-1], merged[i])
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
