package nhn_test

import (
	"testing"

	"helsegraf/sources/nhn"
)

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		"<p> </p>":                             "",
		"<p>Andel &lt; 5 %</p><p>av alle</p>":  "Andel < 5 % av alle",
		"a<script>alert(1)</script>b":          "a b",
		"a<style>*{}</style><b>b</b>":          "a b",
		"<svg><script>alert(1)</script></svg>": "",
		"&amp;lt;img&gt;":                      "&lt;img>",
		"<img src=x onerror=alert(1)>etter":    "etter",
		"<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">x": "x",
	} {
		got := ""
		if p := nhn.PlainText(in); p != nil {
			got = *p
		}
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
