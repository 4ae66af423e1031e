package flo_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/flo"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// read is what the client makes of a response. WHO in it is the subject.
func read(t *testing.T, status int, media, body string) (flo.GeneralPractitionerChange, error) {
	t.Helper()
	body = strings.ReplaceAll(body, "WHO", `"innbyggerFnr":"`+sourcetest.Subject+`"`)
	register := sourcetest.Replies(func(*http.Request) (int, string, string) { return status, media, body }).Client(t, register)
	return flo.New(register, nhn.Options{}).Status(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject)))
}

func TestStatus(t *testing.T) {
	got, err := read(t, 200, "application/json; charset=utf-8", `{WHO,"antallByttet":1e0,"maks":2,"ekstraBytte":true,
	  "paagaaende":{"bytteId":"b-1","avtaleId":70000,"gyldigFra":"2026-12-01","angrefrist":"2026-11-30T00:00:00","fastlege":null,"legekontor":{"navn":"Eksempelvik legesenter","telefon":"55500100","adresse":"Gata 1","postnr":"0171","poststed":"OSLO"}},
	  "venteliste":{"avtaleId":70001,"nummer":3,"antall":12,"fastlege":{"fornavn":"Hedda","mellomnavn":null,"etternavn":"Sluttvik","hprNummer":"9199002"}}}`)
	if err != nil {
		t.Fatal(err)
	}
	number, text, yes := func(n int) *int { return &n }, func(s string) *string { return &s }, true
	on, until := fhir.Date("2026-12-01"), fhir.Date("2026-11-30")
	want := flo.GeneralPractitionerChange{
		ChangesUsed: number(1), ChangesLeft: number(2), ExtraChange: &yes,
		Pending: &flo.PendingGeneralPractitionerChange{
			Office:      &fhir.Organization{Name: text("Eksempelvik legesenter"), Phone: text("55500100"), Address: &fhir.Address{Lines: []string{"Gata 1"}, PostalCode: text("0171"), City: text("OSLO")}},
			EffectiveOn: &on, UndoableUntil: &until,
		},
		WaitingList: &flo.WaitingListPlace{
			Practitioner: &fhir.Practitioner{Name: fhir.Named("Hedda", "", "Sluttvik"), HPRNumber: text("9199002")},
			Position:     number(3), Total: number(12),
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// What is not in the response is unknown: it is neither none nor all.
func TestUnknown(t *testing.T) {
	for body, check := range map[string]func(flo.GeneralPractitionerChange) bool{
		`{WHO}`:                           func(c flo.GeneralPractitionerChange) bool { return c == flo.GeneralPractitionerChange{} },
		`{WHO,"antallByttet":1,"maks":2}`: func(c flo.GeneralPractitionerChange) bool { return *c.ChangesUsed == 1 && c.ChangesLeft == nil },
		`{WHO,"antallByttet":null,"maks":2,"ekstraBytte":false}`: func(c flo.GeneralPractitionerChange) bool { return c.ChangesUsed == nil && c.ChangesLeft == nil },
		`{WHO,"antallByttet":3,"maks":2,"ekstraBytte":false}`:    func(c flo.GeneralPractitionerChange) bool { return *c.ChangesLeft == 0 },
		`{WHO,"antallByttet":2,"maks":2,"ekstraBytte":true}`:     func(c flo.GeneralPractitionerChange) bool { return *c.ChangesLeft == 1 },
		`{WHO,"paagaaende":{"gyldigFra":"snart"}}`:               func(c flo.GeneralPractitionerChange) bool { return c.Pending != nil && c.Pending.EffectiveOn == nil },
		`{WHO,"venteliste":{"fastlege":{"hprNummer":"x"}}}`: func(c flo.GeneralPractitionerChange) bool {
			return c.WaitingList != nil && c.WaitingList.Practitioner == nil && c.WaitingList.Position == nil
		},
		`{WHO,"venteliste":{"legekontor":{},"antall":null}}`: func(c flo.GeneralPractitionerChange) bool {
			return c.WaitingList.Office == nil && c.WaitingList.Total == nil
		},
		`{WHO,"venteliste":null,"paagaaende":null,"nytt":[1,{}]}`: func(c flo.GeneralPractitionerChange) bool { return c.WaitingList == nil && c.Pending == nil },
	} {
		if got, err := read(t, 200, "application/json", body); err != nil || !check(got) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	const asJSON = "application/json"
	for name, tt := range map[string]struct {
		status      int
		media, body string
		want        sources.Kind
	}{
		"not entitled to a GP":    {404, asJSON, `{"code":"FLO-NOT_ELIGIBLE_RESIDENCE","message":"…","errorCategory":"Business"}`, sources.NotFound},
		"another address":         {404, asJSON, `{"code":"FLO-0007","message":"Ukjent adresse"}`, sources.Garbled},
		"a proxy":                 {404, "text/html", `<html/>`, sources.Garbled},
		"a proxy, in JSON":        {404, asJSON, `{"error":"no route"}`, sources.Garbled},
		"invalid":                 {400, asJSON, `{"code":"FLO-0006"}`, sources.Invalid},
		"a failure":               {500, asJSON, `{"code":"FLO-0500"}`, sources.Unavailable},
		"not entitled, as 200":    {200, asJSON, `{"code":"FLO-NOT_ELIGIBLE_RESIDENCE"}`, sources.Garbled},
		"nobody":                  {200, asJSON, `{"antallByttet":0}`, sources.Garbled},
		"somebody else":           {200, asJSON, `{"innbyggerFnr":"` + sourcetest.Stranger + `"}`, sources.Mismatch},
		"not an object":           {200, asJSON, `[]`, sources.Garbled},
		"twice":                   {200, asJSON, `{WHO,WHO}`, sources.Garbled},
		"less than none":          {200, asJSON, `{WHO,"antallByttet":-1,"maks":2}`, sources.Garbled},
		"half a change":           {200, asJSON, `{WHO,"antallByttet":0.5}`, sources.Garbled},
		"before the first":        {200, asJSON, `{WHO,"venteliste":{"nummer":0,"antall":4}}`, sources.Garbled},
		"behind the last":         {200, asJSON, `{WHO,"venteliste":{"nummer":5,"antall":4}}`, sources.Garbled},
		"a list where one may be": {200, asJSON, `{WHO,"venteliste":[{"nummer":1}]}`, sources.Garbled},
	} {
		if _, err := read(t, tt.status, tt.media, tt.body); sources.KindOf(err) != tt.want {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}
