package frikort

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwe"
	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/mocks/mocktest"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// helfo is the stand-in, with a caller that has a valid token.
type helfo struct {
	*mocktest.Caller
	t       *testing.T
	standIn *standin.StandIn
}

func startHelfo(t *testing.T) *helfo {
	t.Helper()
	s := mocktest.NewCaller(t)
	return &helfo{s, t, New(s.World, s.Issuer)}
}

func (h *helfo) ask(method, path, contentType, body string, header ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := h.Request(audience, scope, method, path, body)
	r.Header.Set("Content-Type", contentType)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return mocktest.Ask(h.standIn, r)
}

// key is the published key, as any caller reads it.
func (h *helfo) key() jwk.Key {
	h.t.Helper()
	key, err := jwk.ParseKey(h.ask(http.MethodGet, "/api/frikortsporring/jwk", "", "").Body.Bytes())
	if err != nil {
		h.t.Fatal(err)
	}
	return key
}

// sealed encrypts with the published key; a key's kid goes into the header.
func (h *helfo) sealed(plain string, alg jwa.KeyEncryptionAlgorithm, enc jwa.ContentEncryptionAlgorithm, key jwk.Key) string {
	h.t.Helper()
	if err := key.Remove(jwk.AlgorithmKey); err != nil {
		h.t.Fatal(err)
	}
	out, err := jwe.Encrypt([]byte(plain), jwe.WithKey(alg, key), jwe.WithContentEncryption(enc))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(out)
}

const (
	exemptPath = "/api/frikortsporring/helseid/v1"
	jose       = "application/jose"
)

func TestFrikortIsStrict(t *testing.T) {
	h := startHelfo(t)
	line := h.World.Persona("line").Number
	seal := func(plain string) string { return h.sealed(plain, jwa.RSA_OAEP_256(), jwa.A256GCM(), h.key()) }
	question := func(number, code, day string) string {
		return `{"borgerIdent":"` + number + `","tjenestetypeKode":"` + code + `","tjenestedato":"` + day + `"}`
	}
	good := question(line, "LE", "2026-11-22")
	dNumber, _ := world.WithCheckDigits("548378400") // day +40, month +80
	stale := h.key()
	if err := stale.Set(jwk.KeyIDKey, "frikort-enc-0"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, method, path, contentType, body string
		header                                []string
		status                                int
		code                                  string
	}{
		{"a good question", "POST", exemptPath, jose, seal(good), nil, 200, ""},
		{"a D-number", "POST", exemptPath, jose, seal(question(dNumber, "LE", "2026-11-22")), nil, 200, ""},
		{"two years ago", "POST", exemptPath, jose, seal(question(line, "FT", "2024-11-22")), nil, 200, ""},
		{"a day more", "POST", exemptPath, jose, seal(question(line, "FT", "2024-11-21")), nil, 400, "UGYLDIG_REQUEST"},
		{"no such day", "POST", exemptPath, jose, seal(question(line, "FT", "2026-02-30")), nil, 400, "UGYLDIG_REQUEST"},
		{"no such service", "POST", exemptPath, jose, seal(question(line, "XX", "2026-11-22")), nil, 400, "UGYLDIG_REQUEST"},
		{"check digits", "POST", exemptPath, jose, seal(question(line[:10]+"x", "LE", "2026-11-22")), nil, 400, "UGYLDIG_REQUEST"},
		{"a member too many", "POST", exemptPath, jose, seal(strings.Replace(good, "{", `{"navn":"",`, 1)), nil, 400, "UGYLDIG_REQUEST"},
		{"not JSON", "POST", exemptPath, jose, seal("borgerIdent"), nil, 400, "UGYLDIG_REQUEST"},
		{"not encrypted", "POST", exemptPath, jose, good, nil, 400, "UGYLDIG_REQUEST"},
		{"the wrong media type", "POST", exemptPath, "application/json", seal(good), nil, 415, "UGYLDIG_REQUEST"},
		{"another key encryption", "POST", exemptPath, jose, h.sealed(good, jwa.RSA_OAEP(), jwa.A256GCM(), h.key()), nil, 400, "UGYLDIG_REQUEST"},
		{"another content encryption", "POST", exemptPath, jose, h.sealed(good, jwa.RSA_OAEP_256(), jwa.A128GCM(), h.key()), nil, 400, "UGYLDIG_REQUEST"},
		{"a key it has not", "POST", exemptPath, jose, h.sealed(good, jwa.RSA_OAEP_256(), jwa.A256GCM(), stale), nil, 400, "UGYLDIG_REQUEST"},
		{"no token", "POST", exemptPath, jose, seal(good), []string{"Authorization", ""}, 401, "AUTENTISERING_FEILET"},
		{"the proof of another address", "POST", exemptPath, jose, seal(good), []string{"DPoP", h.Proof("POST", "http://helfo.test/", "")}, 401, "AUTENTISERING_FEILET"},
		{"a correlation id that is none", "POST", exemptPath, jose, seal(good), []string{"Correlation-Id", "1"}, 400, "UGYLDIG_REQUEST"},
		{"a number in the address", "POST", exemptPath + "?borgerIdent=" + line, jose, seal(good), nil, 400, "UGYLDIG_REQUEST"},
		{"the wrong method", "GET", exemptPath, "", "", nil, 405, "METODE_IKKE_TILLATT"},
		{"the wrong path", "POST", "/api/frikortsporring/v2", jose, seal(good), nil, 404, "IKKE_FUNNET"},
		{"a year", "POST", "/api/egenandeler/v1/sok", "application/json", `{"borgerIdent":"` + line + `","aar":2026}`, nil, 200, ""},
		{"a year to come", "POST", "/api/egenandeler/v1/sok", "application/json", `{"borgerIdent":"` + line + `","aar":2027}`, nil, 400, "UGYLDIG_REQUEST"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := h.ask(tt.method, tt.path, tt.contentType, tt.body, tt.header...)
			var answer map[string]any
			if err := json.Unmarshal(got.Body.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
			if got.Code != tt.status || tt.code != "" && answer["feilkode"] != tt.code {
				t.Errorf("%d %v, want %d %s", got.Code, answer, tt.status, tt.code)
			}
			id := got.Header().Get("Correlation-Id")
			if id == "" || tt.code != "" && answer["correlationId"] != id {
				t.Error("no correlation id in header and body")
			}
			if (tt.status == http.StatusMethodNotAllowed) != (got.Header().Get("Allow") != "") || (tt.status == http.StatusUnauthorized) != (got.Header().Get("WWW-Authenticate") != "") {
				t.Errorf("headers do not fit the Status: %v", got.Header())
			}
		})
	}
}

func TestFrikortAnswersByService(t *testing.T) {
	h := startHelfo(t)
	for _, tt := range []struct {
		about, persona, code, day, want string
	}{
		{"a card counts everywhere", "line", "FT", "2026-11-22", "true"},
		{"and for the whole of its year", "line", "A", "2026-01-01", "true"},
		{"a minimum pension counts at the pharmacy", "berit", "A", "2026-11-22", "true"},
		{"and nowhere else", "berit", "LE", "2026-11-22", "false"},
		{"who has reserved is never said to be exempt", "ylva", "LE", "2026-11-22", "false"},
	} {
		plain := `{"borgerIdent":"` + h.World.Persona(tt.persona).Number + `","tjenestetypeKode":"` + tt.code + `","tjenestedato":"` + tt.day + `"}`
		got := h.ask(http.MethodPost, exemptPath, jose, h.sealed(plain, jwa.RSA_OAEP_256(), jwa.A256GCM(), h.key()))
		if !strings.Contains(got.Body.String(), `"harEgenandelsfritak":`+tt.want) {
			t.Errorf("%s: got %s", tt.about, got.Body)
		}
	}
}

// Whatever the date, line is well past the ceiling.
func TestFrikortOfLine(t *testing.T) {
	h := startHelfo(t)
	f := &register{StandIn: h.standIn}
	for _, year := range []int{2025, 2026} {
		y := f.year(h.World.Persona("line"), year)
		if y.Card.Status != "INNVILGET" || len(y.CoPayments) < 12 || *y.Left != 0 || *y.Sum < *y.Ceiling {
			t.Errorf("%d: %+v", year, y)
		}
	}
	if y := f.year(h.World.Persona("dan"), 2026); len(y.CoPayments) != 0 {
		t.Error("a child pays")
	}
}
