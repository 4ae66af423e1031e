package form

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

func dice(seed int) *rand.Rand { return rand.New(rand.NewPCG(uint64(seed), 1)) }

// meaning returns a value with numbers and instants parsed.
func meaning(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, inner := range v {
			if !strings.HasPrefix(name, "ukjent") {
				out[name] = meaning(inner)
			}
		}
		return out
	case []any:
		out := []any{}
		for _, inner := range v {
			out = append(out, meaning(inner))
		}
		return out
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return err
		}
		return f
	case string:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return at.UnixNano()
		}
	}
	return v
}

func TestJSONMeansTheSame(t *testing.T) {
	const plain = `{"navn":"Åse \"x\" <æ>","belop":1234.50,"lav":0.5,"aar":2026,"en":1,"null":0,"neg":-3,"naar":"2026-03-31T22:30:00Z","dag":"2026-03-31","liste":[true,null,{"a":100}],"tom":[]}`
	want, err := Decode([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for seed := range 300 {
		text := JSON(dice(seed), []byte(plain))
		got, err := Decode(text)
		if err != nil || !reflect.DeepEqual(meaning(got), meaning(want)) {
			t.Fatalf("%d: %v\n%s", seed, err, text)
		}
		seen[string(text)] = true
	}
	all := fmt.Sprint(seen)
	for _, form := range []string{`1.2345e3`, `2.026E+3`, `1.23450`, `+02:00`, `.000000`, `\u00c5`, `ukjent`, "\r\n"} {
		if !strings.Contains(strings.ReplaceAll(all, "1.23450e", "1.2345e3 1.23450"), form) {
			t.Errorf("nothing is written as %q", form)
		}
	}
}

const bundle = `{"resourceType":"Bundle","type":"searchset","total":2,"entry":[
	{"resource":{"resourceType":"MedicationStatement","id":"s1","meta":{"versionId":"3"},"subject":{"identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"x"}},"medicationReference":{"reference":"Medication/m1"}}},
	{"resource":{"resourceType":"MedicationStatement","id":"s2","subject":{"identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"x"}},"medicationReference":{"reference":"Medication/elsewhere"}}},
	{"resource":{"resourceType":"Medication","id":"m1","code":{"coding":[{"system":"urn:a","code":"1"},{"system":"urn:b","code":"2"}]}}}]}`

// Every reference to a resource in the Bundle resolves by R4's rules, the order of the
// matches stays, and every form occurs.
func TestFHIRMeansTheSame(t *testing.T) {
	all := ""
	for seed := range 300 {
		text := FHIR(dice(seed), []byte(bundle))
		var b struct {
			Entry []struct {
				FullURL  string `json:"fullUrl"`
				Resource struct {
					Type       string `json:"resourceType"`
					ID         string `json:"id"`
					Medication struct {
						Reference string `json:"reference"`
					} `json:"medicationReference"`
					Subject struct {
						Reference  string         `json:"reference"`
						Identifier map[string]any `json:"identifier"`
					} `json:"subject"`
					Code struct {
						Coding []struct{ System, Code string } `json:"coding"`
					} `json:"code"`
				} `json:"resource"`
			} `json:"entry"`
		}
		if err := json.Unmarshal(text, &b); err != nil {
			t.Fatal(err)
		}
		found, medicine, codes := "", "", ""
		for _, e := range b.Entry {
			switch e.Resource.Type {
			case "MedicationStatement":
				found += e.Resource.ID
			case "Medication":
				medicine = e.FullURL
				for _, c := range e.Resource.Code.Coding {
					if c.System != "urn:oid:2.999.7" {
						codes += c.System + c.Code
					}
				}
			}
		}
		for _, e := range b.Entry {
			to, _, _ := strings.Cut(e.Resource.Medication.Reference, "/_history/")
			switch {
			case e.Resource.Type != "MedicationStatement":
			case e.Resource.ID == "s2" && to != "Medication/elsewhere":
				t.Errorf("%d: what is elsewhere is referred to as %s", seed, to)
			case e.Resource.ID == "s1" && to != medicine && (to != "Medication/m1" || medicine != "" && !strings.HasSuffix(medicine, "/Medication/m1")):
				t.Errorf("%d: %s does not lead to %s", seed, to, medicine)
			case e.Resource.Subject.Identifier == nil && e.Resource.Subject.Reference == "":
				t.Errorf("%d: about nobody", seed)
			}
		}
		if found != "s1s2" || codes != "urn:a1urn:b2" && codes != "urn:b2urn:a1" {
			t.Errorf("%d: found %s with codes %s", seed, found, codes)
		}
		all += string(text)
	}
	for _, form := range []string{`"urn:uuid:`, base, `/_history/1"`, `"#pat"`, `"information"`, `"2.999.7`, `"language"`, `"Patient/pat"`} {
		if !strings.Contains(strings.ReplaceAll(all, "urn:oid:2.999.7", `"2.999.7`), form) {
			t.Errorf("nothing is written with %s", form)
		}
	}
}

func TestXMLMeansTheSame(t *testing.T) {
	const plain = `<s:E xmlns:s="urn:s" xmlns:i="urn:i" xmlns:f="urn:f"><f:A i:nil="true"/><f:B>Åse &amp; æ</f:B><f:C>2026-06-01T12:00:00</f:C><f:D>true</f:D><s:V>s:Sender</s:V><f:L><f:M/></f:L></s:E>`
	zone := time.FixedZone("", 7200)
	all := ""
	for seed := range 300 {
		media, text := XML(dice(seed), zone, "text/xml; charset=utf-8", []byte(plain))
		all += media
		d := xml.NewDecoder(strings.NewReader(unicode(media, text)))
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
		var e struct {
			XMLName xml.Name `xml:"urn:s E"`
			B       string   `xml:"urn:f B"`
			C       string   `xml:"urn:f C"`
			D       bool     `xml:"urn:f D"`
			V       string   `xml:"urn:s V"`
			L       struct {
				M *struct{} `xml:"urn:f M"`
			} `xml:"urn:f L"`
		}
		if err := d.Decode(&e); err != nil {
			t.Fatalf("%d: %v\n%s", seed, err, text)
		}
		at := strings.TrimSpace(e.C)
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			when, err = time.ParseInLocation("2006-01-02T15:04:05", at, zone)
		}
		if err != nil || when.Unix() != time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC).Unix() || e.B != "Åse & æ" || !e.D || !strings.HasSuffix(e.V, ":Sender") || e.L.M == nil {
			t.Fatalf("%d: %+v %v\n%s", seed, e, err, text)
		}
		all += string(text)
	}
	for _, form := range []string{"iso-8859-1", "utf-16", "\ufeff", "<![CDATA[", "&#x", `nil=`, `nil='`, "2026-06-01T12:00:00<", "-14:00"} {
		if !strings.Contains(all, form) {
			t.Errorf("nothing is written with %q", form)
		}
	}
}

// unicode decodes a text by the encoding of its media type.
func unicode(media string, text []byte) string {
	switch {
	case strings.Contains(media, "utf-16"):
		units := make([]uint16, 0, len(text)/2)
		for i := 2; i+1 < len(text); i += 2 {
			units = append(units, uint16(text[i])<<8|uint16(text[i+1]))
		}
		return string(utf16.Decode(units))
	case strings.Contains(media, "8859"):
		var b strings.Builder
		for _, c := range text {
			b.WriteRune(rune(c))
		}
		return b.String()
	}
	return strings.TrimPrefix(string(text), "\ufeff")
}
