package behandlingssted_test

import (
	"fmt"
	"net/http"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/behandlingssted"
	"helsegraf/sources/fhir"
	"helsegraf/sources/sourcetest"
)

// replying is a client that gets this response.
func replying(t *testing.T, body string) *behandlingssted.Client {
	t.Helper()
	return behandlingssted.New(sourcetest.Replies(func(*http.Request) (int, string, string) { return 200, "application/json", body }).Client(t, register), sources.OpenSettings{})
}

func TestTreatments(t *testing.T) {
	tree := func(treatments string) string {
		return `{"behandlingsGrupper":[{"navn":"Kne","behandlingsUnderGrupper":[{"navn":"","kode":null,"behandlinger":[` + treatments + `]}]}]}`
	}
	for body, want := range map[string]string{
		tree(`{"behandlingsId":7,"navn":"B","synonym":" x, y;z ,"},{"behandlingsId":3,"navn":"A"}`): "3 A [] Kne, 7 B [x y z] Kne, ",
		tree(`{"behandlingsId":7,"navn":"B"},{"behandlingsId":7,"navn":"B"}`):                       "7 B [] Kne, ",
		tree(`{"behandlingsId":7,"navn":"B"},{"navn":"A"},{"behandlingsId":8,"navn":" "}`):          "7 B [] Kne, ",
		tree(``):                     "",
		`{"behandlingsGrupper":[]}`:  "",
		tree(`{"navn":"A"}`):         "GARBLED",
		`{}`:                         "GARBLED",
		`[]`:                         "GARBLED",
		`{"behandlingsGrupper":"x"}`: "GARBLED",
	} {
		all, err := replying(t, body).Treatments(t.Context())
		got := ""
		for _, one := range all.Value {
			got += fmt.Sprint(one.ID.Key, " ", *one.Name, " ", one.Synonyms, " ", *one.Group, ", ")
		}
		if sources.KindOf(err) == sources.Garbled {
			got = "GARBLED"
		}
		if got != want || (err != nil) != (want == "GARBLED") {
			t.Errorf("%s: %q, %v", body, got, err)
		}
	}
}

func TestProviders(t *testing.T) {
	places := func(name, list string) string {
		return `{"ventetiderForBehandling":{"navn":"` + name + `","behandlingssteder":[` + list + `]}}`
	}
	for body, want := range map[string]string{
		places("Kneoperasjon", `{"navn":"Eksempel sykehus","helseRegioner":["HelseVest"],"ventetider":[{"type":"Utredning","uker":8,"ukerTotalt":8}],"erPrivat":false}`):   "Eksempel sykehus PUBLIC true 8;",
		places("KNEOPERASJON ", `{"navn":"A","erPrivat":true,"avtaleMedHelfo":true,"ventetider":[{"type":"U","uker":-1},{"type":"B","uker":null},{"type":"I","uker":0}]}`): "A PRIVATE true 0;",
		places("Kneoperasjon", `{"navn":"B","erPrivat":true},{"navn":"A"},{"navn":"B","erPrivat":true}`):                                                                   "A ? ? ?;B PRIVATE ? ?;",
		places("Kneoperasjon", `{"navn":"","erPrivat":true},{"navn":"A"}`):                                                                                                 "A ? ? ?;",
		places("Kneoperasjon", ``):                            "",
		places("Hofteoperasjon", `{"navn":"A"}`):              "SUBJECT_MISMATCH",
		places("", `{"navn":"A"}`):                            "SUBJECT_MISMATCH",
		places("Kneoperasjon", `{"orgnummer":"1"}`):           "GARBLED",
		`{"ventetiderForBehandling":null}`:                    "GARBLED",
		`{"ventetiderForBehandling":{"navn":"Kneoperasjon"}}`: "GARBLED",
	} {
		name := "Kneoperasjon"
		all, err := replying(t, body).Providers(t.Context(), behandlingssted.Treatment{ID: fhir.RecordID{Key: "1"}, Name: &name})
		got := ""
		for _, p := range all.Value {
			text := func(v any, known bool) string {
				if !known {
					return "?"
				}
				return fmt.Sprint(v)
			}
			weeks, ok := p.Wait()
			owner, choosable := "?", "?"
			if p.Ownership != nil {
				owner = string(*p.Ownership)
			}
			if p.Choosable != nil {
				choosable = fmt.Sprint(*p.Choosable)
			}
			got += *p.Place.Name + " " + owner + " " + choosable + " " + text(weeks, ok) + ";"
		}
		switch sources.KindOf(err) {
		case sources.Garbled:
			got = "GARBLED"
		case sources.Mismatch:
			got = "SUBJECT_MISMATCH"
		default: // text of its own
		}
		if got != want {
			t.Errorf("%s: %q, %v", body, got, err)
		}
	}
}
