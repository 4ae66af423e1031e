package soap_test

import (
	"encoding/xml"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"helsegraf/sources/soap"
)

// The body of a service that has a few answers and declares one detail.
type body struct {
	soap.Faults[detail]
	Greeting *string `xml:"urn:x Greeting"`
	Family   *family `xml:"urn:x Family"`
}

type detail struct {
	Reason string `xml:"urn:x Reason"`
}

type family struct {
	Name     string   `xml:"urn:x Name"`
	Home     place    `xml:"urn:x Home"`
	Children []family `xml:"urn:x Children>Family"`
	Oldest   string   `xml:"urn:x Children>Oldest"`
	Pets     []place  `xml:"urn:x Pet"`
}

type place struct {
	Name string `xml:"Name"`
}

const (
	ns11 = "http://schemas.xmlsoap.org/soap/envelope/"
	ns12 = "http://www.w3.org/2003/05/soap-envelope"
)

func envelope(ns, inside string) string {
	return `<s:Envelope xmlns:s="` + ns + `"><s:Header/><s:Body>` + inside + `</s:Body></s:Envelope>`
}

func greeting(inside string) string {
	return envelope(ns11, `<Greeting xmlns="urn:x">`+inside+`</Greeting>`)
}

func TestAnswers(t *testing.T) {
	fault12 := func(code string) string {
		return `<s:Fault><s:Code><s:Value>` + code + `</s:Value></s:Code><s:Reason><s:Text>x</s:Text></s:Reason><s:Detail><Reason xmlns="urn:x">why</Reason></s:Detail></s:Fault>`
	}
	fault11 := func(code string) string {
		return `<s:Fault><faultcode>` + code + `</faultcode><faultstring>x</faultstring><detail><Reason xmlns="urn:x">why</Reason></detail></s:Fault>`
	}
	for name, c := range map[string]struct{ message, want string }{
		"1.1":                        {greeting("hi"), "hi"},
		"1.2":                        {envelope(ns12, `<Greeting xmlns="urn:x">hi</Greeting>`), "hi"},
		"of another namespace":       {envelope(ns11, `<Greeting xmlns="urn:y">hi</Greeting>`), "nothing"},
		"of no namespace":            {envelope(ns11, `<Greeting>hi</Greeting>`), "nothing"},
		"1.1, a fault":               {envelope(ns11, fault11("s:Client")), "fault why"},
		"1.1, of access":             {envelope(ns11, fault11(" wsse:FailedAuthentication ")), "access why"},
		"1.1, of access, in its way": {envelope(ns11, fault11("s:Client.Authentication")), "access why"},
		"1.1, of the service":        {envelope(ns11, fault11("SOAP-ENV:Server")), "service why"},
		"1.1, of a part of it":       {envelope(ns11, fault11("s:Server.Database")), "service why"},
		"1.1, of something like it":  {envelope(ns11, fault11("q:ServerTooBusy")), "fault why"},
		"1.2, of the service":        {envelope(ns12, fault12("s:Receiver")), "service why"},
		"1.2, a fault":               {envelope(ns12, fault12("s:Sender")), "fault why"},
		"1.2, of access":             {envelope(ns12, strings.Replace(fault12("s:Sender"), "</s:Value>", "</s:Value><s:Subcode><s:Value>wsse:InvalidSecurityToken</s:Value></s:Subcode>", 1)), "access why"},
		"a fault that says nothing":  {envelope(ns11, `<s:Fault/>`), "fault"},
		"a fault of another version": {envelope(ns11, `<f:Fault xmlns:f="urn:f"/>`), "nothing"},
		"no body":                    {`<s:Envelope xmlns:s="` + ns11 + `"/>`, "refused"},
		"a body of another version":  {`<s:Envelope xmlns:s="` + ns11 + `"><s:Body xmlns:s="` + ns12 + `"/></s:Envelope>`, "refused"},
		"two bodies":                 {`<s:Envelope xmlns:s="` + ns11 + `"><s:Body/><s:Body/></s:Envelope>`, "refused"},
		"another version":            {envelope("urn:soap-1.3", ""), "refused"},
		"another element":            {strings.ReplaceAll(envelope(ns11, ""), "s:Envelope", "s:Letter"), "refused"},
		"twice what is read once":    {envelope(ns11, `<x:Greeting xmlns:x="urn:x">a</x:Greeting><x:Greeting xmlns:x="urn:x">a</x:Greeting>`), "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := read(c.message); got != c.want {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
}

// read puts an answer into words.
func read(message string) string {
	b, err := soap.NewReader[body]().Read([]byte(message))
	switch {
	case err != nil:
		return "refused"
	case b.Greeting != nil:
		return *b.Greeting
	case b.Fault() == nil:
		return "nothing"
	}
	who := map[bool]string{true: "access", false: "fault"}[b.Fault().OfAccess()]
	if b.Fault().OfService() {
		who = "service"
	}
	if d := b.Fault().Detail(); d != nil {
		who += " " + d.Reason
	}
	return who
}

// What elements hold goes where the tags say, in the order it came, whatever
// else stands between.
func TestElements(t *testing.T) {
	const message = `<Family xmlns="urn:x"><Added><Name>not theirs</Name></Added><Name>Testesen</Name><Pet><y:Name xmlns:y="urn:y">Passopp</y:Name></Pet>` +
		`<Children><Family><Name>Dan</Name></Family><Other/><Family><Name/><Children><Oldest>none</Oldest></Children></Family><Oldest>Dina</Oldest></Children>` +
		`<Home><Name>Bergen</Name></Home><Pet><Name>Pus</Name></Pet></Family>`
	b, err := soap.NewReader[body]().Read([]byte(envelope(ns11, message)))
	want := &family{
		Name: "Testesen", Home: place{"Bergen"}, Oldest: "Dina", Pets: []place{{"Passopp"}, {"Pus"}},
		Children: []family{{Name: "Dan"}, {Oldest: "none"}},
	}
	if err != nil || !reflect.DeepEqual(b.Family, want) {
		t.Errorf("%+v, %v", b.Family, err)
	}
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
