package pasientreiser_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientreiser"
	"helsegraf/sources/sourcetest"
)

// client is answered with a body. WHO in it is the subject.
func client(t *testing.T, status int, body string) *pasientreiser.Client {
	t.Helper()
	body = strings.ReplaceAll(body, "WHO", `"innbyggerFnr":"`+sourcetest.Subject+`"`)
	return pasientreiser.New(sourcetest.Replies(func(*http.Request) (int, string, string) { return status, "application/json", body }).Client(t, register), nhn.Options{})
}

func subject(t *testing.T, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return granted(t, sourcetest.Number(t, sourcetest.Subject), relation...)
}

func TestClaims(t *testing.T) {
	got, err := client(t, 200, `{WHO,"soknader":[
	  {"id":"a","status":"KLADD","opprettet":"2026-11-01T10:00:00+01:00","reiser":null},
	  {"id":"b","status":"UTBETALT","opprettet":"2026-11-02T10:00:00+01:00","innsendt":"2026-11-02","reiser":[{"behandlingsdato":"2026-10-12","behandlingssted":"Eksempel sykehus","fra":"0001 Byen","km":42,
	    "turRetur":true,"ledsager":false,"tillegg":[{"type":"PARKERING","belop":60.50,"dokumentert":true},{"type":"NYTT"}]}],"mangler":[],
	    "vedtak":{"dato":"2026-11-09","belop":213.40,"egenandel":172.0,"begrunnelse":"","klagefrist":"2026-12-21"},"skjerming":["N"]},
	  {"id":"b","status":"SENDT"},{"id":"c","status":"NY","skjerming":["NORU"]},{"id":"d","status":"NY"}],"nytt":1}`).Claims(t.Context(), subject(t))
	if err != nil {
		t.Fatal(err)
	}
	id := func(key string) fhir.RecordID {
		return fhir.RecordID{Subject: sourcetest.Number(t, sourcetest.Subject), Key: key}
	}
	km, yes, no, parking, draft, paid := fhir.Decimal("42"), true, false, pasientreiser.Parking, pasientreiser.Draft, pasientreiser.Paid
	want := []pasientreiser.TravelClaim{
		{
			ID: id("b"), Status: &paid, CreatedAt: fhir.ParseInstant("2026-11-02T10:00:00+01:00"), SubmittedAt: fhir.ParseInstant("2026-11-02"),
			Journeys: []pasientreiser.TravelJourney{{
				TreatedOn: fhir.ParseDate("2026-10-12"), TreatedAt: fhir.String("Eksempel sykehus"), From: fhir.String("0001 Byen"), Kilometres: &km, RoundTrip: &yes, Companion: &no,
				Expenses: []pasientreiser.TravelExpense{{Kind: &parking, Amount: fhir.Kroner("60.50"), Documented: &yes}, {}},
			}},
			DocumentsMissing: []string{}, DecidedOn: fhir.ParseDate("2026-11-09"), Amount: fhir.Kroner("213.40"), CoPayment: fhir.Kroner("172.0"), AppealUntil: fhir.ParseDate("2026-12-21"),
		},
		{ID: id("a"), Status: &draft, CreatedAt: fhir.ParseInstant("2026-11-01T10:00:00+01:00")},
		{ID: id("d")},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestTrips(t *testing.T) {
	const body = `{WHO,"reiser":[{"id":"x","status":"FLYR"},{"id":"c","status":"GODKJENT","hentes":"2026-12-02T08:00:00+01:00","fra":"Gata 1","til":"Eksempel sykehus"},
	  {"id":"b","status":"UNDERKJENT","hentes":"2026-12-01T08:00:00+01:00","skjerming":["N"]},{"id":"p","skjerming":["N","NORN_FORANS"]}]}`
	for want, g := range map[string]policy.Grant{"b c p x": subject(t), "b c x": subject(t, policy.Parent)} {
		got, err := client(t, 200, body).Trips(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, one := range got {
			keys = append(keys, one.ID.Key)
		}
		if strings.Join(keys, " ") != want {
			t.Errorf("%v, want %s", keys, want)
		}
		last := got[len(got)-1]
		if *got[1].Status != pasientreiser.TripApproved || *got[1].To != "Eksempel sykehus" || !got[1].PickUpAt.Equal(time.Date(2026, 12, 2, 7, 0, 0, 0, time.UTC)) || last.Status != nil || last.PickUpAt != nil {
			t.Errorf("%+v", got)
		}
	}
}

func TestRefusals(t *testing.T) {
	for body, want := range map[string]sources.Kind{
		`{WHO,"soknader":[],"reiser":[]}`:     0,
		`{WHO}`:                               sources.Garbled,
		`{WHO,"soknader":null,"reiser":null}`: sources.Garbled,
		`{WHO,"soknader":[{}],"reiser":[{}]}`: sources.Garbled,
		`{WHO,"soknader":{},"reiser":{}}`:     sources.Garbled,
		`{"soknader":[],"reiser":[]}`:         sources.Garbled,
		`{WHO,WHO,"soknader":[],"reiser":[]}`: sources.Garbled,
		`{"innbyggerFnr":"` + sourcetest.Stranger + `","soknader":[],"reiser":[]}`:   sources.Mismatch,
		`{WHO,"soknader":[{"id":"a","vedtak":{"belop":"mye"}}],"reiser":[{"id":1}]}`: sources.Garbled,
		`<html/>`: sources.Garbled,
	} {
		if _, err := client(t, 200, body).Claims(t.Context(), subject(t)); sources.KindOf(err) != want {
			t.Errorf("Claims of %s: %v", body, err)
		}
		if _, err := client(t, 200, body).Trips(t.Context(), subject(t)); sources.KindOf(err) != want {
			t.Errorf("Trips of %s: %v", body, err)
		}
	}
}
