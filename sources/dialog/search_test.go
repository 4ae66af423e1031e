package dialog_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"helsegraf/mocks/fastlegeregister"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fhir"
	"helsegraf/sources/sourcetest"
)

// parties are the keys of every doctor with a list, as the open directory names
// them, and how many of the lists have nobody.
func parties(t testing.TB, env *sourcetest.Env) (keys []string, nobody int) {
	t.Helper()
	for _, l := range fastlegeregister.NewLists(env.World).All() {
		if l.HPR == 0 {
			nobody++
			continue
		}
		key, ok := dialog.PartyOf(&fhir.Practitioner{HPRNumber: fhir.ParseHPRNumber(strconv.Itoa(l.HPR))}, &fhir.Organization{OrganizationNumber: fhir.String(strconv.Itoa(l.Number))})
		if !ok {
			t.Fatalf("%+v", l)
		}
		keys = append(keys, key)
	}
	return keys, nobody
}

// What many practices offer takes one call for each hundred, and what is kept takes
// none.
func TestOffered(t *testing.T) {
	env, c := start(t, time.Minute)
	keys, nobody := parties(t, env)
	if len(keys) < 20 || nobody == 0 {
		t.Fatalf("%d doctors, %d lists without one", len(keys), nobody)
	}
	some := keys[:3]
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { c.Offered(t.Context(), some) })
	}
	all.Wait()
	offers, none := 0, 0
	for range 2 {
		for key, found := range c.Offered(t.Context(), keys) {
			if found.Err != nil || found.Value == nil {
				t.Fatal(key, found)
			}
			if len(found.Value) == 0 {
				none++
			} else {
				offers++
				found.Value[0] = "" // the caller's own
			}
		}
	}
	if offers == 0 || none == 0 {
		t.Errorf("%d offer something and %d nothing: the stand-in shows too little", offers, none)
	}
	// Those who searched at the same time shared a call, or found it kept.
	if calls := env.Calls(t)["kapabiliteter/sok"].Calls; calls < 2 || calls > 5+1 {
		t.Errorf("%d calls", calls)
	}
	if got := c.Offered(t.Context(), nil); len(got) != 0 {
		t.Error(got)
	}
}

func TestPartyOf(t *testing.T) {
	number, office := fhir.ParseHPRNumber("9100001"), fhir.String("310000000")
	for _, tt := range []struct {
		doctor *fhir.Practitioner
		office *fhir.Organization
	}{
		{nil, &fhir.Organization{OrganizationNumber: office}}, {&fhir.Practitioner{}, &fhir.Organization{OrganizationNumber: office}},
		{&fhir.Practitioner{HPRNumber: number}, nil}, {&fhir.Practitioner{HPRNumber: number}, &fhir.Organization{}},
	} {
		if key, ok := dialog.PartyOf(tt.doctor, tt.office); ok {
			t.Error(key)
		}
	}
}

func TestDecodeSearch(t *testing.T) {
	const keys, renews = "9100001/310000000 9100002/310000000", `[{"prosess":"DIALOG_INNBYGGER_RESEPTFORNYELSE"}]`
	one := func(hpr, herID, processes string) string {
		return `{"hprNummer":"` + hpr + `","organisasjonsnummer":"310000000","herId":` + herID + `,"prosesser":` + processes + `}`
	}
	for name, tt := range map[string]struct {
		body          string
		first, second sources.Kind
	}{
		"both":                      {one("9100002", "null", "null") + "," + one("9100001", "8100001", renews), 0, 0},
		"twice":                     {one("9100002", "null", "null") + "," + one("9100001", "8100001", renews) + "," + one("9100001", "8100001", renews), 0, 0},
		"one is left out":           {one("9100001", "8100001", renews), 0, sources.Garbled},
		"one is another's":          {one("9100001", "8100001", renews) + "," + one("9100003", "8100003", renews), 0, sources.Garbled},
		"no processes":              {one("9100001", "8100001", renews) + "," + one("9100002", "8100002", "null"), 0, sources.Garbled},
		"processes without HER-id":  {one("9100001", "8100001", renews) + "," + one("9100002", "null", renews), 0, sources.Garbled},
		"nothing":                   {"", sources.Garbled, sources.Garbled},
		"others only":               {one("9100003", "8100003", renews), sources.Mismatch, sources.Mismatch},
		"not a list":                {`"x"`, sources.Garbled, sources.Garbled},
		"another office's, as ours": {strings.ReplaceAll(one("9100001", "8100001", renews), "310000000", "310000001"), sources.Mismatch, sources.Mismatch},
	} {
		c := dialog.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
			body, _ := io.ReadAll(r.Body)
			if want := `{"parter":[{"hprNummer":"9100001","organisasjonsnummer":"310000000"},{"hprNummer":"9100002","organisasjonsnummer":"310000000"}]}`; string(body) != want {
				t.Errorf("requested by %s", body)
			}
			return 200, asJSON, `{"kapabiliteter":[` + tt.body + `]}`
		}).Client(t, register), nil, nil, dialog.Options{})
		got := c.Offered(t.Context(), strings.Fields(keys))
		first, second := got["9100001/310000000"], got["9100002/310000000"]
		if sources.KindOf(first.Err) != tt.first || sources.KindOf(second.Err) != tt.second || len(got) != 2 {
			t.Errorf("%s: %v", name, got)
		}
		if tt.first == 0 && (len(first.Value) != 1 || first.Value[0] != dialog.Renew) || tt.second == 0 && (second.Value == nil || len(second.Value) > 0) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
