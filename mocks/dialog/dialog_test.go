package dialog

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/nhn"
)

func TestDialogIsStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	w := s.World
	herID := func(persona string) string {
		l, _ := fastlegeregister.NewLists(w).Of(w.Persona(persona))
		return strconv.Itoa(l.HerID)
	}
	const capabilities, periods = "/dialog/api/v1/kapabiliteter", "/helsetilbud_externalapi/api/v1/Tidsperiode"
	d := New(w, s.Issuer)
	for _, tt := range []struct {
		name, path string
		absence    bool
		status     int
		says       string
	}{
		{"everything", capabilities + "?HerId=" + herID("line"), false, 200, "DIALOG_INNBYGGER_TIMERESERVASJON"},
		{"for professionals only", capabilities + "?HerId=" + herID("bodil"), false, 200, "DIALOG_HELSEFAGLIG"},
		{"nobody's HER-id", capabilities + "?HerId=1", false, 404, `"code":"REG-000001"`},
		{"no HER-id", capabilities, false, 400, "DIALOG-0004"},
		{"no number", capabilities + "?HerId=x", false, 400, "DIALOG-0004"},
		{"two HER-ids", capabilities + "?HerId=1&HerId=2", false, 400, "DIALOG-0004"},
		{"another parameter", capabilities + "?HerId=1&KunAktive=true", false, 400, "DIALOG-0004"},
		{"a person", capabilities + "?HerId=" + w.Persona("line").Number, false, 400, "DIALOG-0002"},
		{"the other service's token", capabilities + "?HerId=1", true, 401, "DIALOG-0001"},
		{"another address", "/dialog/api/v1/Communication", false, 404, "DIALOG-0007"},
		{"absent", periods + "?HerId=" + herID("berit") + "&KunAktive=true", true, 200, `"fraOgMedDato":"2026-11-19"`},
		{"absent, the past too", periods + "?HerId=" + herID("berit"), true, 200, `"fraOgMedDato":"2026-07-05"`},
		{"present", periods + "?HerId=" + herID("line") + "&KunAktive=true", true, 200, `{"tidsperioder":[]}`},
		{"nobody is absent", periods + "?HerId=1", true, 200, `{"tidsperioder":[]}`},
		{"neither true nor false", periods + "?HerId=1&KunAktive=ja", true, 400, "DIALOG-0004"},
		{"the other token", periods + "?HerId=1", false, 401, "DIALOG-0001"},
	} {
		audience, scope := messagesAudience, messagesScope
		if tt.absence {
			audience, scope = absenceAudience, absenceScope
		}
		if got := mocktest.Ask(d, s.Request(audience, scope, http.MethodGet, tt.path, "")); got.Code != tt.status || !strings.Contains(got.Body.String(), tt.says) {
			t.Errorf("%s: %d %s", tt.name, got.Code, got.Body)
		}
	}
	l, _ := fastlegeregister.NewLists(w).Of(w.Persona("line"))
	line := `{"hprNummer":"` + strconv.Itoa(l.HPR) + `","organisasjonsnummer":"` + strconv.Itoa(l.Number) + `"}`
	const nobody = `{"hprNummer":"9","organisasjonsnummer":"310000000"}`
	for _, tt := range []struct {
		name, query, body string
		status            int
		says              string
	}{
		{"a doctor", "", `{"parter":[` + line + `]}`, 200, `"herId":` + herID("line")},
		{"nobody", "", `{"parter":[` + nobody + `]}`, 200, `"prosesser":null`},
		{"none", "", `{"parter":[]}`, 400, "DIALOG-0006"},
		{"twice", "", `{"parter":[` + line + "," + line + `]}`, 400, "DIALOG-0006"},
		{"too many", "", `{"parter":[` + strings.TrimSuffix(strings.Repeat(nobody+",", 101), ",") + `]}`, 400, "DIALOG-0006"},
		{"a person", "", `{"parter":[{"hprNummer":"` + w.Persona("line").Number + `","organisasjonsnummer":"310000000"}]}`, 400, "DIALOG-0006"},
		{"no organization", "", `{"parter":[{"hprNummer":"9"}]}`, 400, "DIALOG-0006"},
		{"another member", "", `{"parter":[` + nobody + `],"fnr":"1"}`, 400, "DIALOG-0006"},
		{"in the address", "?HerId=1", `{"parter":[` + nobody + `]}`, 400, "DIALOG-0004"},
	} {
		r := s.Request(messagesAudience, messagesScope, http.MethodPost, capabilities+"/sok"+tt.query, tt.body)
		r.Header.Set("Content-Type", "application/json")
		if got := mocktest.Ask(d, r); got.Code != tt.status || !strings.Contains(got.Body.String(), tt.says) {
			t.Errorf("a search for %s: %d %s", tt.name, got.Code, got.Body)
		}
	}
	for _, tt := range []struct {
		form   string
		status int
		says   string
	}{
		{"_query=conversations&label=N,NORS&_sort=-sent", 200, `"total":7`},
		{"_query=conversations&label=N&sent=lt2026-11-01T00:00:00Z", 200, `"total":3`},
		{"_query=conversations&asof=2026-11-01T00:00:00Z", 200, `"total":3`},
		{"_query=unread", 200, `"total":2`},
		{"conversation=00000000-0000-4000-8000-000000000000", 200, `"total":0`},
		{"_query=threads", 400, "DIALOG-0014"},
		{"conversation=1", 400, "DIALOG-0014"},
		{"label=NORN_NEW", 400, "DIALOG-0014"},
		{"asof=2026-11-01", 400, "DIALOG-0014"},
		{"received:missing=true", 400, "DIALOG-0014"},
	} {
		r := s.Request(messagesAudience, inboxScope, http.MethodPost, inboxPath, "patient.identifier="+w.Persona("line").Number+"&"+tt.form)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", nhn.MediaFHIR)
		r.Header.Set("Nhn-Source-System", "test")
		r.Header.Set("Nhn-Event-Id", "test")
		if got := mocktest.Ask(d, r); got.Code != tt.status || !strings.Contains(got.Body.String(), tt.says) {
			t.Errorf("%s: %d %s", tt.form, got.Code, got.Body)
		}
	}
	r := s.Request(messagesAudience, messagesScope, http.MethodGet, capabilities+"?HerId=1", "")
	r.Header.Set("Accept", "application/fhir+json")
	if got := mocktest.Ask(d, r); got.Code != http.StatusNotAcceptable {
		t.Errorf("another media type: %d", got.Code)
	}
}
