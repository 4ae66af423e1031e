package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const (
	flr       = "/v2/flr/Basic"
	persons   = "/person/bulk-by-nin"
	currentGP = `{ viewer { person { generalPractitioner { since practitioner { name { full } } } } } }`
	pastGPs   = `{ viewer { person { generalPractitioner { history { totalCount nodes { validFrom validUntil } } } } } }`
	openGPs   = `{ generalPractitioners(municipality: "0301", first: 100) { totalCount nodes { practitioner { name { full } } } } }`
)

// period matches the person's own time on a list, in Fastlegeregisteret's
// response.
var period = regexp.MustCompile(`<f:Period><p:From>([^<]*)</p:From><p:To i:nil="true"/></f:Period>`)

// Times in XML Schema form are read, and an unreadable end is unknown: neither
// "no end" nor another day.
func TestCaseC10Times(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	since := func(a lawful) any {
		gp, _ := a.Data["viewer"].(map[string]any)["person"].(map[string]any)["generalPractitioner"].(map[string]any)
		return gp["since"]
	}
	for name, row := range map[string]struct {
		period string
		since  any
		code   string
	}{
		"as it comes":              {`<f:Period><p:From>2021-09-01T00:00:00</p:From><p:To i:nil="true"/></f:Period>`, "2021-09-01", ""},
		"blanks around":            {"<f:Period><p:From>\n 2021-09-01T00:00:00\t</p:From><p:To i:nil=\"true\"> </p:To></f:Period>", "2021-09-01", ""},
		"24:00:00":                 {`<f:Period><p:From>2021-08-31T24:00:00</p:From><p:To i:nil="true"/></f:Period>`, "2021-09-01", ""},
		"midnight in UTC":          {`<f:Period><p:From>2021-08-31T22:00:00Z</p:From><p:To i:nil="true"/></f:Period>`, "2021-09-01", ""},
		"a winter's in UTC":        {`<f:Period><p:From>2020-12-31T23:00:00Z</p:From><p:To i:nil="true"/></f:Period>`, "2021-01-01", ""},
		"ten millionths":           {`<f:Period><p:From>2021-09-01T00:00:00.0000000+02:00</p:From><p:To i:nil="true"/></f:Period>`, "2021-09-01", ""},
		".NET says nothing":        {`<f:Period><p:From>0001-01-01T00:00:00</p:From><p:To i:nil="true"/></f:Period>`, nil, ""},
		"an end in the future":     {`<f:Period><p:From>2021-09-01T00:00:00</p:From><p:To>9999-12-31T23:59:59.9999999</p:To></f:Period>`, "2021-09-01", ""},
		"an end that is no time":   {`<f:Period><p:From>2021-09-01T00:00:00</p:From><p:To>2026-13-01T00:00:00</p:To></f:Period>`, nil, "SOURCE_INVALID"},
		"an end in words":          {`<f:Period><p:From>2021-09-01T00:00:00</p:From><p:To>ukjent</p:To></f:Period>`, nil, "SOURCE_INVALID"},
		"a beginning that is none": {`<f:Period><p:From>2021-02-30T00:00:00</p:From><p:To i:nil="true"/></f:Period>`, nil, "SOURCE_INVALID"},
		"a period that is nil":     {`<f:Period i:nil="true"/>`, nil, "SOURCE_INVALID"},
		"a period that is over":    {`<f:Period><p:From>2021-09-01T00:00:00</p:From><p:To>2026-01-01T00:00:00</p:To></f:Period>`, nil, "SOURCE_INVALID"},
	} {
		f.change(flr, func(a *reply) { a.body = period.ReplaceAllLiteralString(a.body, row.period) })
		a := h.query(web("line"), currentGP, "")
		if a.code() != row.code || since(a) != row.since {
			t.Errorf("C10 %s: %s", name, a.raw)
		}
	}
	f.change(flr, func(a *reply) { a.body = period.ReplaceAllLiteralString(a.body, `<f:Period i:nil="true"/>`) })
	if a := h.query(web("line"), pastGPs, ""); a.code() != "SOURCE_INVALID" {
		t.Errorf("C10 a history with a period that is nil: %s", a.raw)
	}
}

// An unreadable record closes only the person it is about.
func TestCaseC8OneBadRecord(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	const query = `{ viewer { represents { person { age generalPractitioner { since } } } } }`
	whole := h.query(web("gunnar"), query, "")
	list := func(a lawful) []any {
		all, _ := a.Data["viewer"].(map[string]any)["represents"].([]any)
		return all
	}
	if len(list(whole)) < 50 {
		t.Fatalf("gunnar has %d wards", len(list(whole)))
	}
	// One of several in Folkeregisteret: null, the wrong type, a duplicate
	// member.
	for name, bad := range map[string]string{"null": `null`, "a text": `"?"`, "another shape": `{"name":"?"}`, "a member twice": `{"name":[],"name":[]}`} {
		f.change(persons, func(a *reply) {
			var all []json.RawMessage
			if json.Unmarshal([]byte(a.body), &all) != nil || len(all) < 40 {
				return
			}
			parts := make([]string, len(all))
			for i := range all {
				parts[i] = string(all[i])
			}
			parts[7] = bad
			a.body = "[" + strings.Join(parts, ",") + "]"
		})
		a := h.query(web("gunnar"), query, "")
		if n := len(list(a)); n < len(list(whole))-1 {
			t.Errorf("C8 %s: %d of %d are there: %.300s", name, n, len(list(whole)), a.raw)
		}
	}
	f.change(persons, nil)
	// One of several in Fastlegeregisteret.
	nth := 0
	f.change(flr, func(a *reply) {
		nth = 0
		a.body = regexp.MustCompile(`<f:PatientToGPContractAssociation>.*?</f:PatientToGPContractAssociation>`).ReplaceAllStringFunc(a.body, func(one string) string {
			if nth++; nth == 3 {
				return `<f:PatientToGPContractAssociation i:nil="true"/>`
			}
			return one
		})
	})
	// A person without a GP may be the one the record was about.
	without := strings.Count(whole.raw, `"generalPractitioner":null`) - len(whole.Errors)
	a := h.query(web("gunnar"), query, "")
	if n := len(a.Errors) - len(whole.Errors); n != 1+without || strings.Count(a.raw, `"SOURCE_INVALID"`) != n || !strings.Contains(a.sources(), "FASTLEGEREGISTER PARTIAL") {
		t.Errorf("C8 a null among many GPs: %d more errors, %s: %.600s", n, a.sources(), a.raw)
	}
}

// Records the register counts but leaves out, or sends in unreadable form, are
// missing: the list is not marked complete.
func TestCaseC6TotalsOfLists(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(string) string{
		"fewer than the total": func(s string) string {
			return regexp.MustCompile(`<f:Total>\d+</f:Total>`).ReplaceAllString(s, "<f:Total>199</f:Total>")
		},
		"a list that is nil": func(s string) string {
			return strings.Replace(s, "<f:Results>", `<f:Results><f:GPContract i:nil="true"/>`, 1)
		},
		"a time that is none": func(s string) string {
			return strings.Replace(s, "<f:Valid><p:From>2", "<f:Valid><p:From>x2", 1)
		},
	} {
		h, f := newForeignEnv(t)
		f.change(flr, func(a *reply) {
			changed := change(a.body)
			if changed == a.body {
				t.Errorf("C6 %s: the answer is as it was", name)
			}
			a.body = changed
		})
		a := h.query(login{}, openGPs, "")
		found, _ := a.Data["generalPractitioners"].(map[string]any)
		if found == nil || found["totalCount"] != nil || len(found["nodes"].([]any)) == 0 || !strings.Contains(a.sources(), "FASTLEGEREGISTER PARTIAL") {
			t.Errorf("C6 %s: %s %.400s", name, a.sources(), a.raw)
		}
	}
	// A total with no records is an error.
	h, f := newForeignEnv(t)
	f.change(flr, func(a *reply) {
		a.body = regexp.MustCompile(`(?s)<f:Results>.*</f:Results>`).ReplaceAllString(a.body, `<f:Results i:nil="true"/>`)
	})
	if a := h.query(login{}, openGPs, ""); a.Data["generalPractitioners"] != nil || a.code() != "SOURCE_INVALID" {
		t.Errorf("C6 no list at all: %.400s", a.raw)
	}
}

// Faults are attributed correctly: only the register's declared fault is about
// the request.
func TestCaseC13Faults(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"wsse:FailedAuthentication": "SOURCE_FORBIDDEN", "wsse:InvalidSecurity": "SOURCE_FORBIDDEN", "s:Client.Authentication": "SOURCE_FORBIDDEN", "a:AccessDenied": "SOURCE_FORBIDDEN",
		"s:Server": "SOURCE_UNAVAILABLE", "a:InternalServiceFault": "SOURCE_UNAVAILABLE", "s:MustUnderstand": "SOURCE_UNAVAILABLE",
		"a:ActionNotSupported": "SOURCE_UNAVAILABLE", "s:VersionMismatch": "SOURCE_UNAVAILABLE", "a:DestinationUnreachable": "SOURCE_UNAVAILABLE", "s:Client": "SOURCE_UNAVAILABLE",
	} {
		h, f := newForeignEnv(t)
		f.change(flr, func(a *reply) {
			a.status = http.StatusInternalServerError
			a.body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>` + code + `</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>`
		})
		for query, by := range map[string]login{openGPs: {}, currentGP: web("line")} {
			if a := h.query(by, query, ""); a.code() != want {
				t.Errorf("C13 %s: %s, want %s: %.300s", code, a.code(), want, a.raw)
			}
		}
		if want != "SOURCE_UNAVAILABLE" {
			continue
		}
		for range 25 { // for the breaker to count
			h.query(web("line"), currentGP, "")
		}
		if a := h.query(web("line"), currentGP, ""); a.code() != "SOURCE_CIRCUIT_OPEN" {
			t.Errorf("C13 %s, again and again: %s", code, a.raw)
		}
	}
}

// XML in its various forms.
func TestCaseC21Encodings(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	want := h.query(login{}, openGPs, "")
	if !strings.ContainsAny(want.raw, "æøåÆØÅ") {
		t.Fatalf("no Norwegian letters to look for: %.300s", want.raw)
	}
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	for name, change := range map[string]func(*reply){
		"xmlns:xml declared": func(a *reply) {
			a.body = strings.Replace(a.body, " xmlns:", ` xmlns:xml="http://www.w3.org/XML/1998/namespace" xmlns:`, 1)
		},
		"Latin-1, declared": func(a *reply) {
			a.header.Set("Content-Type", "text/xml")
			body, err := charmap.ISO8859_1.NewEncoder().String(undeclared(a.body))
			if err != nil {
				t.Error(err)
			}
			a.body = `<?xml version="1.0" encoding="ISO-8859-1"?>` + body
		},
		"Latin-1, by HTTP": func(a *reply) {
			a.header.Set("Content-Type", "text/xml; charset=iso-8859-1")
			a.body, _ = charmap.ISO8859_1.NewEncoder().String(undeclared(a.body))
		},
		"UTF-16": func(a *reply) {
			a.header.Set("Content-Type", "text/xml; charset=utf-16")
			a.body, _ = utf16.NewEncoder().String(`<?xml version="1.0" encoding="utf-16"?>` + undeclared(a.body))
		},
	} {
		h, f := newForeignEnv(t)
		f.change(flr, change)
		if a := h.query(login{}, openGPs, ""); timeless(a.raw) != timeless(want.raw) {
			t.Errorf("C21 %s: %.300s", name, a.raw)
		}
	}
	f.change(flr, func(a *reply) {
		a.status, a.body = http.StatusServiceUnavailable, ""
		a.header.Set("Date", "Sun, 22 Nov 2026 11:00:00 GMT")
		a.header.Set("Retry-After", "Sun, 22 Nov 2026 11:00:40 GMT")
	})
	if a := h.query(web("line"), currentGP, ""); a.code() != "SOURCE_UNAVAILABLE" || fmt.Sprint(a.Errors[0].Extensions["retryAfter"]) != "40" {
		t.Errorf("C21 Retry-After as a date: %s", a.raw)
	}
	if a := h.query(web("line"), currentGP, ""); a.code() != "SOURCE_CIRCUIT_OPEN" {
		t.Errorf("C21 asked again at once: %s", a.raw)
	}
}

func undeclared(message string) string {
	return regexp.MustCompile(`^\s*<\?xml[^>]*\?>`).ReplaceAllString(message, "")
}

// A nonce is taken from any response that has one, and a token rejected along
// with a nonce is renewed.
func TestCaseC12Nonces(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	const prescriptions = `{ viewer { person { prescriptions(first: 1) { totalCount } } } }`
	refusals, fresh := 0, ""
	f.change("/MedicationStatement/_search", func(a *reply) {
		if token := a.request.Header.Get("Authorization"); fresh == "" || token == fresh {
			fresh = token
			refusals++
			a.status, a.body = http.StatusUnauthorized, ""
			a.header.Set("WWW-Authenticate", `DPoP error="invalid_token", algs="ES256"`)
			a.header.Set("DPoP-Nonce", "n-1")
		}
	})
	if a := h.query(web("line"), prescriptions, ""); len(a.Errors) > 0 || refusals != 1 {
		t.Errorf("C12 a token refused beside a nonce: %d refusals, %s", refusals, a.raw)
	}
	// In a successful response: the next proof uses it.
	var nonces []string
	f.change("/MedicationStatement/_search", func(a *reply) {
		nonces = append(nonces, nonceOf(t, a.request.Header.Get("DPoP")))
		a.header.Set("DPoP-Nonce", fmt.Sprintf("n-%d", len(nonces)+1))
	})
	for range 2 {
		if a := h.query(web("line"), prescriptions, ""); len(a.Errors) > 0 {
			t.Errorf("C12: %s", a.raw)
		}
	}
	if len(nonces) != 2 || nonces[1] != "n-2" {
		t.Errorf("C12 nonces: %q", nonces)
	}
}

// nonceOf is the nonce in a proof of possession.
func nonceOf(t *testing.T, proof string) string {
	t.Helper()
	_, rest, _ := strings.Cut(proof, ".")
	claims, _, _ := strings.Cut(rest, ".")
	b, err := base64.RawURLEncoding.DecodeString(claims)
	if err != nil {
		t.Fatal(err)
	}
	var c struct{ Nonce string }
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	return c.Nonce
}
