package fastlegeregister_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"sync/atomic"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/fastlegeregister"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/sourcetest"
)

// canned answers every call alike, and counts them.
type canned struct {
	status int
	media  string
	body   string
	calls  atomic.Int32
}

func (c *canned) reply(*http.Request) (int, string, string) {
	c.calls.Add(1)
	return c.status, c.media, c.body
}

func (c *canned) client(t testing.TB, o fastlegeregister.Options) *fastlegeregister.Client {
	t.Helper()
	return newClient(t, sourcetest.Replies(c.reply).Client(t, register), o)
}

const someone = sourcetest.Subject

func golden(t testing.TB, file string) string {
	t.Helper()
	body, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(body, []byte("PATIENT"), []byte(someone)))
}

func TestAnswersAreReadAsTheyAreMeant(t *testing.T) {
	n := sourcetest.Number(t, someone)
	flr := (&canned{status: 200, media: "text/xml", body: golden(t, "current.xml")}).client(t, fastlegeregister.Options{})
	a := flr.Current(t.Context(), []policy.Grant{grant(t, n)})[n]
	if a.Err != nil {
		t.Fatal(a.Err)
	}
	text := func(s string) *string { return &s }
	role, since, capacity, accepts := fastlegeregister.Substitute, fhir.Date("2024-03-01"), 1100, true
	want := &fastlegeregister.PersonGeneralPractitioner{
		Practitioner: &fhir.Practitioner{Name: &fhir.HumanName{Full: "Hedda Sluttvik", Given: "Hedda", Family: "Sluttvik"}, HPRNumber: text("9199002")},
		Office: &fhir.Organization{Name: text("GAMLETORGET LEGEKONTOR"), Phone: text("55500100"),
			Address: &fhir.Address{Lines: []string{"Gamletorget 3"}, PostalCode: text("0651"), City: text("OSLO")}},
		// The waiting list stands in another namespace: it was not said.
		PatientList: &fastlegeregister.PatientList{Capacity: &capacity, AcceptsPatients: &accepts},
		Role:        &role, Since: &since, HerID: text("8199002"),
	}
	if !reflect.DeepEqual(a.Value, want) {
		t.Errorf("got %+v\nwant %+v", a.Value, want)
	}

	flr = (&canned{status: 200, media: "application/soap+xml", body: golden(t, "history.xml")}).client(t, fastlegeregister.Options{SOAP12: true})
	history, err := flr.History(t.Context(), grant(t, n))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range history {
		who, from, until := "nobody", "", ""
		if p.Practitioner != nil {
			who = p.Practitioner.Name.Full
		}
		if p.ValidFrom != nil {
			from = string(*p.ValidFrom)
		}
		if p.ValidUntil != nil {
			until = string(*p.ValidUntil)
		}
		got = append(got, from+"/"+until+" "+who)
	}
	if want := []string{"2020-01-01/ Liv Etter", "2018-06-30/2019-12-31 nobody", "2015-05-01/2018-06-30 Ketil Foran", "/2015-04-30 nobody"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func fault(code, detail string) string {
	return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>` + code + `</faultcode><faultstring>x</faultstring><detail>` + detail + `</detail></s:Fault></s:Body></s:Envelope>`
}

func refusal(text string) string {
	return fault("s:Client", `<GenericFault xmlns="http://register.nhn.no/Common"><ErrorCode>Feil</ErrorCode><Message>`+text+`</Message></GenericFault>`)
}

// What happened stands in the body, whatever the status; and what is not SOAP
// says nothing, least of all that somebody has no GP.
func TestFaults(t *testing.T) {
	const soap = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>%s</s:Body></s:Envelope>`
	n := sourcetest.Number(t, someone)
	for name, c := range map[string]struct {
		status  int
		media   string
		body    string
		current sources.Kind
		history sources.Kind
	}{
		"no GP":             {500, "text/xml", refusal("ArgumentException: Personen er ikke tilknyttet fastlegekontrakt"), sources.NotFound, 0},
		"no GP, status ok":  {200, "text/xml", refusal("ArgumentException: Personen er ikke tilknyttet fastlegekontrakt"), sources.NotFound, 0},
		"invalid number":    {500, "text/xml", refusal("ArgumentException: patientNin er ugyldig"), sources.Invalid, sources.Invalid},
		"not understood":    {500, "text/xml", fault("a:DeserializationFailed", ""), sources.Unavailable, sources.Unavailable},
		"not let in":        {500, "text/xml", fault("wsse:FailedAuthentication", ""), sources.Denied, sources.Denied},
		"server":            {500, "text/xml", fault("a:InternalServiceFault", ""), sources.Unavailable, sources.Unavailable},
		"server, detailed":  {500, "text/xml", fault("SOAP-ENV:Server", `<q:GenericFault xmlns:q="http://register.nhn.no/Common"/>`), sources.Unavailable, sources.Unavailable},
		"page of a server":  {500, "text/html", "", sources.Unavailable, sources.Unavailable},
		"words of a server": {500, "text/xml", "TypeError: undefined", sources.Unavailable, sources.Unavailable},
		"nothing there":     {404, "text/html", "<html/>", sources.Garbled, sources.Garbled},
		"not SOAP":          {200, "text/xml", "<html/>", sources.Garbled, sources.Garbled},
		"no answer":         {200, "text/xml", fmt.Sprintf(soap, ""), sources.Garbled, sources.Garbled},
		"no result":         {200, "text/xml", fmt.Sprintf(soap, `<GetPatientsGPDetailsAtTimeResponse xmlns="http://schemas.nhn.no/reg/flr"/>`), sources.Garbled, sources.Garbled},
		"another answer":    {200, "text/xml", fmt.Sprintf(soap, `<GetPatientsGPDetailsAtTimeResponse xmlns="urn:x"><GetPatientsGPDetailsAtTimeResult/></GetPatientsGPDetailsAtTimeResponse>`), sources.Garbled, sources.Garbled},
		"entities":          {200, "text/xml", `<!DOCTYPE x [<!ENTITY a "b">]>` + fmt.Sprintf(soap, ""), sources.Garbled, sources.Garbled},
	} {
		t.Run(name, func(t *testing.T) {
			flr := (&canned{status: c.status, media: c.media, body: c.body}).client(t, fastlegeregister.Options{})
			if a := flr.Current(t.Context(), []policy.Grant{grant(t, n)})[n]; sources.KindOf(a.Err) != c.current {
				t.Errorf("current: got %v, want %v", a.Err, c.current)
			}
			if _, err := flr.History(t.Context(), grant(t, n)); sources.KindOf(err) != c.history {
				t.Errorf("history: got %v, want %v", err, c.history)
			}
		})
	}
}

// A register that refuses everything is not asked for each person.
func TestRefusalOfEverything(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	c := &canned{status: 500, media: "text/xml", body: refusal("ArgumentException: patientNin er ugyldig")}
	var grants []policy.Grant
	for _, p := range env.World.People()[:100] {
		grants = append(grants, grant(t, sourcetest.Number(t, p.Number)))
	}
	for _, a := range c.client(t, fastlegeregister.Options{}).Current(t.Context(), grants) {
		if sources.KindOf(a.Err) != sources.Invalid {
			t.Fatalf("got %v, want invalid", a.Err)
		}
	}
	if n := c.calls.Load(); n > 40 {
		t.Errorf("%d calls", n)
	}
}

// FuzzDecode: whatever comes, everybody asked about has an answer or the lack
// of one, and nobody else does.
func FuzzDecode(f *testing.F) {
	for _, file := range []string{"current.xml", "history.xml"} {
		f.Add(golden(f, file))
	}
	f.Add(refusal("ArgumentException: patientNin er ugyldig"))
	f.Add(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><QueryGPContractsResponse xmlns="http://schemas.nhn.no/reg/flr"><QueryGPContractsResult><Results><GPContract><Id>1</Id></GPContract></Results><Total>1</Total></QueryGPContractsResult></QueryGPContractsResponse></s:Body></s:Envelope>`)
	n := sourcetest.Number(f, someone)
	g := grant(f, n)
	f.Fuzz(func(t *testing.T, body string) {
		flr := (&canned{status: 200, media: "text/xml", body: body}).client(t, fastlegeregister.Options{})
		answers := flr.Current(t.Context(), []policy.Grant{g})
		if a := answers[n]; len(answers) != 1 || (a.Value == nil) == (a.Err == nil) {
			t.Error("neither an answer nor the lack of one")
		}
		if history, err := flr.History(t.Context(), g); (history == nil) == (err == nil) {
			t.Error("neither a history nor the lack of one")
		}
		for _, q := range []fastlegeregister.SearchQuery{{Municipality: "0301"}, {Municipality: "0301", Name: "a"}} {
			if found, err := flr.Search(t.Context(), q); (found.Lists == nil) == (err == nil) {
				t.Error("neither lists nor the lack of them")
			}
		}
	})
}
