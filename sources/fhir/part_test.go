package fhir_test

import (
	"testing"

	"github.com/go-json-experiment/json"

	"helsegraf/sources/fhir"
)

// What a part is is found where it stands, and as a decoder finds it.
func TestPartsTellWhatTheyAre(t *testing.T) {
	for text, want := range map[string]struct {
		is, id string
		ok     bool
	}{
		`{"resourceType":"Medication","id":"m"}`:                                            {"Medication", "m", true},
		"{ \"a\" : { \"resourceType\" : \"X\" } ,\n\t\"resourceType\" : \"Medication\" }":   {"Medication", "", true},
		`{"a":[{"id":"x"},"id","resourceType"],"b":"\"id\":\\","id":"m","resourceType":""}`: {"", "m", true},
		`{"a":"resourceType","resourceTypes":"X","resourceType":"M\u00e9d \"\\"}`:           {`Méd "\`, "", true},
		`{"resource\u0054ype":"Medication"}`:                                                {"Medication", "", true},
		`{"resourceType":null}`:                                                             {"", "", true},
		`{"resourceType":7}`:                                                                {"", "", false},
		`{"resourceType":{"resourceType":"X"}}`:                                             {"", "", false},
		`{}`:                                                                                {"", "", true},
		`null`:                                                                              {"", "", true},
		`[]`:                                                                                {"", "", false},
		`"x"`:                                                                               {"", "", false},
		`7`:                                                                                 {"", "", false},
	} {
		var p fhir.Part
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			t.Fatal(err)
		}
		is, ok := p.Type()
		id, _ := p.ID()
		if is != want.is || id != want.id || ok != want.ok {
			t.Errorf("%s is %q, %q, %v", text, is, id, ok)
		}
	}
	var absent fhir.Part
	if _, ok := absent.Type(); ok || absent.Decode(new(struct{})) == nil {
		t.Error("what was not sent is something")
	}
	// What a part holds was looked at when it was set aside.
	for _, text := range []string{`{"a":1,"a":1}`, `{"a":{"b":1,"b":1}}`, "{\"a\":\"\xff\"}", `{"a":`, `{} {}`} {
		var b struct {
			Entry []struct{ Resource fhir.Part }
		}
		if json.Unmarshal([]byte(`{"entry":[{"resource":`+text+`}]}`), &b) == nil {
			t.Errorf("%q is set aside", text)
		}
	}
}

// FuzzPart: what is found of a part without decoding is what decoding gives.
func FuzzPart(f *testing.F) {
	f.Add(`{"a":[{"id":"x"},"id"],"b":"\"id\":\\","resource\u0054ype":"M","id":"m"}`)
	f.Add(`{"id":7,"resourceType":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		var p fhir.Part
		if json.Unmarshal([]byte(text), &p) != nil {
			return
		}
		var is struct {
			Type string `json:"resourceType"`
		}
		var has struct {
			ID string `json:"id"`
		}
		isErr, hasErr := json.Unmarshal([]byte(text), &is), json.Unmarshal([]byte(text), &has)
		if got, ok := p.Type(); ok != (isErr == nil) || ok && got != is.Type {
			t.Errorf("%q: type %q, %v; decoded %q, %v", text, got, ok, is.Type, isErr)
		}
		if got, ok := p.ID(); ok != (hasErr == nil) || ok && got != has.ID {
			t.Errorf("%q: id %q, %v; decoded %q, %v", text, got, ok, has.ID, hasErr)
		}
	})
}
