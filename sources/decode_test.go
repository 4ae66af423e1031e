package sources_test

import (
	"strings"
	"testing"

	"helsegraf/sources"
)

func TestDecodeJSON(t *testing.T) {
	type record struct {
		Name string `json:"name"`
	}
	for body, want := range map[string]sources.Kind{
		`{"name":"a"}`:                     0,
		` {"name":"a","added":[{"x":1}]} `: 0,
		`{"Name":"a","name":"b"}`:          0, // another name
		`{"name":"a","name":"a"}`:          sources.Garbled,
		`{"added":{"x":1,"x":2}}`:          sources.Garbled,
		`{"name":"a"}{"name":"b"}`:         sources.Garbled,
		`{"name":"a"} x`:                   sources.Garbled,
		`{"name":1}`:                       sources.Garbled,
		`{"name":NaN}`:                     sources.Garbled,
		`{"name":"a`:                       sources.Garbled,
		"{\"name\":\"\xff\"}":              sources.Garbled,
		``:                                 sources.Garbled,
		`null`:                             0,
		strings.Repeat("[", 1<<20):         sources.Garbled,
		`{"added":` + strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20) + `}`: sources.Garbled,
	} {
		var r record
		if got := sources.KindOf(sources.DecodeJSON([]byte(body), &r)); got != want {
			t.Errorf("%.40s: got %v, want %v", body, got, want)
		}
	}
}

func TestDecodeXML(t *testing.T) {
	type record struct {
		Name string `xml:"urn:register name"`
	}
	deep := func(n int) string {
		return `<r xmlns="urn:register"><name>a</name>` + strings.Repeat("<x>", n) + strings.Repeat("</x>", n) + `</r>`
	}
	for body, want := range map[string]sources.Kind{
		`<?xml version="1.0" encoding="utf-8"?><r xmlns="urn:register"><name>a</name></r>`: 0,
		`<p:r xmlns:p="urn:register"><!-- c --><p:name>a</p:name><p:added/></p:r> `:        0,
		`<!DOCTYPE r [<!ENTITY a "aaaa">]><r xmlns="urn:register"><name>a</name></r>`:      sources.Garbled,
		`<r xmlns="urn:register"><name>&a;</name></r>`:                                     sources.Garbled,
		`<?xml version="1.0" encoding="iso-8859-1"?><r xmlns="urn:register"/>`:             sources.Garbled,
		"<r xmlns=\"urn:register\"><name>\xff</name></r>":                                  sources.Garbled,
		`<r xmlns="urn:register"><name>a</name></r><r/>`:                                   sources.Garbled,
		`<r xmlns="urn:register"><name>a</name></r>x`:                                      sources.Garbled,
		`<r xmlns="urn:register"><name>a</name></r></r>`:                                   sources.Garbled,
		`<r xmlns="urn:register"><name>a</name>`:                                           sources.Garbled,
		`<r xmlns="urn:register"><name>a</r></name>`:                                       sources.Garbled,
		``:            sources.Garbled,
		deep(63):      0,
		deep(64):      sources.Garbled,
		deep(1 << 20): sources.Garbled,
	} {
		var r record
		got := sources.KindOf(sources.DecodeXML([]byte(body), &r))
		if got != want {
			t.Errorf("%.60s: got %v, want %v", body, got, want)
		}
		if got == 0 && r.Name != "a" {
			t.Errorf("%.60s: read %q", body, r.Name)
		}
	}
	var r record
	if err := sources.DecodeXML([]byte(`<r><name>a</name></r>`), &r); err != nil || r.Name != "" {
		t.Errorf("a name of no namespace is taken for another: %q, %v", r.Name, err)
	}
}
