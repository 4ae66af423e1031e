package frikort_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/frikort"
	"helsegraf/sources/sourcetest"
)

// told answers every question with the same bytes, whatever was asked.
type told struct{ key, answer []byte }

func (a told) RoundTrip(r *http.Request) (*http.Response, error) {
	body := a.answer
	if strings.HasSuffix(r.URL.Path, "/jwk") {
		body = a.key
	}
	return &http.Response{
		StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(body)), Request: r,
		Header: http.Header{"Content-Type": {"application/json"}, "Correlation-Id": r.Header["Correlation-Id"]},
	}, nil
}

// listening reports whether a question was sealed and sent.
type listening struct {
	told
	sealed bool
}

func (l *listening) RoundTrip(r *http.Request) (*http.Response, error) {
	l.sealed = l.sealed || !strings.HasSuffix(r.URL.Path, "/jwk")
	return l.told.RoundTrip(r)
}

func fuzzed(t *testing.T, a http.RoundTripper) *frikort.Client {
	c, err := sources.New(sources.Config{
		Register: name, BaseURL: "http://helfo.invalid", Transport: a,
		Breaker: sources.Breaker{MinCalls: 1 << 30}, Now: sourcetest.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client(t, c)
}

func believable(t *testing.T, err error) {
	t.Helper()
	switch sources.KindOf(err) {
	case 0, sources.Garbled, sources.Mismatch:
	default:
		t.Errorf("got %v", err)
	}
}

const subject = sourcetest.Subject

func number(t *testing.T) fnr.Number { return sourcetest.Number(t, subject) }

func FuzzDecodeYear(f *testing.F) {
	f.Add([]byte(fmt.Sprintf(`{"borgerIdent":%q,"aar":2026,"sumGodkjent":188.00,"gjenstaar":3090.00,"frikort":{"status":"INGEN"},
		"egenandeler":[{"id":"a","dato":"2026-02-01","behandlertype":"LE","behandlerNavn":"L","belop":188.00,"betalt":true,"tellerFra":"2026-02-01"}]}`, subject)))
	f.Add([]byte(fmt.Sprintf(`{"borgerIdent":%q,"aar":2026,"frikort":{"status":"RESERVERT"}}`, subject)))
	f.Add([]byte(`{"egenandeler":[{"belop":1e400}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		card, err := fuzzed(t, told{answer: body}).CoPayments(t.Context(), sourcetest.Grant(t, number(t), policy.ExemptionCard), 2026)
		believable(t, err)
		if err == nil && !bytes.Contains(body, []byte("borgerIdent")) {
			t.Error("an answer about nobody is believed")
		}
		keys := map[string]bool{}
		for _, p := range card.CoPayments {
			if p.ID.Key == "" || keys[p.ID.Key] {
				t.Error("a co-payment without a key of its own")
			}
			keys[p.ID.Key] = true
		}
	})
}

// A number may have an exponent (RFC 8259, section 6).
func TestKeyExpiryInAnyForm(t *testing.T) {
	key := `{"kty":"RSA","use":"enc","alg":"RSA-OAEP-256","kid":"k","n":"` + strings.Repeat("_", 342) + `","e":"AQAB","exp":%s}`
	for exp, want := range map[string]bool{"1800000000": true, "1.8e9": true, "1.8E+9": true, "18e8": true, "1.7e9": false, `"1800000000"`: false} {
		asked := &listening{told: told{fmt.Appendf(nil, key, exp), []byte("{}")}}
		_, _ = fuzzed(t, asked).Status(t.Context(), sourcetest.Grant(t, number(t), policy.ExemptionCard), 2026)
		if asked.sealed != want {
			t.Errorf("%s: asked with the key: %v", exp, asked.sealed)
		}
	}
}

func FuzzDecodeKey(f *testing.F) {
	f.Add([]byte(`{"kty":"RSA","use":"enc","alg":"RSA-OAEP-256","kid":"k","n":"AQAB","e":"AQAB","exp":1800000000}`), []byte(`{"harEgenandelsfritak":true}`))
	f.Add([]byte(`{"kty":"RSA","use":"enc","alg":"RSA-OAEP-256","kid":"k","n":"`+strings.Repeat("_", 342)+`","e":"Ag"}`), []byte(`{}`))
	f.Fuzz(func(t *testing.T, key, answer []byte) {
		_, err := fuzzed(t, told{key, answer}).Status(t.Context(), sourcetest.Grant(t, number(t), policy.ExemptionCard), 2026)
		believable(t, err)
	})
}
