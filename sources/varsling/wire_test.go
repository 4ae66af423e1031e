package varsling_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/varsling"
)

// read is what the client makes of a response. WHO in it is the subject.
func read(t *testing.T, body string) (varsling.NotificationSettings, error) {
	t.Helper()
	body = strings.ReplaceAll(body, "WHO", `"innbyggerFnr":"`+sourcetest.Subject+`"`)
	register := sourcetest.Replies(func(*http.Request) (int, string, string) { return 200, "application/json", body }).Client(t, register)
	return varsling.New(register, nhn.Options{}).Settings(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject)))
}

// What is not in the response, or is not known, is nil.
func TestSettings(t *testing.T) {
	g := granted(t, sourcetest.Number(t, sourcetest.Subject))
	mandatory, important, all := varsling.Mandatory, varsling.Important, varsling.All
	sms, email, both := varsling.SMS, varsling.Email, varsling.Both
	yes, no := true, false
	for body, want := range map[string]varsling.NotificationSettings{
		`{WHO,"nivaa":"OBLIGATORISKE","kanal":"SMS","effektiv":true,"versjon":"7"}`: {Level: &mandatory, Channel: &sms, Reachable: &yes, Version: fhir.String("7")},
		`{WHO,"nivaa":"VIKTIGE","kanal":"EPOST","effektiv":false}`:                  {Level: &important, Channel: &email, Reachable: &no},
		`{WHO,"nivaa":"ALLE","kanal":"BEGGE","effektiv":null,"versjon":null}`:       {Level: &all, Channel: &both},
		`{WHO,"nivaa":"INGEN","kanal":"BREV","nytt":[]}`:                            {},
		`{WHO}`: {},
	} {
		want.Grant = g
		if got, err := read(t, body); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for body, want := range map[string]sources.Kind{
		`{}`:                    sources.Garbled,
		`[]`:                    sources.Garbled,
		`{WHO,WHO}`:             sources.Garbled,
		`{WHO,"nivaa":1}`:       sources.Garbled,
		`{WHO,"effektiv":"ja"}`: sources.Garbled,
		`{"innbyggerFnr":"` + sourcetest.Stranger + `","nivaa":"ALLE"}`: sources.Mismatch,
	} {
		if _, err := read(t, body); sources.KindOf(err) != want {
			t.Errorf("%s: %v", body, err)
		}
	}
}
