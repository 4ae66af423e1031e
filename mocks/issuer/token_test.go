package issuer

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const tokenEndpoint = testIssuer + "/connect/token"

// exchange requests the tokens of a code, as the page would.
func (b *browsing) exchange(code string, change ...func(url.Values, http.Header)) (int, http.Header, map[string]any) {
	b.t.Helper()
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {"graphiql"}, "code": {code}, "redirect_uri": {testPage}, "code_verifier": {testVerifier}}
	header := http.Header{"Origin": {testOrigin}, "Content-Type": {"application/x-www-form-urlencoded"}}
	for _, f := range change {
		f(form, header)
	}
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, tokenEndpoint, strings.NewReader(form.Encode()))
	r.Header = header
	return b.serve(r)
}

type exchanged = func(url.Values, http.Header)

func formed(change func(url.Values)) exchanged {
	return func(form url.Values, _ http.Header) { change(form) }
}

func headed(name string, values ...string) exchanged {
	return func(_ url.Values, h http.Header) {
		h.Del(name)
		for _, v := range values {
			h.Add(name, v)
		}
	}
}

func TestCodeToken(t *testing.T) {
	b := startBrowsing(t)
	status, header, answer := b.exchange(b.logsIn("line"))
	if status != http.StatusOK || answer["token_type"] != "Bearer" || answer["expires_in"] != 600.0 || answer["scope"] != "openid helsegraf:read" || answer["refresh_token"] != nil {
		t.Fatalf("%d, %v", status, answer)
	}
	if header.Get("Access-Control-Allow-Origin") != testOrigin || header.Get("Vary") != "Origin" || header.Get("Cache-Control") != "no-store" || header.Get("Access-Control-Allow-Credentials") != "" {
		t.Error(header)
	}
	line := b.issuer.world.Persona("line").Number
	access, id := claimsOf(t, answer["access_token"].(string)), claimsOf(t, answer["id_token"].(string))
	for _, c := range []struct {
		claims map[string]any
		want   map[string]any
	}{
		{access, map[string]any{"iss": testIssuer, "aud": testResource, "client_id": "graphiql", "pid": line, "acr": loaHigh, "scope": "openid helsegraf:read", "client_amr": "none", "cnf": nil}},
		{id, map[string]any{"iss": testIssuer, "aud": "graphiql", "nonce": "a nonce", "pid": line, "acr": loaHigh, "sub": access["sub"], "auth_time": float64(b.now.Unix())}},
	} {
		for name, want := range c.want {
			if c.claims[name] != want {
				t.Errorf("%s is %v, want %v", name, c.claims[name], want)
			}
		}
	}
	_, _, least := b.exchange(b.logsIn("line", leaving("resource"), leaving("acr_values"), with("prompt", "login")))
	if got := claimsOf(t, least["access_token"].(string)); got["aud"] != "unspecified" || got["acr"] != loaSubstantial {
		t.Error("what was not asked for was given:", got)
	}
}

func TestCodeTokenRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change exchanged
		want   string
	}{
		"another client":        {formed(with("client_id", "other")), "invalid_request"}, // which the code was not issued to
		"another client's page": {func(f url.Values, h http.Header) { f.Set("client_id", "other"); h.Set("Origin", "https://other.test") }, "invalid_grant"},
		"no client":             {formed(leaving("client_id")), "invalid_client"},
		"a confidential client": {formed(with("client_id", "gateway")), "invalid_client"},
		"a secret":              {formed(with("client_secret", "x")), "invalid_client"},
		"an assertion":          {formed(with("client_assertion", "x")), "invalid_client"},
		"credentials":           {headed("Authorization", "Basic eDp5"), "invalid_client"},
		"another origin":        {headed("Origin", "https://thief.test"), "invalid_request"},
		"no origin to speak of": {headed("Origin", "null"), "invalid_request"},
		"another address":       {formed(with("redirect_uri", testPage+"?at=start")), "invalid_grant"},
		"no address":            {formed(leaving("redirect_uri")), "invalid_grant"},
		"another verifier":      {formed(with("code_verifier", testVerifier+"x")), "invalid_grant"},
		"the challenge":         {formed(with("code_verifier", hashOf(testVerifier))), "invalid_grant"},
		"no verifier":           {formed(leaving("code_verifier")), "invalid_grant"},
		"no code":               {formed(leaving("code")), "invalid_grant"},
		"a code of nobody's":    {formed(with("code", "AAAA")), "invalid_grant"},
		"the code twice":        {formed(doubled("code")), "invalid_request"},
		"another grant":         {formed(with("grant_type", "refresh_token")), "unsupported_grant_type"},
		"JSON":                  {headed("Content-Type", "application/json"), "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			b := startBrowsing(t)
			code := b.logsIn("line")
			status, header, answer := b.exchange(code, c.change)
			if status != http.StatusBadRequest || answer["error"] != c.want || answer["access_token"] != nil || answer["id_token"] != nil {
				t.Errorf("%d, %v, want %s", status, answer, c.want)
			}
			if strings.Contains(header.Get("Access-Control-Allow-Origin"), "thief") {
				t.Error(header)
			}
		})
	}
}

// A guessable verifier is refused, even if it matches the challenge.
func TestCodeVerifier(t *testing.T) {
	for verifier, want := range map[string]int{
		testVerifier[:42]: http.StatusBadRequest, testVerifier[:43]: http.StatusOK, strings.Repeat("a", 128): http.StatusOK,
		strings.Repeat("a", 129): http.StatusBadRequest, strings.Repeat(" ", 43): http.StatusBadRequest, "": http.StatusBadRequest,
	} {
		b := startBrowsing(t)
		code := b.logsIn("line", with("code_challenge", hashOf(verifier)))
		if status, _, answer := b.exchange(code, formed(with("code_verifier", verifier))); status != want {
			t.Errorf("%q: %d, %v", verifier, status, answer)
		}
	}
}

// A code works once, for a minute, and for one try.
func TestCodeIsSpent(t *testing.T) {
	b := startBrowsing(t)
	refused := func(what, code string) {
		t.Helper()
		if _, _, answer := b.exchange(code); answer["error"] != "invalid_grant" {
			t.Errorf("%s: %v", what, answer)
		}
	}
	code := b.logsIn("line")
	if status, _, answer := b.exchange(code); status != http.StatusOK {
		t.Fatal(answer)
	}
	refused("again", code)
	code = b.logsIn("line", with("prompt", "login"))
	b.exchange(code, formed(with("code_verifier", testVerifier+"x")))
	refused("after a wrong verifier", code)
	code = b.logsIn("line", with("prompt", "login"))
	b.now = b.now.Add(61 * time.Second)
	refused("after a minute", code)
}

// Of many concurrent requests with one code, one gets its tokens.
func TestCodeIsSpentOnce(t *testing.T) {
	b := startBrowsing(t)
	code := b.logsIn("line")
	var all sync.WaitGroup
	var given atomic.Int32
	for range 20 {
		all.Go(func() {
			if status, _, _ := b.exchange(code); status == http.StatusOK {
				given.Add(1)
			}
		})
	}
	if all.Wait(); given.Load() != 1 {
		t.Errorf("%d got its tokens", given.Load())
	}
}

func TestPreflight(t *testing.T) {
	b := startBrowsing(t)
	for origin, want := range map[string]string{testOrigin: testOrigin, "https://other.test": "https://other.test", "https://thief.test": "", "": ""} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodOptions, tokenEndpoint, nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		status, header, _ := b.serve(r)
		if got := header.Get("Access-Control-Allow-Origin"); status != http.StatusNoContent || got != want || strings.Contains(header.Get("Access-Control-Allow-Headers"), "DPoP") != (want != "") {
			t.Errorf("%q: %d, %v", origin, status, header)
		}
	}
}

// A client whose tokens are bound proves its key when it requests them, and does not
// lose its code when told to use a nonce.
func TestCodeTokenBound(t *testing.T) {
	b := startBrowsing(t, func(c *PublicClient) { c.DPoP = true })
	proved := func(change ...change) exchanged {
		return headed("DPoP", b.proof("POST", tokenEndpoint, "", change...))
	}
	code := b.logsIn("line", with("dpop_jkt", b.jkt()))
	if _, _, answer := b.exchange(code); answer["error"] != "invalid_dpop_proof" {
		t.Error("without a proof:", answer)
	}
	_, header, answer := b.exchange(code, proved())
	if answer["error"] != "use_dpop_nonce" || header.Get("DPoP-Nonce") == "" || header.Get("Access-Control-Expose-Headers") != "DPoP-Nonce" {
		t.Fatalf("%v, %v", answer, header)
	}
	status, _, answer := b.exchange(code, proved(set("nonce", header.Get("DPoP-Nonce"))))
	if status != http.StatusOK || answer["token_type"] != "DPoP" {
		t.Fatalf("%d, %v", status, answer)
	}
	if got := claimsOf(t, answer["access_token"].(string))["cnf"]; got == nil || got.(map[string]any)["jkt"] != b.jkt() {
		t.Error("bound to", got)
	}
	code = b.logsIn("line", with("dpop_jkt", hashOf("another key")), with("prompt", "login"))
	if _, _, answer := b.exchange(code, proved(set("nonce", header.Get("DPoP-Nonce")))); answer["error"] != "invalid_grant" {
		t.Error("a code for another key:", answer)
	}
}
