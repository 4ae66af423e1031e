package verktoy_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/verktoy"
)

// read is what the client makes of a response. WHO in it is the subject.
func read(t *testing.T, body string) ([]verktoy.Tool, error) {
	t.Helper()
	body = strings.ReplaceAll(body, "WHO", `"innbyggerFnr":"`+sourcetest.Subject+`"`)
	register := sourcetest.Replies(func(*http.Request) (int, string, string) { return 200, "application/json", body }).Client(t, register)
	return verktoy.New(register, nhn.Options{}).Tools(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject)))
}

func TestTools(t *testing.T) {
	got, err := read(t, `{WHO,"verktoy":[
	  {"id":"b","tittel":"B","type":"KURS","tilbyder":"Eksempel kommune","beskrivelse":"…","adresse":"https://kurs.example.no/b","vilkaar":{"maaGodtas":false}},
	  {"id":"a","tittel":"A","type":"VERKTOY","adresse":"https://verktoy.example.no/a","vilkaar":{"tekst":"Gratis","adresse":"https://verktoy.example.no/vilkaar","maaGodtas":true,"godtatt":false}},
	  {"id":"b","tittel":"Once more"},{"id":"h","skjerming":["NORU"]}]}`)
	if err != nil {
		t.Fatal(err)
	}
	id := func(key string) fhir.RecordID {
		return fhir.RecordID{Subject: sourcetest.Number(t, sourcetest.Subject), Key: key}
	}
	yes, no, text := true, false, fhir.String
	want := []verktoy.Tool{
		{ID: id("a"), Title: text("A"), Course: &no, Terms: text("Gratis"), TermsURL: text("https://verktoy.example.no/vilkaar"), TermsAccepted: &no},
		{ID: id("b"), Title: text("B"), Description: text("…"), Provider: text("Eksempel kommune"), Course: &yes, TermsAccepted: &yes, URL: text("https://kurs.example.no/b")},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// An address is given out when the register says that the terms are no hindrance, and
// it is one to follow.
func TestAddresses(t *testing.T) {
	const at = `"adresse":"https://verktoy.example.no/"`
	for tool, want := range map[string]bool{
		at: false,
		at + `,"vilkaar":{"maaGodtas":null,"godtatt":false}`:                       false,
		at + `,"vilkaar":{"godtatt":true}`:                                         true,
		at + `,"vilkaar":{"maaGodtas":true}`:                                       false,
		at + `,"vilkaar":{"maaGodtas":true,"godtatt":true}`:                        true,
		at + `,"vilkaar":{"maaGodtas":false}`:                                      true,
		`"adresse":"http://verktoy.example.no/","vilkaar":{"maaGodtas":false}`:     false,
		`"adresse":"javascript:alert(1)","vilkaar":{"maaGodtas":false}`:            false,
		`"adresse":"https://a:b@verktoy.example.no","vilkaar":{"maaGodtas":false}`: false,
		`"adresse":"https:///verktoy","vilkaar":{"maaGodtas":false}`:               false,
		`"adresse":"%","vilkaar":{"maaGodtas":false}`:                              false,
	} {
		all, err := read(t, `{WHO,"verktoy":[{"id":"a",`+tool+`}]}`)
		if err != nil || len(all) != 1 || (all[0].URL != nil) != want || all[0].Course != nil {
			t.Errorf("%s: %+v, %v", tool, all, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for body, want := range map[string]sources.Kind{
		`{WHO,"verktoy":[]}`:     0,
		`{WHO}`:                  sources.Garbled,
		`{WHO,"verktoy":null}`:   sources.Garbled,
		`{WHO,"verktoy":[{}]}`:   sources.Garbled,
		`{"verktoy":[]}`:         sources.Garbled,
		`{WHO,WHO,"verktoy":[]}`: sources.Garbled,
		`{"innbyggerFnr":"` + sourcetest.Stranger + `","verktoy":[]}`: sources.Mismatch,
	} {
		if _, err := read(t, body); sources.KindOf(err) != want {
			t.Errorf("%s: %v", body, err)
		}
	}
}
