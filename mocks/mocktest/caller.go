package mocktest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Caller sends valid requests to stand-ins, each with its own token and proof.
type Caller struct {
	World  *world.World
	Issuer *issuer.Issuer

	t      *testing.T
	key    *ecdsa.PrivateKey
	public jwk.Key
}

// Now is the time in tests of stand-ins.
func Now() time.Time { return time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC) }

// NewCaller makes a world, its issuer and a caller.
func NewCaller(t *testing.T) *Caller {
	t.Helper()
	w, err := world.New(world.Options{Now: Now})
	if err != nil {
		t.Fatal(err)
	}
	c := &Caller{World: w, t: t}
	if c.Issuer, err = issuer.New(w, "http://issuer.test"); err != nil {
		t.Fatal(err)
	}
	if c.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	if c.public, err = jwk.Import(c.key.Public()); err != nil {
		t.Fatal(err)
	}
	return c
}

// Request returns a request that the service accepts.
func (c *Caller) Request(audience, scope, method, path, body string) *http.Request {
	c.t.Helper()
	r := httptest.NewRequestWithContext(c.t.Context(), method, "http://register.test"+path, strings.NewReader(body))
	jkt, err := c.public.Thumbprint(crypto.SHA256)
	if err != nil {
		c.t.Fatal(err)
	}
	token, err := c.Issuer.Sign(map[string]any{
		"iss": c.Issuer.URL(), "aud": audience, "scope": []string{scope}, "client_id": "gateway",
		"exp": Now().Add(time.Minute).Unix(), "nbf": Now().Unix(), "cnf": map[string]any{"jkt": base64.RawURLEncoding.EncodeToString(jkt)},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	address, _, _ := strings.Cut(r.URL.String(), "?")
	for name, value := range map[string]string{
		"Authorization": "DPoP " + token, "DPoP": c.Proof(method, address, token),
		"nhn-source-system": "Prøve 1", "nhn-event-id": "hendelse-1", "Accept": "application/json, application/fhir+json",
	} {
		r.Header.Set(name, value)
	}
	return r
}

// Proof returns a DPoP proof with the token's key.
func (c *Caller) Proof(method, address, token string) string {
	c.t.Helper()
	ath := sha256.Sum256([]byte(token))
	claims, err := json.Marshal(map[string]any{
		"jti": rand.Text(), "htm": method, "htu": address, "iat": Now().Unix(), "ath": base64.RawURLEncoding.EncodeToString(ath[:]),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	header := jws.NewHeaders()
	for name, value := range map[string]any{jws.TypeKey: "dpop+jwt", jws.JWKKey: c.public} {
		if err := header.Set(name, value); err != nil {
			c.t.Fatal(err)
		}
	}
	signed, err := jws.Sign(claims, jws.WithKey(jwa.ES256(), c.key, jws.WithProtectedHeaders(header)))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(signed)
}

// Ask returns the answer to a request.
func Ask(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	got := httptest.NewRecorder()
	h.ServeHTTP(got, r)
	return got
}

// Case is a request to a service of Norsk helsenett, and its outcome.
type Case struct {
	Name, Method, Path, Body string
	Change                   func(http.Header)
	Status                   int
	Code                     string // nhn-error-code
}

// IsStrict sends the cases with the given headers: what the service would refuse is
// refused with its own codes, and not counted as a call.
func (c *Caller) IsStrict(t *testing.T, service *standin.StandIn, audience, scope string, header map[string]string, cases []Case) {
	t.Helper()
	for _, tc := range append(cases,
		Case{Name: "no token", Method: cases[0].Method, Path: cases[0].Path, Body: cases[0].Body, Change: func(h http.Header) { h.Del("Authorization") }, Status: 401, Code: "AUTH-0010"},
		Case{Name: "no source system", Method: cases[0].Method, Path: cases[0].Path, Body: cases[0].Body, Change: func(h http.Header) { h.Del("nhn-source-system") }, Status: 400, Code: "AUTH-0003"},
		Case{Name: "a long event id", Method: cases[0].Method, Path: cases[0].Path, Body: cases[0].Body, Change: func(h http.Header) { h.Set("nhn-event-id", strings.Repeat("x", 129)) }, Status: 400, Code: "AUTH-0003"},
	) {
		t.Run(tc.Name, func(t *testing.T) {
			r := c.Request(audience, scope, tc.Method, tc.Path, tc.Body)
			for name, value := range header {
				r.Header.Set(name, value)
			}
			if tc.Change != nil {
				tc.Change(r.Header)
			}
			service.Forget()
			got := Ask(service, r)
			if got.Code != tc.Status || got.Header().Get("nhn-error-code") != tc.Code {
				t.Errorf("%d %q, want %d %q", got.Code, got.Header().Get("nhn-error-code"), tc.Status, tc.Code)
			}
			if counted := service.Operations() == 1; counted != (tc.Status == 200) {
				t.Error("what is refused should not be counted, and the rest should")
			}
			if tc.Status != 200 && !strings.Contains(got.Body.String(), `"resourceType":"OperationOutcome"`) {
				t.Error("not the service's error")
			}
		})
	}
	t.Run("the wrong scope", func(t *testing.T) {
		got := Ask(service, c.Request(audience, scope+"-more", cases[0].Method, cases[0].Path, cases[0].Body))
		if got.Code != http.StatusForbidden || got.Header().Get("nhn-error-code") != "AUTH-0010" || got.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%d", got.Code)
		}
	})
}

// RefusalCase is a request that a register should refuse or accept, with the expected
// words of the refusal.
type RefusalCase struct {
	Name, Path, Body string
	Change           func(http.Header)
	Status           int
	Says             string
}

// Refuses sends the cases by POST. Refused requests are not counted.
func (c *Caller) Refuses(t *testing.T, register *standin.StandIn, audience, scope, contentType string, questions []RefusalCase) {
	t.Helper()
	first := questions[0]
	for _, tc := range append(questions,
		RefusalCase{"no token", first.Path, first.Body, func(h http.Header) { h.Del("Authorization") }, 401, ""},
		RefusalCase{"a token on its own", first.Path, first.Body, func(h http.Header) { h.Del("DPoP") }, 401, ""},
		RefusalCase{"no content type", first.Path, first.Body, func(h http.Header) { h.Del("Content-Type") }, 0, ""},
	) {
		t.Run(tc.Name, func(t *testing.T) {
			r := c.Request(audience, scope, http.MethodPost, tc.Path, tc.Body)
			r.Header.Set("Content-Type", contentType)
			if tc.Change != nil {
				tc.Change(r.Header)
			}
			register.Forget()
			got := Ask(register, r)
			if tc.Status != 0 && got.Code != tc.Status || got.Code == http.StatusOK && tc.Status == 0 || !strings.Contains(got.Body.String(), tc.Says) {
				t.Errorf("%d %s", got.Code, got.Body)
			}
			if got.Code == http.StatusUnauthorized && got.Header().Get("WWW-Authenticate") == "" {
				t.Error("no challenge")
			}
			if counted := register.Operations() == 1; counted != (got.Code == http.StatusOK) {
				t.Error("what is refused should not be counted, and the rest should")
			}
		})
	}
	r := c.Request(audience, "another:audience/read", http.MethodPost, first.Path, first.Body)
	r.Header.Set("Content-Type", contentType)
	if got := Ask(register, r); got.Code != http.StatusForbidden {
		t.Errorf("another scope: %d", got.Code)
	}
}
