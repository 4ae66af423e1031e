package token_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/gateway/token"

	"github.com/lestrrat-go/jwx/v3/jwa"

	"helsegraf/graph/policy"
)

// kind is one of Norway's issuers, with the shape of its tokens.
type kind struct {
	name   string
	issuer token.Issuer
	client token.Client
	header map[string]any
	claims map[string]any // besides iss, exp, iat
	want   policy.Assurance
}

func kinds(number string) []kind {
	all := []string{"helsegraf:read"}
	return []kind{
		{
			"HelseID",
			token.Issuer{
				Audience: "nhn:helsegraf", Types: []string{"at+jwt"}, Algorithms: []string{"RS256", "PS256"},
				NumberClaim: "helseid://claims/identity/pid", AssuranceClaim: "helseid://claims/identity/security_level",
			},
			token.Client{ID: "6d2a1f5e-0000-4000-8000-000000000000", Scopes: all},
			map[string]any{"typ": "at+jwt"},
			map[string]any{
				"aud": "nhn:helsegraf", "sub": "hash", "sid": "s", "idp": "idporten-oidc", "amr": []string{"pwd"}, "jti": "j",
				"client_id": "6d2a1f5e-0000-4000-8000-000000000000", "scope": []string{"helsegraf:read"}, "name": "LINE TESTESEN",
				"helseid://claims/identity/pid": number, "helseid://claims/identity/pid_pseudonym": "p",
				"helseid://claims/identity/security_level": "4", "helseid://claims/identity/assurance_level": "high",
				"helseid://claims/client/claims/orgnr_parent": "999999901",
			}, policy.AssuranceHigh,
		},
		{
			"ID-porten",
			token.Issuer{Audience: "https://helsegraf.example.no", Algorithms: []string{"RS256"}},
			token.Client{ID: "2f1f0d7e-0000-4000-8000-000000000000", Scopes: all},
			map[string]any{"typ": "JWT"},
			map[string]any{
				"aud": "https://helsegraf.example.no", "sub": "pairwise", "pid": number, "acr": "idporten-loa-substantial", "amr": []string{"BankID"},
				"client_id": "2f1f0d7e-0000-4000-8000-000000000000", "client_amr": "private_key_jwt", "client_orgno": "999999901", "token_type": "Bearer",
				"consumer": map[string]any{"authority": "iso6523-actorid-upis", "ID": "0192:999999901"}, "scope": "openid helsegraf:read", "jti": "j",
			}, policy.AssuranceSubstantial,
		},
		{
			"TokenX",
			token.Issuer{Audience: "prod-gcp:helse:helsegraf", Algorithms: []string{"RS256"}, ScopeClaim: token.NoScopes},
			token.Client{ID: "prod-gcp:helse:portal", Scopes: all},
			map[string]any{"typ": "JWT"},
			map[string]any{
				"aud": "prod-gcp:helse:helsegraf", "sub": "pairwise", "pid": number, "acr": "Level4", "idp": "https://idporten.example.no",
				"client_id": "prod-gcp:helse:portal", "nbf": noon.Unix(), "jti": "j",
			}, policy.AssuranceHigh,
		},
		{
			"Helsenorge's STS",
			token.Issuer{
				Audience: "helsegraf", Types: []string{"JWT"}, Algorithms: []string{"RS256"}, ScopeClaim: "scp",
				NumberClaim: "user", AssuranceClaim: "auth_level",
			},
			token.Client{ID: "helsenorge", Scopes: all},
			map[string]any{"typ": "JWT", "ver": "1", "typ_2": "citizen"},
			map[string]any{
				"aud": "helsegraf", "sub": "s", "user": number, "auth_level": "4", "client_id": "helsenorge", "client_name": "Helsenorge",
				"endusertype": "citizen", "scp": "helsegraf:read", "nbf": noon.Unix(),
			}, policy.AssuranceHigh,
		},
	}
}

// Tokens of each of Norway's issuers are accepted unchanged, side by side, by
// configuration alone; none is accepted in the name of another issuer, nor with any
// of the defects common to them all.
func TestEveryKindOfIssuer(t *testing.T) {
	l := startLogin(t)
	all := kinds(l.persona.Number)
	issuers, hands := make([]token.Issuer, len(all)), make([]byHand, len(all))
	var clients []token.Client
	for i, k := range all {
		hands[i] = startByHand(t, nil)
		issuers[i] = k.issuer
		issuers[i].URL, issuers[i].Synthetic = hands[i].url, true
		clients = append(clients, k.client)
	}
	v, err := token.NewVerifier(issuers, clients, token.Options{Now: func() time.Time { return noon }, Timeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	l.verifier = v
	for i, k := range all {
		t.Run(k.name, func(t *testing.T) {
			l.t = t
			made := func(by byHand, change ...change) string {
				claims, header := map[string]any{"iss": hands[i].url, "iat": noon.Unix(), "exp": noon.Add(time.Minute).Unix()}, map[string]any{"kid": "k1"}
				maps.Copy(claims, k.claims)
				maps.Copy(header, k.header)
				for _, c := range change {
					c(claims, header)
				}
				return by.signWith(t, jwa.RS256(), by.private, header, claims)
			}
			l.wantActor(made(hands[i]), policy.Credentials{Client: policy.Client{ID: k.client.ID}, Assurance: k.want, Read: allServices()})
			if r := l.front.Ask(t, `{ actor }`, "Authorization: Bearer "+made(hands[i])); r.Body != fmt.Sprintf(`{"data":{"actor":%q}}`, k.client.ID) {
				t.Errorf("%d %s", r.Status, r.Body)
			}
			another := (i + 1) % len(all)
			l.refused(l.ask("Bearer "+made(hands[another])), "invalid_token")
			l.refused(l.ask("Bearer "+made(hands[i], claim("aud", all[another].issuer.Audience))), "wrong_audience")
			l.refused(l.ask("Bearer "+made(hands[i], claim("exp", noon.Add(-time.Minute).Unix()))), "token_expired")
			l.refused(l.ask("Bearer "+made(hands[i], without("client_id"))), "invalid_token")
			l.refused(l.ask("Bearer "+made(hands[i], without(issuers[i].NumberClaim), without("pid"))), "invalid_token")
			l.refused(l.ask("Bearer "+made(hands[i], head("typ", "dpop+jwt"))), "invalid_token")
			if k.issuer.ScopeClaim != token.NoScopes {
				l.refused(l.ask("Bearer "+made(hands[i], without("scope"), without("scp"))), "invalid_token")
			}
		})
	}
}

// A key that a token contains, or says where to find, is never fetched: here one is
// served at that address, and the token is signed with it.
func TestKeysATokenNamesAreNotFetched(t *testing.T) {
	l := startLogin(t)
	thief := startByHand(t, nil)
	var fetched atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fetched.Add(1)
		_ = json.NewEncoder(w).Encode(map[string]any{"keys": []any{}})
	}))
	t.Cleanup(server.Close)
	claims := thief.claims(l.persona.Number)
	claims["iss"] = l.url
	for name, value := range map[string]any{"jku": server.URL, "x5u": server.URL, "kid": server.URL + "/jwks"} {
		header := map[string]any{"typ": "at+jwt", "kid": "k1"}
		header[name] = value
		l.refused(l.ask("Bearer "+thief.signWith(t, jwa.RS256(), thief.private, header, claims)), "invalid_token")
	}
	claims["iss"] = server.URL
	l.refused(l.ask("Bearer "+thief.sign(t, jwa.RS256(), thief.private, "k1", claims)), "unknown_issuer")
	if n := fetched.Load(); n > 0 {
		t.Errorf("fetched %d times", n)
	}
}

// Every kind of test number opens nothing in production.
func TestEverySyntheticNumberIsForTests(t *testing.T) {
	for name, digits := range map[string]string{"+80": "019175", "+40": "015175", "D-number, +80": "419175", "D-number, +40": "415175"} {
		number := checked(t, digits)
		inProduction := startLogin(t, func(i *token.Issuer, _ *token.Options) { i.Synthetic = false })
		inProduction.refused(inProduction.ask("Bearer "+inProduction.token(claim("pid", number))), "synthetic_number")
		inTest := startLogin(t)
		if _, err := inTest.actor(inTest.token(claim("pid", number))); err != nil {
			t.Errorf("%s, in test: %v", name, err)
		}
	}
}

// checked returns a number that begins with six digits and has valid check digits.
func checked(t *testing.T, first string) string {
	t.Helper()
	sum := func(digits string, weights ...int) int {
		n := 0
		for i, w := range weights {
			n += int(digits[i]-'0') * w
		}
		return (11 - n%11) % 11
	}
	for serial := 100; serial < 500; serial++ {
		digits := first + fmt.Sprint(serial)
		one := sum(digits, 3, 7, 6, 1, 8, 9, 4, 5, 2)
		if one == 10 {
			continue
		}
		digits += fmt.Sprint(one)
		if two := sum(digits, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2); two < 10 {
			return digits + fmt.Sprint(two)
		}
	}
	t.Fatal("no number", strings.TrimSpace(first))
	return ""
}
