package kith_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"helsegraf/sources/dialog/kith"
)

// What is not acceptable XML is refused, and errors do not repeat it.
func TestForeignXML(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("<a>", n) + strings.Repeat("</a>", n) }
	many := func(n int) string { return "<a>" + strings.Repeat("<b/>", n) + "</a>" }
	attributes := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, ` a%d=""`, i)
		}
		return "<a" + b.String() + "/>"
	}
	for text, ok := range map[string]bool{
		`<a/>`: true,
		"\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- a -->\n<a/> <!-- b -->\n": true,
		`<a>&lt;&#229;<![CDATA[<]]></a>`:       true,
		`<p:a xmlns:p="urn:x" p:b="1" b="1"/>`: true,
		`<a xml:lang="nb"/>`:                   true,
		deep(64):                               true,
		deep(65):                               false,
		deep(1 << 18):                          false,
		many(19_999):                           true,
		many(50_000):                           false,
		"<a>" + strings.Repeat("<!---->", 100_000) + "</a>":       false,
		"<a>" + strings.Repeat("<![CDATA[x]]>", 100_000) + "</a>": false,
		attributes(64): true,
		attributes(65): false,
		``:             false,
		`hemmelig`:     false,
		`<a/>hemmelig`: false,
		`<a/><b/>`:     false,
		`<a>`:          false,
		`<a></b>`:      false,
		`<p:a xmlns:p="urn:x" xmlns:q="urn:x"></q:a>`: false,
		`</a>`:             false,
		`<!DOCTYPE a><a/>`: false,
		`<!DOCTYPE a [<!ENTITY b "hemmelig">]><a>&b;</a>`:     false,
		`<!DOCTYPE a SYSTEM "https://example.org/a.dtd"><a/>`: false,
		`<a>&hemmelig;</a>`:                               false,
		`<a>&nbsp;</a>`:                                   false,
		`<?xml-stylesheet href="a"?><a/>`:                 false,
		`<a><?xml version="1.0"?></a>`:                    false,
		`<!-- --><?xml version="1.0"?><a/>`:               false,
		`<?xml version="1.0" encoding="iso-8859-1"?><a/>`: false,
		`<?xml version="1.1"?><a/>`:                       false,
		"<a>\x00</a>":                                     false,
		"<a>\xff</a>":                                     false,
		"<a>\ufffe</a>":                                   false,
		`<a>&#0;</a>`:                                     false,
		`<p:a/>`:                                          false,
		`<a p:b="1"/>`:                                    false,
		`<a b="1" b="1"/>`:                                false,
		`<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="1"/>`: false,
		`<a xmlns:p=""/>`:        false,
		`<a xmlns:xml="urn:x"/>`: false,
		`<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>`: false,
		`<a xmlns="http://www.w3.org/2000/xmlns/"/>`:          false,
		`<xmlns:a/>`:               false,
		`<a:b:c xmlns:a="urn:x"/>`: false,
		`<:a/>`:                    false,
		"<a b=\"hemmelig\nt\"/>":   false,
		`<a b="&#10;"/>`:           false,
		`<a b=1/>`:                 false,
		"<a>" + strings.Repeat("a", 81<<20) + "</a>": false,
	} {
		d, err := kith.Parse([]byte(text))
		switch {
		case ok && err != nil, !ok && !errors.Is(err, kith.ErrMalformed), !ok && d != nil, err != nil && strings.Contains(err.Error(), "hemmelig"):
			t.Errorf("%.80q: %v", text, err)
		}
	}
}

// FuzzMessage: what is read has the same canonical form when it is written, and what
// can be mapped comes back the same. Errors are the package's own, which say nothing of
// the content.
func FuzzMessage(f *testing.F) {
	for _, content := range files(f) {
		f.Add(content)
	}
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`))
	f.Add([]byte("<p:a xmlns:p='urn:x' p:b='&lt;'>\r\n&#13;<![CDATA[]]&gt;]]><!-- c --></p:a>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := kith.Parse(content)
		if err != nil {
			known(t, err)
			return
		}
		if got, want := canonical(t, d.Bytes()), canonical(t, content); got != want {
			t.Fatalf("%q, not %q", got, want)
		}
		if r, err := kith.ReadAppRec(d); err != nil {
			known(t, err)
		} else if r.ID == "" || r.Original.ID == "" || r.Outcome == "" {
			t.Errorf("%+v", r)
		}
		m, err := kith.ReadMessage(d)
		if err != nil {
			known(t, err)
			return
		}
		if _, err := m.Document(); err != nil {
			t.Fatal(err)
		}
		k := mapping(m)
		l, err := k.Letter(m)
		if err != nil {
			known(t, err)
			return
		}
		if _, err := k.Message(l); err != nil {
			t.Fatal(err)
		}
	})
}

// known fails for an error that could repeat the content.
func known(t *testing.T, err error) {
	t.Helper()
	if err != kith.ErrMalformed && err != kith.ErrUnknown && err != kith.ErrUnmapped { //nolint:errorlint // wrapped, it could say more
		t.Error(err)
	}
}
