package fastlegeregister

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

const (
	testEnvelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>`
	testEnd      = `</s:Body></s:Envelope>`
	testAtTime   = `<GetPatientsGPDetailsAtTime xmlns="http://schemas.nhn.no/reg/flr"><patientNins><NinWithTimestamp><AtTime>2026-11-22T12:00:00</AtTime><NIN>LINE</NIN></NinWithTimestamp></patientNins></GetPatientsGPDetailsAtTime>`
	testQuery    = `<QueryGPContracts xmlns="http://schemas.nhn.no/reg/flr"><queryParameters><Municipality xmlns:c="http://register.nhn.no/Common"><c:CodeValue>0301</c:CodeValue><c:OID>3402</c:OID></Municipality><Page>1</Page><PageSize>1000</PageSize></queryParameters></QueryGPContracts>`

	testHeader = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="1">http://schemas.nhn.no/reg/flr/IFlrReadOperations/GetPatientsGPDetailsAtTime</a:Action><a:MessageID>urn:uuid:1</a:MessageID><a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo><a:To s:mustUnderstand="1">https://flr.example/v2/flr</a:To></s:Header><s:Body>`
)

func testServer(t *testing.T) (*standin.StandIn, *world.World) {
	t.Helper()
	w, err := world.New(world.Options{Now: func() time.Time { return time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC) }, People: 50})
	if err != nil {
		t.Fatal(err)
	}
	return New(w, nil), w
}

// ask calls one of the endpoints with a valid request, altered by change.
func ask(t *testing.T, s *standin.StandIn, w *world.World, path, operation, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(strings.ReplaceAll(body, "LINE", w.Persona("line").Number)))
	r.SetBasicAuth(User, Password)
	r.Header.Set("Content-Type", "text/xml; charset=utf-8")
	r.Header.Set("SOAPAction", `"`+actions+operation+`"`)
	if path == "/v2/flr" {
		r.Header.Del("SOAPAction")
		r.Header.Set("Content-Type", "application/soap+xml; charset=utf-8")
	}
	if change != nil {
		change(r)
	}
	got := httptest.NewRecorder()
	s.ServeHTTP(got, r)
	return got
}

func TestFastlegeregisterIsStrict(t *testing.T) {
	s, w := testServer(t)
	const atTime, history, query = "GetPatientsGPDetailsAtTime", "GetPatientGPHistory", "QueryGPContracts"
	basic := testEnvelope + testAtTime + testEnd
	addressed := testHeader + testAtTime + testEnd
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, tc := range map[string]struct {
		path, operation, body string
		change                func(*http.Request)
		status                int
		says                  string
	}{
		"right":                     {"/v2/flr/Basic", atTime, basic, nil, 200, "GetPatientsGPDetailsAtTimeResult"},
		"right, SOAP 1.2":           {"/v2/flr", "", addressed, nil, 200, "<w:RelatesTo>urn:uuid:1</w:RelatesTo>"},
		"nobody's password":         {"/v2/flr/Basic", atTime, basic, func(r *http.Request) { r.SetBasicAuth(User, "x") }, 401, ""},
		"a number in the address":   {"/v2/flr/Basic", atTime, basic, func(r *http.Request) { r.URL.RawQuery = "nin=" + w.Persona("line").Number }, 400, ""},
		"the other media type":      {"/v2/flr/Basic", atTime, basic, header("Content-Type", "application/soap+xml; charset=utf-8"), 415, ""},
		"no charset":                {"/v2/flr/Basic", atTime, basic, header("Content-Type", "text/xml"), 415, ""},
		"no XML":                    {"/v2/flr/Basic", atTime, "{}", nil, 400, ""},
		"a document type":           {"/v2/flr/Basic", atTime, "<!DOCTYPE x>" + basic, nil, 400, ""},
		"the other envelope":        {"/v2/flr/Basic", atTime, addressed, nil, 500, "VersionMismatch"},
		"no such operation":         {"/v2/flr/Basic", "GetEverything", basic, nil, 500, "ActionNotSupported"},
		"action of another":         {"/v2/flr/Basic", history, basic, nil, 500, "DeserializationFailed"},
		"no namespace":              {"/v2/flr/Basic", atTime, strings.Replace(basic, ` xmlns="http://schemas.nhn.no/reg/flr"`, "", 1), nil, 500, "DeserializationFailed"},
		"elements out of order":     {"/v2/flr/Basic", atTime, testEnvelope + `<GetPatientsGPDetailsAtTime xmlns="http://schemas.nhn.no/reg/flr"><patientNins><NinWithTimestamp><NIN>LINE</NIN><AtTime>2026-11-22T12:00:00</AtTime></NinWithTimestamp></patientNins></GetPatientsGPDetailsAtTime>` + testEnd, nil, 500, "DeserializationFailed"},
		"parameters out of order":   {"/v2/flr/Basic", history, testEnvelope + `<GetPatientGPHistory xmlns="http://schemas.nhn.no/reg/flr"><includePatientData>false</includePatientData><patientNin>LINE</patientNin></GetPatientGPHistory>` + testEnd, nil, 500, "DeserializationFailed"},
		"one number invalid":        {"/v2/flr/Basic", atTime, strings.Replace(basic, "</patientNins>", "<NinWithTimestamp><AtTime>2026-11-22T12:00:00</AtTime><NIN>12345678999</NIN></NinWithTimestamp></patientNins>", 1), nil, 500, "<Message>ArgumentException: patientNin er ugyldig</Message>"},
		"a page too big":            {"/v2/flr/Basic", query, testEnvelope + strings.Replace(testQuery, "1000<", "1001<", 1) + testEnd, nil, 500, "PageSize er ugyldig"},
		"a code out of order":       {"/v2/flr/Basic", query, testEnvelope + strings.Replace(testQuery, "<c:CodeValue>0301</c:CodeValue><c:OID>3402</c:OID>", "<c:OID>3402</c:OID><c:CodeValue>0301</c:CodeValue>", 1) + testEnd, nil, 500, "DeserializationFailed"},
		"a header not understood":   {"/v2/flr/Basic", atTime, strings.Replace(basic, "<s:Body>", `<s:Header><x xmlns="urn:x" s:mustUnderstand="1"/></s:Header><s:Body>`, 1), nil, 500, "MustUnderstand"},
		"no message id":             {"/v2/flr", "", strings.Replace(addressed, "<a:MessageID>urn:uuid:1</a:MessageID>", "", 1), nil, 500, "MessageAddressingHeaderRequired"},
		"action may be passed over": {"/v2/flr", "", strings.Replace(addressed, `<a:Action s:mustUnderstand="1">`, "<a:Action>", 1), nil, 500, "InvalidAddressingHeader"},
		"to another place":          {"/v2/flr", "", strings.Replace(addressed, "example/v2/flr", "example/v2/flrwrite", 1), nil, 500, "DestinationUnreachable"},
		"answer elsewhere":          {"/v2/flr", "", strings.Replace(addressed, "/anonymous", "/none", 1), nil, 500, "OnlyAnonymousAddressSupported"},
		"two actions":               {"/v2/flr", "", addressed, header("Content-Type", `application/soap+xml; charset=utf-8; action="urn:x"`), 500, "ActionMismatch"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ask(t, s, w, tc.path, tc.operation, tc.body, tc.change)
			if got.Code != tc.status || !strings.Contains(got.Body.String(), tc.says) {
				t.Errorf("%d, want %d with %q: %s", got.Code, tc.status, tc.says, got.Body)
			}
			if root, ok := parse(got.Body.Bytes()); got.Body.Len() > 0 && (!ok || root.name.Local != "Envelope") {
				t.Error("not an envelope")
			}
		})
	}
}

// A DataContract reader skips elements that are out of order: those of each namespace
// must come in ordinal order wherever a type has more than one.
func TestFastlegeregisterWritesElementsInOrder(t *testing.T) {
	s, w := testServer(t)
	for operation, body := range map[string]string{"GetPatientsGPDetailsAtTime": testAtTime, "QueryGPContracts": testQuery} {
		root, ok := parse(ask(t, s, w, "/v2/flr/Basic", operation, testEnvelope+body+testEnd, nil).Body.Bytes())
		if !ok {
			t.Fatal("not XML")
		}
		elements := 0
		var walk func(e *element)
		walk = func(e *element) {
			elements++
			names := map[string][]string{}
			for _, child := range e.children {
				if strings.HasPrefix(child.name.Space, "http://schemas.nhn.no/") || strings.HasPrefix(child.name.Space, "http://register.nhn.no/") {
					names[child.name.Space] = append(names[child.name.Space], child.name.Local)
				}
				walk(child)
			}
			for _, in := range names {
				if !slices.IsSorted(in) {
					t.Errorf("%s: %v", e.name.Local, in)
				}
			}
		}
		walk(root)
		if elements < 100 {
			t.Errorf("%s: %d elements", operation, elements)
		}
	}
}

// Everybody is on at most one list at a time, and the personas cover the cases:
// earlier GPs, a list without a doctor, no GP at all.
func TestFastlegeregisterMemberships(t *testing.T) {
	s, w := testServer(t)
	directory := newFLRDirectory(w)
	without := 0
	for _, p := range w.People() {
		var at []membership
		for _, m := range directory.memberships(w, p.Number) {
			if m.from.Before(p.Born) || !m.until.IsZero() && !m.from.Before(m.until) {
				t.Errorf("%s: on a list from %s to %s", p.Key, m.from, m.until)
			}
			if m.holds(w.Now()) {
				at = append(at, m)
			}
		}
		if len(at) > 1 || (len(at) == 1) && !p.Died.IsZero() {
			t.Errorf("%s: on %d lists", p.Key, len(at))
		}
		if len(at) == 0 {
			without++
		}
	}
	if without < 2 || without > len(w.People())/10 {
		t.Errorf("%d of %d without a GP", without, len(w.People()))
	}
	if n := len(directory.memberships(w, w.Persona("line").Number)); n != 4 {
		t.Errorf("line: %d lists, want 4", n)
	}
	body := `<GetPatientGPHistory xmlns="http://schemas.nhn.no/reg/flr"><patientNin>` + w.Persona("asle").Number + `</patientNin></GetPatientGPHistory>`
	got := ask(t, s, w, "/v2/flr/Basic", "GetPatientGPHistory", testEnvelope+body+testEnd, nil)
	if !strings.Contains(got.Body.String(), "<ErrorCode>Feil</ErrorCode><Message>ArgumentException: Personen er ikke tilknyttet fastlegekontrakt</Message>") {
		t.Errorf("asle: %s", got.Body)
	}
}
