//go:build servers

package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"helsegraf/cmd/helsegraf/config"
	mockfastlegeregister "helsegraf/mocks/fastlegeregister"
	"helsegraf/sources/fastlegeregister"
)

// TestServersSOAP replaces Fastlegeregisteret with PHP's SoapServer and npm's
// soap, each in SOAP 1.1 and 1.2 by a WSDL. They have the stand-in's data, and
// the gateway gives the same answers.
func TestServersSOAP(t *testing.T) {
	t.Parallel()
	s := newServed(t)
	environ := []string{"FLR_DATA=" + write(t, "flr.json", s.directory()), "FLR_USER=" + mockfastlegeregister.User, "FLR_PASSWORD=" + mockfastlegeregister.Password}
	dir := npm(t, filepath.Join("servers", "soap"))
	servers := map[string]string{
		"PHP": listens(t, dir, environ, "php", "-d", "display_errors=0", "-S", "127.0.0.1:0", "flr.php"),
		"npm": listens(t, dir, environ, "node", "flr.mjs"),
	}
	standIn := s.gateway(t, nil, func(*config.Config) {})
	wants := make([]string, len(flrQuestions))
	for i, q := range flrQuestions {
		wants[i] = standIn(t, q.persona, q.query)
		if !strings.Contains(wants[i], q.has) || strings.Contains(wants[i], `"SOURCE_`) {
			t.Fatalf("%s: the stand-in answers %.1500s", q.name, wants[i])
		}
	}
	for name, at := range servers {
		for _, version := range []string{"1.1", "1.2"} {
			t.Run(name+" "+version, func(t *testing.T) {
				change := func(c *config.Config) {
					endpointOf(c.Registers, "fastlegeregister").BaseURL, settingsOf[fastlegeregister.Settings](c).SOAPVersion = at, version
				}
				server := s.gateway(t, nil, change)
				for i, q := range flrQuestions {
					if d := cmp.Diff(uncounted(wants[i]), uncounted(server(t, q.persona, q.query))); d != "" {
						t.Errorf("%s: %s", q.name, d)
					}
				}
				s.faults(t, change)
			})
		}
	}
}

// uncounted is an answer without the number of calls: whether a history is
// requested before it is known that there is no GP is up to timing.
func uncounted(response string) string {
	response, _, _ = strings.Cut(response, "\n  \"extensions\": ")
	return response
}

const flrOffice = `office { name organizationNumber phone address { lines postalCode city } } patientList { capacity waiting acceptsPatients }`

const flrPerson = `{ viewer { person { generalPractitioner {
	practitioner { name { full } hprNumber } role since ` + flrOffice + `
	history(first: 100) { totalCount nodes { practitioner { name { full } hprNumber } validFrom validUntil } }
} } } }`

// flrQuestions read everything we use of the register.
var flrQuestions = []struct{ name, persona, query, has string }{
	{"several GPs", "line", flrPerson, `"totalCount": 5`},
	{"a substitute", "bodil", flrPerson, `"SUBSTITUTE"`},
	{"no doctor", "ulf", flrPerson, `"practitioner": null`},
	{"a shared list", "gunnar", flrPerson, `"REGULAR"`},
	{"never had a GP", "asle", flrPerson, `"generalPractitioner": null`},
	{"many at once", "gunnar", `{ viewer { represents { person { name { full } generalPractitioner { practitioner { hprNumber } role since } } } } }`, `"since": "20`},
	{"a municipality", "line", `{ generalPractitioners(municipality: "4601", first: 100) { totalCount nodes { practitioner { name { full } hprNumber } ` + flrOffice + ` } } }`, `"acceptsPatients": true`},
	{"by name", "line", `{ generalPractitioners(municipality: "4601", name: "legesenter", first: 100) { totalCount nodes { practitioner { name { full } hprNumber } ` + flrOffice + ` } } }`, `"capacity"`},
	{"nobody by that name", "line", `{ generalPractitioners(municipality: "4601", name: "Qvyxzw") { totalCount nodes { practitioner { hprNumber } } } }`, `"totalCount": 0`},
}

// faults are the server's own, and each is reported as what it is.
func (s *served) faults(t *testing.T, change func(*config.Config)) {
	t.Helper()
	history := `{ viewer { person { generalPractitioner { history { totalCount } } } } }`
	body := func(old, to string) through {
		return func(r *http.Request) {
			if _, _, ok := r.BasicAuth(); !ok {
				return
			}
			was, _ := io.ReadAll(r.Body) // a Reader of bytes
			now := bytes.ReplaceAll(was, []byte(old), []byte(to))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(now)), int64(len(now))
			for name, values := range r.Header {
				r.Header[name] = []string{strings.ReplaceAll(values[0], old, to)}
			}
		}
	}
	for _, f := range []struct {
		name, persona string
		transport     http.RoundTripper
		change        func(*config.Config)
		code          string
	}{
		{name: "an operation it does not know", persona: "line", transport: body("GetPatientsGPDetailsAtTime", "GetPatientsGPDetailsAtNoon"), code: "SOURCE_UNAVAILABLE"},
		{name: "what is no XML", persona: "line", transport: body("</patientNins>", "</patientNin>"), code: "SOURCE_UNAVAILABLE"},
		{name: "no envelope", persona: "line", transport: body("Envelope", "Parcel"), code: "SOURCE_UNAVAILABLE"},
		{name: "another password", persona: "line", change: func(c *config.Config) { endpointOf(c.Registers, "fastlegeregister").Password = "another" }, code: "SOURCE_FORBIDDEN"},
		{name: "the register's own fault", persona: "refused", code: "SOURCE_INVALID"},
		{name: "a fault thrown", persona: "fault", code: "SOURCE_UNAVAILABLE"},
		{name: "an exception", persona: "exception", code: "SOURCE_UNAVAILABLE"},
		{name: "a crash", persona: "fatal", code: "SOURCE_UNAVAILABLE"},
	} {
		query := s.gateway(t, f.transport, func(c *config.Config) {
			change(c)
			if f.change != nil {
				f.change(c)
			}
		})
		persona := f.persona
		if p, ok := flrWrong[persona]; ok {
			persona = p
		}
		response := query(t, persona, history)
		if !strings.Contains(response, `"code": "`+f.code+`"`) || !strings.Contains(response, `"generalPractitioner": null`) {
			t.Errorf("%s: want %s: %s", f.name, f.code, response)
		}
	}
}

// flrWrong are the personas the server fails for, by the kind of failure.
var flrWrong = map[string]string{"refused": "berit", "fault": "astrid", "exception": "birger", "fatal": "daniel"}

// directory is all the stand-in's data, as JSON for a server.
func (s *served) directory() string {
	people, wrong := map[string]any{}, map[string]string{}
	for _, p := range s.world.People() {
		if found := s.flr("GetPatientGPHistory", `<patientNin>`+p.Number+`</patientNin><includePatientData>false</includePatientData>`); found != nil {
			people[p.Number] = found.(map[string]any)["PatientToGPContractAssociation"]
		}
	}
	for what, persona := range flrWrong {
		wrong[s.world.Persona(persona).Number] = what
	}
	const page = `<Page>1</Page><PageSize>1000</PageSize>`
	results := func(operation, parameters string) any {
		found := s.flr(operation, `<`+parameters+`>`+page+`</`+parameters+`>`).(map[string]any)
		for _, all := range found["Results"].(map[string]any) {
			if n, err := strconv.Atoi(found["Total"].(string)); err != nil || n != len(all.([]any)) {
				s.t.Fatalf("%s: %d of %v", operation, len(all.([]any)), found["Total"])
			}
			return all
		}
		return nil
	}
	text, err := json.Marshal(map[string]any{
		"people": people, "wrong": wrong,
		"contracts": results("QueryGPContracts", "queryParameters"), "doctors": results("SearchForGP", "searchParameters"),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// flr calls the stand-in, and returns the result; nil on a fault.
func (s *served) flr(operation, parameters string) any {
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.urls["fastlegeregister"]+"/v2/flr/Basic", strings.NewReader(fmt.Sprintf(
		`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><%[1]s xmlns="http://schemas.nhn.no/reg/flr">%[2]s</%[1]s></s:Body></s:Envelope>`, operation, parameters)))
	if err != nil {
		s.t.Fatal(err)
	}
	r.SetBasicAuth(mockfastlegeregister.User, mockfastlegeregister.Password)
	r.Header.Set("Content-Type", "text/xml; charset=utf-8")
	r.Header.Set("SOAPAction", `"http://schemas.nhn.no/reg/flr/IFlrReadOperations/`+operation+`"`)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	d := xml.NewDecoder(resp.Body)
	for {
		token, err := d.Token()
		if err == io.EOF { //nolint:errorlint // Token documents a bare io.EOF
			return nil
		}
		if err != nil {
			s.t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == operation+"Result" {
			return s.tree(d, e)
		}
	}
}

// flrLists are the elements that hold a list of equal elements.
var flrLists = []string{"DoctorCycles", "Contracts", "Results", "ElectronicAddresses", "PhysicalAddresses", "WorkingOnDays", "GetPatientGPHistoryResult"}

// tree is an element without namespaces, which the server adds.
func (s *served) tree(d *xml.Decoder, e xml.StartElement) any {
	text, members, null := "", map[string]any{}, slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == "nil" })
	for {
		token, err := d.Token()
		if err != nil {
			s.t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.CharData:
			text += string(token)
		case xml.StartElement:
			v, name := s.tree(d, token), token.Name.Local
			if slices.Contains(flrLists, e.Name.Local) {
				all, _ := members[name].([]any)
				v = append(all, v)
			}
			members[name] = v
		case xml.EndElement:
			switch {
			case null:
				return nil
			case len(members) > 0 || slices.Contains([]string{"CoopMunicipalities", "DoctorCycles"}, e.Name.Local):
				return members
			case text == "true" || text == "false":
				return text == "true"
			}
			return text
		}
	}
}

// through is a transport that modifies requests.
type through func(*http.Request)

func (change through) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	change(r)
	return http.DefaultTransport.RoundTrip(r)
}
