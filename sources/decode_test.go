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
