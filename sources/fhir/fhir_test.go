package fhir_test

import (
	"slices"
	"testing"

	"github.com/go-json-experiment/json"

	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

func TestExtensions(t *testing.T) {
	var all fhir.Extensions
	if err := json.Unmarshal([]byte(`[
		{"url":"a","extension":[{"url":"b","valueString":"1"},{"url":"b","valueString":"2"}]},
		{"url":"yes","valueBoolean":true}, {"url":"no","valueBoolean":false}, {"url":"unclear"},
		{"url":"both","extension":[{"url":"m","valueBoolean":false}]}, {"url":"both","extension":[{"url":"m","valueBoolean":true}]}
	]`), &all); err != nil {
		t.Fatal(err)
	}
	if got := all.At("a", "b").ValueString; got != "1" {
		t.Errorf("the first is %q", got)
	}
	if got := all.At("a", "c", "b"); got.URL != "" || all.At().URL != "" {
		t.Errorf("found %+v at no place", got)
	}
	for road, want := range map[string]bool{"yes": true, "no": false, "unclear": true, "none": false} {
		if all.Marked(road) != want {
			t.Errorf("%s: marked %v", road, !want)
		}
	}
	if !all.Marked("both", "m") {
		t.Error("one of two that mark is not enough")
	}
}

func TestWhoItIs(t *testing.T) {
	n, err := fnr.Parse("14837846839")
	if err != nil {
		t.Fatal(err)
	}
	reference := func(system, value string) fhir.Reference {
		return fhir.Reference{Display: n.Digits(), Identifier: fhir.Identifier{System: system, Value: value}}
	}
	for r, want := range map[fhir.Reference]bool{
		reference(n.System(), n.Digits()):                      true,
		reference("", n.Digits()):                              true,
		reference("urn:oid:2.16.578.1.12.4.1.4.4", n.Digits()): false,
		reference(n.System(), "02917543596"):                   false,
		reference(n.System(), n.Digits()+" "):                  false,
		reference("", ""):                                      false,
	} {
		if r.About(n) != want {
			t.Errorf("%q of %q: %v", r.Identifier.Value, r.Identifier.System, !want)
		}
	}
	if reference("", "").About(fnr.Number{}) {
		t.Error("nobody is somebody")
	}
	for id, want := range map[fhir.Identifier]bool{
		{System: "urn:oid:2.16.578.1.12.4.1.4.4", Value: "222200001"}:   true,
		{System: "urn:oid:2.16.578.1.12.4.1.4.4", Value: "14837846839"}: false,
		{System: "urn:oid:2.16.578.1.12.4.1.4.4", Value: "+22220000"}:   false,
		{System: "urn:oid:2.16.578.1.12.4.1.4.4"}:                       false,
		{Value: "222200001"}: false,
	} {
		if (id.HPRNumber() != nil) != want {
			t.Errorf("%+v: %v", id, !want)
		}
	}
}

func TestAccessLabels(t *testing.T) {
	got := fhir.AccessLabels([]fhir.CodingWire{
		{System: "urn:oid:2.16.578.1.12.4.1.1.9603", Code: "N"}, {System: "http://ehelse.no/fhir/CodeSystem/no-kodeverk-9603", Code: "NORU"},
		{Code: "NORN_FFL"}, {System: "urn:oid:2.16.840.1.113883.5.25", Code: "R"},
	})
	if !slices.Equal(got, []string{"N", "NORU", "NORN_FFL"}) {
		t.Errorf("labels %v", got)
	}
}

func TestOutcomes(t *testing.T) {
	for text, want := range map[string]bool{
		`{"resourceType":"OperationOutcome","issue":[{"code":"not-found"}]}`:                                       true,
		`{"resourceType":"OperationOutcome","issue":[{"code":"x"},{"details":{"coding":[{"code":"not-found"}]}}]}`: true,
		`{"resourceType":"OperationOutcome","issue":[{"code":"invalid"}]}`:                                         false,
		`{"resourceType":"OperationOutcome"}`:                                                                      false,
		`{"issue":[{"code":"not-found"}]}`:                                                                         false,
	} {
		var o fhir.OperationOutcome
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			t.Fatal(err)
		}
		if o.Has("not-found") != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
}

// What is not there is left out: FHIR knows no empty values.
func TestBatchIsWritten(t *testing.T) {
	b := fhir.NewBatch[fhir.AuditEvent]()
	b.Put("AuditEvent", "a", fhir.AuditEvent{ResourceType: "AuditEvent", ID: "a", Agent: []fhir.AuditAgent{{Requestor: true}}})
	got, err := json.Marshal(b)
	const want = `{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"AuditEvent","id":"a","type":{},"action":"","recorded":"",` +
		`"purposeOfEvent":[],"agent":[{"requestor":true}],"source":{"observer":{}},"entity":[]},"request":{"method":"PUT","url":"AuditEvent/a"}}]}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
	o := fhir.BatchOutcome{Status: "200 OK", Location: "https://r.example/AuditEvent/a/_history/1"}
	if o.Code() != "200" || o.ID("AuditEvent") != "a" || o.ID("Patient") != "" {
		t.Errorf("code %s, id %s", o.Code(), o.ID("AuditEvent"))
	}
}
