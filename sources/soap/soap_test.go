package soap_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"helsegraf/sources/soap"
)

// The body of a service that has one answer and declares one detail.
type body struct {
	soap.Faults[detail]
	Greeting *string `xml:"urn:x Greeting"`
}

type detail struct {
	Reason string `xml:"urn:x Reason"`
}

func TestAnswers(t *testing.T) {
	const (
		ns11 = "http://schemas.xmlsoap.org/soap/envelope/"
		ns12 = "http://www.w3.org/2003/05/soap-envelope"
	)
	envelope := func(ns, inside string) string {
		return `<s:Envelope xmlns:s="` + ns + `"><s:Header/><s:Body>` + inside + `</s:Body></s:Envelope>`
	}
	fault12 := func(code string) string {
		return `<s:Fault><s:Code><s:Value>` + code + `</s:Value></s:Code><s:Reason><s:Text>x</s:Text></s:Reason><s:Detail><Reason xmlns="urn:x">why</Reason></s:Detail></s:Fault>`
	}
	fault11 := func(code string) string {
		return `<s:Fault><faultcode>` + code + `</faultcode><faultstring>x</faultstring><detail><Reason xmlns="urn:x">why</Reason></detail></s:Fault>`
	}
	for name, c := range map[string]struct{ message, want string }{
		"1.1":                        {envelope(ns11, `<Greeting xmlns="urn:x">hi</Greeting>`), "hi"},
		"1.2":                        {envelope(ns12, `<Greeting xmlns="urn:x">hi</Greeting>`), "hi"},
		"of another namespace":       {envelope(ns11, `<Greeting xmlns="urn:y">hi</Greeting>`), "nothing"},
		"1.1, the question's fault":  {envelope(ns11, fault11("s:Client")), "asker why"},
		"1.1, the server's":          {envelope(ns11, fault11("s:Server")), "server why"},
		"1.1, WCF's":                 {envelope(ns11, fault11(" a:InternalServiceFault ")), "server why"},
		"1.2, the question's":        {envelope(ns12, fault12("s:Sender")), "asker why"},
		"1.2, the server's":          {envelope(ns12, fault12("s:Receiver")), "server why"},
		"a fault that says nothing":  {envelope(ns11, `<s:Fault/>`), "asker"},
		"a fault of another version": {envelope(ns11, `<f:Fault xmlns:f="urn:f"/>`), "nothing"},
		"no body":                    {`<s:Envelope xmlns:s="` + ns11 + `"/>`, "no envelope"},
		"another version":            {envelope("urn:soap-1.3", ""), "no envelope"},
		"another element":            {strings.ReplaceAll(envelope(ns11, ""), "s:Envelope", "s:Letter"), "no envelope"},
	} {
		t.Run(name, func(t *testing.T) {
			var e soap.Envelope[body]
			if err := xml.Unmarshal([]byte(c.message), &e); err != nil {
				t.Fatal(err)
			}
			if got := read(&e); got != c.want {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
}

// read puts an answer into words.
func read(e *soap.Envelope[body]) string {
	b := e.Body()
	switch {
	case b == nil:
		return "no envelope"
	case b.Greeting != nil:
		return *b.Greeting
	case b.Fault() == nil:
		return "nothing"
	}
	who := map[bool]string{true: "server", false: "asker"}[b.Fault().OfServer()]
	if d := b.Fault().Detail(); d != nil {
		who += " " + d.Reason
	}
	return who
}

func TestAddressing(t *testing.T) {
	var sent struct {
		Action    string `xml:"Header>Action"`
		MessageID string `xml:"Header>MessageID"`
		To        string `xml:"Header>To"`
		Body      string `xml:"Body>x"`
	}
	ids := map[string]bool{}
	for range 20 {
		q := soap.New12("urn:x/Greet", "https://service.example/?a&b", []byte("<x>1</x>"))
		if err := xml.Unmarshal(q.Body, &sent); err != nil {
			t.Fatal(err)
		}
		if sent.Action != "urn:x/Greet" || sent.To != "https://service.example/?a&b" || sent.Body != "1" {
			t.Errorf("sent %+v", sent)
		}
		if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(sent.MessageID) || ids[sent.MessageID] {
			t.Errorf("id %s", sent.MessageID)
		}
		ids[sent.MessageID] = true
	}
}

func ExampleNew11() {
	q := soap.New11("urn:x/Greet", []byte(`<Greet xmlns="urn:x">`+soap.Escape("Bergen & Oslo")+`</Greet>`))
	fmt.Println(q.Header["SOAPAction"][0], q.ContentType) //nolint:staticcheck // the register spells it so
	fmt.Println(string(q.Body))
	// Output:
	// "urn:x/Greet" text/xml; charset=utf-8
	// <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Greet xmlns="urn:x">Bergen &amp; Oslo</Greet></s:Body></s:Envelope>
}
