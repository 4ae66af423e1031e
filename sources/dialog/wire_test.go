package dialog_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/sourcetest"
)

// replying is a client of both services that get this response, at a time.
func replying(t *testing.T, now string, status int, media, body string) *dialog.Client {
	t.Helper()
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		t.Fatal(err)
	}
	c := sourcetest.Replies(func(r *http.Request) (int, string, string) {
		if q := r.URL.Query(); q.Get("HerId") != "8100001" || strings.HasSuffix(r.URL.Path, "Tidsperiode") != (q.Get("KunAktive") == "true") {
			t.Errorf("requested by %v", q)
		}
		return status, media, body
	}).Client(t, register, func(c *sources.Config) { c.Now = func() time.Time { return at } })
	return dialog.New(c, c, c, dialog.Options{Zone: sourcetest.Oslo(t)})
}

const (
	noon   = "2026-11-22T11:00:00Z"
	asJSON = "application/json"
)

func TestServices(t *testing.T) {
	process := func(names ...string) string {
		for i, name := range names {
			names[i] = `{"prosess":"` + name + `","versjon":"1.2"}`
		}
		return `{"herId":8100001,"prosesser":[` + strings.Join(names, ",") + `]}`
	}
	for name, tt := range map[string]struct {
		status      int
		media, body string
		want        []dialog.DigitalService
		kind        sources.Kind
	}{
		"in any order, each once":      {200, asJSON, process("DIALOG_INNBYGGER_EKONTAKT", "DIALOG_INNBYGGER_EKONTAKT", "DIALOG_SVAR", "DIALOG_INNBYGGER_RESEPTFORNYELSE"), []dialog.DigitalService{dialog.Renew, dialog.Contact}, 0},
		"a wish is no booking":         {200, asJSON, process("DIALOG_INNBYGGER_TIMEONSKE"), nil, 0},
		"a new process":                {200, asJSON, process("DIALOG_INNBYGGER_NOE_NYTT", "", "DIALOG_INNBYGGER_EKONSULTASJON"), []dialog.DigitalService{dialog.EConsultation}, 0},
		"none":                         {200, asJSON, process(), nil, 0},
		"no profile":                   {404, asJSON, `{"code":"REG-000001","message":"…"}`, nil, 0},
		"another address":              {404, asJSON, `{"code":"DIALOG-0007"}`, nil, sources.Garbled},
		"a proxy":                      {404, "text/html", `<html/>`, nil, sources.Garbled},
		"invalid":                      {400, asJSON, `{}`, nil, sources.Invalid},
		"no list":                      {200, asJSON, `{"herId":8100001}`, nil, sources.Garbled},
		"null for a list":              {200, asJSON, `{"herId":8100001,"prosesser":null}`, nil, sources.Garbled},
		"another office":               {200, asJSON, `{"herId":8100002,"prosesser":[]}`, nil, sources.Garbled},
		"no office":                    {200, asJSON, `{"prosesser":[]}`, nil, sources.Garbled},
		"not a profile":                {200, asJSON, `[]`, nil, sources.Garbled},
		"as a number with an exponent": {200, asJSON, `{"herId":81.00001e5,"prosesser":[]}`, nil, 0},
	} {
		got, err := replying(t, noon, tt.status, tt.media, tt.body).Services(t.Context(), "8100001")
		if sources.KindOf(err) != tt.kind || !slices.Equal(got, tt.want) || (got == nil) != (err != nil) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestClosedUntil(t *testing.T) {
	period := func(from, until string) string {
		return fmt.Sprintf(`{"id":"p","type":"Fravaer","organisasjonsnummer":"310000000","herId1":90001,"herId2":8100001,"fraOgMedDato":%q,"tilOgMedDato":%q,"tjenestetyper":["ekontakt"]}`, from, until)
	}
	for name, tt := range map[string]struct{ now, periods, want string }{
		"never":                       {noon, ``, ""},
		"today only":                  {noon, period("2026-11-22", "2026-11-22"), "2026-11-22"},
		"since a while":               {noon, period("2026-11-01T00:00:00", "2026-11-30T00:00:00"), "2026-11-30"},
		"from tomorrow":               {noon, period("2026-11-23", "2026-11-30"), ""},
		"until yesterday":             {noon, period("2026-11-01", "2026-11-21"), ""},
		"one after the other":         {noon, period("2026-11-27", "2026-12-03") + "," + period("2026-11-20", "2026-11-26"), "2026-12-03"},
		"a day between":               {noon, period("2026-11-28", "2026-12-03") + "," + period("2026-11-20", "2026-11-26"), "2026-11-26"},
		"one within another":          {noon, period("2026-11-01", "2026-12-24") + "," + period("2026-11-20", "2026-11-26"), "2026-12-24"},
		"the day begins in Norway":    {"2026-11-22T23:00:00Z", period("2026-11-23", "2026-11-24"), "2026-11-24"},
		"and ends there":              {"2026-11-22T23:00:00Z", period("2026-11-20", "2026-11-22"), ""},
		"another kind of time":        {noon, strings.Replace(period("2026-11-01", "2026-11-30"), "Fravaer", "Apningstid", 1), ""},
		"in other letters":            {noon, strings.Replace(period("2026-11-01", "2026-11-30"), "Fravaer", "FRAVAER", 1), "2026-11-30"},
		"of the organization":         {noon, strings.NewReplacer("90001", "8100001", `"herId2":8100001`, `"herId2":null`).Replace(period("2026-11-01", "2026-11-30")), "2026-11-30"},
		"without any kind of service": {noon, strings.Replace(period("2026-11-01", "2026-11-30"), `,"tjenestetyper":["ekontakt"]`, "", 1), "2026-11-30"},
	} {
		got, err := replying(t, tt.now, 200, asJSON, `{"tidsperioder":[`+tt.periods+`]}`).ClosedUntil(t.Context(), "8100001")
		if err != nil || (got == nil) != (tt.want == "") || got != nil && string(*got) != tt.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for body, want := range map[string]sources.Kind{
		`{}`:                    sources.Garbled,
		`{"tidsperioder":null}`: sources.Garbled,
		`[]`:                    sources.Garbled,
		`{"tidsperioder":[` + strings.Replace(period("2026-11-01", "2026-11-30"), `"2026-11-30"`, "null", 1) + `]}`: sources.Garbled, // closed, without an end
		`{"tidsperioder":[` + period("snart", "2026-11-30") + `]}`:                                                  sources.Garbled,
		`{"tidsperioder":[` + period("2026-11-30", "2026-11-01") + `]}`:                                             sources.Garbled,
		`{"tidsperioder":[` + strings.Replace(period("2026-11-01", "2026-11-30"), "8100001", "8100002", 1) + `]}`:   sources.Garbled,
		`{"tidsperioder":[{"type":"Fravaer"}]}`:                                                                     sources.Garbled,
	} {
		if got, err := replying(t, noon, 200, asJSON, body).ClosedUntil(t.Context(), "8100001"); sources.KindOf(err) != want || got != nil {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
}
