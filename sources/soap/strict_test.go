package soap_test

import (
	"encoding/xml"
	"reflect"
	"strings"
	"testing"

	"helsegraf/sources/soap"
)

// What a text means is read; what XML or SOAP forbids is refused as a whole,
// wherever it stands.
func TestText(t *testing.T) {
	for in, want := range map[string]string{
		``:                                   "",
		` a b `:                              " a b ",
		`&lt;&amp;&gt;&quot;&apos;`:          `<&>"'`,
		`bl&#229;b&#xE6;r`:                   "blåbær",
		`&#13;&#10;`:                         "\r\n",
		"a\r\nb\rc\n":                        "a\nb\nc\n",
		`<![CDATA[a<b&c]]]>d`:                "a<b&c]d",
		"<![CDATA[a\r\nb]]>":                 "a\nb",
		`a<!-- <b>-->c`:                      "ac",
		`a<b>no</b>c<b x='>'/>d`:             "acd",
		`a<y:b xmlns:y="urn:y"><y:c/></y:b>`: "a",
		`a]]&gt;`:                            "a]]>",
		`<blåbær><Ære.x-1_ ></Ære.x-1_></blåbær>`: "",
		`a&b;`:                         "refused",
		`a&amp`:                        "refused",
		`a & b`:                        "refused",
		`&#0;`:                         "refused",
		`&#xD800;`:                     "refused",
		`&#xFFFE;`:                     "refused",
		`&#x110000;`:                   "refused",
		`&#99999999999999999999;`:      "refused",
		`&#-1;`:                        "refused",
		`&#x+1;`:                       "refused",
		`&#;`:                          "refused",
		`&;`:                           "refused",
		`a]]>`:                         "refused",
		"a\x00":                        "refused",
		"a\x0b":                        "refused",
		"a\xff":                        "refused",
		"a\xed\xa0\x80":                "refused", // half of a pair
		"\ufffe":                       "refused",
		"\uffff":                       "refused",
		`<b>&c;</b>`:                   "refused",
		`<b>]]></b>`:                   "refused",
		`<b x="&c;"/>`:                 "refused",
		`<b x="<"/>`:                   "refused",
		`<b x=1/>`:                     "refused",
		`<b x/>`:                       "refused",
		`<b x="1"y="2"/>`:              "refused",
		`<b x="1/>`:                    "refused",
		`<b`:                           "refused",
		`<b/`:                          "refused",
		`<b><c></b></c>`:               "refused",
		`<b></c>`:                      "refused",
		`<b></bb>`:                     "refused",
		`<b></b x="1">`:                "refused",
		`< b/>`:                        "refused",
		`<1b/>`:                        "refused",
		`<-b/>`:                        "refused",
		`<b×/>`:                        "refused",
		`<日/>`:                         "refused",
		`<y:b/>`:                       "refused", // not declared
		`<:b/>`:                        "refused",
		`<s:/>`:                        "refused",
		`<s:1/>`:                       "refused",
		`<s:b:c/>`:                     "refused",
		`<b xmlns:y=""/>`:              "refused",
		`<b xmlns:xml="urn:y"/>`:       "refused",
		`<b xmlns:xmlns="urn:y"/>`:     "refused",
		`<b xmlns="a" xmlns="b"/>`:     "refused",
		`<b xmlns:y="a" xmlns:y="b"/>`: "refused",
		`<!DOCTYPE b>`:                 "refused",
		`<!b>`:                         "refused",
		`<?b c?>`:                      "refused",
		`<!-- -- -->`:                  "refused",
		`<!-- `:                        "refused",
		`<![CDATA[a`:                   "refused",
		`<![cdata[a]]>`:                "refused",
	} {
		if got := read(greeting(in)); got != want {
			t.Errorf("%q: read %q, want %q", in, got, want)
		}
	}
}

func TestDocuments(t *testing.T) {
	hi := greeting("hi")
	deep := func(n int) string { return greeting("hi" + strings.Repeat("<b>", n) + strings.Repeat("</b>", n)) }
	for name, c := range map[string]struct{ message, want string }{
		"declared":                 {`<?xml version="1.0" encoding="utf-8"?>` + hi, "hi"},
		"declared otherwise":       {"\n<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!-- c -->" + hi, "hi"},
		"with a byte order mark":   {"\ufeff" + `<?xml version="1.0"?>` + hi, "hi"},
		"with something after it":  {hi + "\n<!-- c --> ", "hi"},
		"as deep as may be":        {deep(61), "hi"},
		"deeper":                   {deep(62), "refused"},
		"much deeper":              {deep(1 << 20), "refused"},
		"of another version":       {`<?xml version="1.1"?>` + hi, "refused"},
		"declared twice over":      {`<?xml version="1.0" version="1.0"?>` + hi, "refused"},
		"declared out of order":    {`<?xml encoding="utf-8" version="1.0"?>` + hi, "refused"},
		"declared with a stranger": {`<?xml version="1.0" conversion="1.1"?>` + hi, "refused"},
		"declared to be nothing":   {`<?xml ?>` + hi, "refused"},
		"neither alone nor not":    {`<?xml version="1.0" standalone="1"?>` + hi, "refused"},
		"in other letters":         {`<?xml version="1.0" encoding="iso-8859-1"?>` + hi, "refused"},
		"with a style":             {`<?xml-stylesheet href="a"?>` + hi, "refused"},
		"declared to no end":       {`<?xml version="1.0"`, "refused"},
		"with a document type":     {`<!DOCTYPE s [<!ENTITY a "aaaa">]>` + hi, "refused"},
		"with text before":         {"a" + hi, "refused"},
		"with text after":          {hi + "a", "refused"},
		"with another after it":    {hi + hi, "refused"},
		"with an end too many":     {hi + "</s:Envelope>", "refused"},
		"with an end and no begin": {"</s:Envelope>", "refused"},
		"cut off":                  {hi[:len(hi)-1], "refused"},
		"with nothing in it":       {"", "refused"},
		"in UTF-16":                {"\xfe\xff\x00<\x00a\x00/\x00>", "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := read(c.message); got != c.want {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzRead: what is read is what encoding/xml reads, which takes more.
func FuzzRead(f *testing.F) {
	for _, inside := range []string{
		`<Greeting xmlns="urn:x">a&amp;<b/>&#xE6;<![CDATA[<]]></Greeting>`,
		`<x:Family xmlns:x='urn:x' x:a="1"><x:Name>a</x:Name><x:Children><x:Family><x:Home><Name>b</Name></x:Home></x:Family><x:Oldest>c</x:Oldest></x:Children><x:Pet/></x:Family>`,
		`<s:Fault><faultcode>s:Server</faultcode><detail><Reason xmlns="urn:x">a</Reason></detail></s:Fault>`,
		`<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Detail/></s:Fault>`,
	} {
		f.Add(envelope(ns11, inside))
		f.Add("<?xml version='1.0'?>" + envelope(ns12, inside))
	}
	f.Add(`<!DOCTYPE a [<!ENTITY b "c">]>` + greeting("&b;"))
	answers := soap.NewReader[body]()
	f.Fuzz(func(t *testing.T, message string) {
		got, err := answers.Read([]byte(message))
		if err != nil {
			if got != nil || err.Error() != "not a SOAP message" {
				t.Errorf("%v beside %v", got, err)
			}
			return
		}
		var want struct {
			Body11 *body `xml:"http://schemas.xmlsoap.org/soap/envelope/ Body"`
			Body12 *body `xml:"http://www.w3.org/2003/05/soap-envelope Body"`
		}
		if err := xml.Unmarshal([]byte(message), &want); err != nil {
			t.Fatalf("encoding/xml refuses it: %v", err)
		}
		if !reflect.DeepEqual(got, want.Body11) && !reflect.DeepEqual(got, want.Body12) {
			t.Errorf("read %+v, encoding/xml reads %+v or %+v", got, want.Body11, want.Body12)
		}
	})
}
