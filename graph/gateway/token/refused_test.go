package token_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwe"
)

func TestTokensRefused(t *testing.T) {
	l := startLogin(t)
	at := func(d time.Duration) int64 { return noon.Add(d).Unix() }
	for name, c := range map[string]struct {
		change change
		want   string
	}{
		"expired":                   {claim("exp", at(-30*time.Second)), "token_expired"},
		"no exp":                    {without("exp"), "invalid_token"},
		"exp is text":               {claim("exp", fmt.Sprint(at(time.Hour))), "invalid_token"},
		"not yet":                   {claim("nbf", at(31*time.Second)), "token_not_yet_valid"},
		"nbf is text":               {claim("nbf", "now"), "invalid_token"},
		"issued in the future":      {claim("iat", at(31*time.Second)), "token_not_yet_valid"},
		"no iat":                    {without("iat"), "invalid_token"},
		"iss with a slash":          {claim("iss", l.url+"/"), "unknown_issuer"},
		"iss in capitals":           {claim("iss", strings.ToUpper(l.url)), "unknown_issuer"},
		"no iss":                    {without("iss"), "unknown_issuer"},
		"iss is a list":             {claim("iss", []string{l.url}), "unknown_issuer"},
		"wrong aud":                 {claim("aud", "another"), "wrong_audience"},
		"aud with a blank":          {claim("aud", "helsegraf "), "wrong_audience"},
		"aud with a stranger":       {claim("aud", []string{"helsegraf", "another"}), "wrong_audience"},
		"empty aud":                 {claim("aud", []string{}), "wrong_audience"},
		"no aud":                    {without("aud"), "wrong_audience"},
		"no sub":                    {without("sub"), "invalid_token"},
		"no pid":                    {without("pid"), "invalid_token"},
		"empty pid":                 {claim("pid", ""), "invalid_token"},
		"two pids":                  {claim("pid", []string{l.persona.Number, l.persona.Number}), "invalid_token"},
		"pid is a number":           {claim("pid", 15914012345), "invalid_token"},
		"pid with bad check digits": {claim("pid", l.persona.Number[:10]+"x"), "invalid_token"},
		"pid with one digit wrong":  {claim("pid", anotherDigit(l.persona.Number)), "invalid_token"},
		"pid of a date that is not": {claim("pid", "31829912345"), "invalid_token"},
		"an id token": {func(claims, header map[string]any) {
			delete(claims, "scope")
			claims["aud"], claims["nonce"], header["typ"] = "web", "n", "JWT"
		}, "wrong_audience"},
		"an id token for us":        {func(claims, header map[string]any) { delete(claims, "scope"); header["typ"] = "JWT" }, "invalid_token"},
		"a system's token":          {func(claims, _ map[string]any) { delete(claims, "pid"); delete(claims, "sub") }, "invalid_token"},
		"exp before 1970":           {claim("exp", -1), "token_expired"},
		"iat in milliseconds":       {claim("iat", at(0)*1000), "token_not_yet_valid"},
		"kid of 10 KB":              {head("kid", strings.Repeat("k", 10<<10)), "invalid_token"},
		"kid is a number":           {head("kid", 1), "invalid_token"},
		"alg PS512":                 {head("alg", "PS512"), "invalid_token"},
		"alg dir":                   {head("alg", "dir"), "invalid_token"},
		"unknown client":            {claim("client_id", "another"), "unknown_client"},
		"no client":                 {without("client_id"), "invalid_token"},
		"no scope":                  {without("scope"), "invalid_token"},
		"empty scope":               {claim("scope", ""), "invalid_token"},
		"scope is a number":         {claim("scope", 1), "invalid_token"},
		"scope is a list of others": {claim("scope", []any{1}), "invalid_token"},
		"bound to a key":            {claim("cnf", map[string]any{"jkt": "x"}), "proof_of_possession_unsupported"},
		"typ dpop+jwt":              {head("typ", "dpop+jwt"), "invalid_token"},
		"typ logout+jwt":            {head("typ", "logout+jwt"), "invalid_token"},
		"no typ":                    {without("typ"), "invalid_token"},
		"typ is a number":           {head("typ", 1), "invalid_token"},
		"crit":                      {head("crit", []string{"exp"}), "invalid_token"},
		"b64":                       {head("b64", false), "invalid_token"},
		"jku":                       {head("jku", "http://127.0.0.1:1/"), "invalid_token"},
		"x5u":                       {head("x5u", "http://127.0.0.1:1/"), "invalid_token"},
		"x5c":                       {head("x5c", []string{"MII"}), "invalid_token"},
		"jwk":                       {head("jwk", map[string]any{"kty": "oct", "k": "AA"}), "invalid_token"},
		"jwk null":                  {head("jwk", nil), "invalid_token"},
		"no kid":                    {without("kid"), "invalid_token"},
		"unknown kid":               {head("kid", "another"), "invalid_token"},
		"kid with a path":           {head("kid", "../../../dev/null"), "invalid_token"},
		"kid with SQL":              {head("kid", "' OR 1=1 --"), "invalid_token"},
		"kid of 1000 letters":       {head("kid", strings.Repeat("k", 1000)), "invalid_token"},
		"alg not on the list":       {head("alg", "ES384"), "invalid_token"},
		"alg of another kind":       {head("alg", "RS256"), "invalid_token"},
		"alg none":                  {head("alg", "none"), "invalid_token"},
		"alg None":                  {head("alg", "None"), "invalid_token"},
		"alg nONE":                  {head("alg", "nONE"), "invalid_token"},
		"alg HS256":                 {head("alg", "HS256"), "invalid_token"},
		"no alg":                    {without("alg"), "invalid_token"},
		"too big":                   {claim("more", strings.Repeat("x", 8<<10)), "invalid_token"},
	} {
		t.Run(name, func(t *testing.T) {
			l.t = t
			l.refused(l.ask("Bearer "+l.token(c.change)), c.want)
		})
	}
}

// anotherDigit changes the last digit of a number.
func anotherDigit(number string) string {
	last := (number[10]-'0'+1)%10 + '0'
	return number[:10] + string(rune(last))
}

// rewritten replaces a token's header or payload, and keeps its signature.
func rewritten(token string, part int, text string) string {
	parts := strings.Split(token, ".")
	parts[part] = base64.RawURLEncoding.EncodeToString([]byte(text))
	return strings.Join(parts, ".")
}

func decoded(t *testing.T, token string, part int) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[part])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestMalformedTokensRefused(t *testing.T) {
	l := startLogin(t)
	good := l.token()
	parts := strings.Split(good, ".")
	header, payload := decoded(t, good, 0), decoded(t, good, 1)
	for name, token := range map[string]string{
		"a word":              "nonsense",
		"two segments":        parts[0] + "." + parts[1],
		"four segments":       good + "." + parts[2],
		"five, as of a JWE":   good + ".a.b",
		"a JWE":               encrypted(t, nil),
		"a JWE that inflates": encrypted(t, jwe.WithCompress(jwa.Deflate())),
		"a JWE of a password": encode([]byte(`{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2s":"c2FsdA","p2c":1000000000}`)) + ".a.a.a.a",
		"a token in a token":  rewritten(good, 1, good),
		"a refresh token":     "1//0gAbCdEfGhIjKlMnOpQrStUvWxYz",
		"many segments":       strings.Repeat(".", 7000),
		"no signature":        parts[0] + "." + parts[1] + ".",
		"another's signature": parts[0] + "." + parts[1] + "." + strings.Split(l.token(), ".")[2],
		"padded":              parts[0] + "==." + parts[1] + "." + parts[2],
		"not base64url":       parts[0] + "." + parts[1] + ".+/+/",
		"a blank within":      parts[0] + ". " + parts[1] + "." + parts[2],
		"a blank behind it":   good + " " + good,
		"header twice":        rewritten(good, 0, strings.Replace(header, "{", `{"alg":"ES256",`, 1)),
		"claim twice":         rewritten(good, 1, strings.Replace(payload, "{", `{"pid":"15914012345",`, 1)),
		"no JSON header":      rewritten(good, 0, "header"),
		"no JSON":             rewritten(good, 1, "claims"),
		"a list":              rewritten(good, 1, "[]"),
		"more after it":       rewritten(good, 1, payload+payload),
		"bad UTF-8":           rewritten(good, 1, strings.Replace(payload, "BankID", "Bank\xff", 1)),
		"another payload":     rewritten(good, 1, strings.Replace(payload, "idporten-loa-high", "Level4", 1)),
		"alg none, unsigned":  strings.TrimSuffix(rewritten(good, 0, strings.Replace(header, "ES256", "none", 1)), parts[2]),
	} {
		t.Run(name, func(t *testing.T) { l.t = t; l.refused(l.ask("Bearer "+token), "invalid_token") })
	}
	other := "unsupported_scheme"
	t.Run("two headers", func(t *testing.T) { l.t = t; l.refused(l.ask("Bearer "+good, "Bearer "+good), other) })
	for _, scheme := range []string{"DPoP ", "dpop ", "Basic ", "Bearer", "Bearer\t", "Bearer:", "Bearer, Bearer ", ""} {
		t.Run("scheme "+scheme, func(t *testing.T) { l.t = t; l.refused(l.ask(scheme+good), other) })
	}
	t.Run("with a proof", func(t *testing.T) {
		l.t = t
		r := l.ask("Bearer " + good)
		r.Header.Set("DPoP", "proof")
		l.refused(r, other)
	})
	t.Run("a proof alone", func(t *testing.T) {
		l.t = t
		r := l.ask()
		r.Header.Set("DPoP", "proof")
		l.refused(r, other)
	})
	t.Run("in the address", func(t *testing.T) {
		l.t = t
		r := l.ask()
		r.URL.RawQuery = "access_token=" + good
		l.refused(r, other)
	})
}

// encrypted is a token that has to be decrypted to be read. It inflates to 4 MB of
// nothing.
func encrypted(t *testing.T, compress jwe.EncryptOption) string {
	t.Helper()
	payload, options := []byte(`{"iss":"x"}`), []jwe.EncryptOption{jwe.WithKey(jwa.DIRECT(), make([]byte, 32))}
	if compress != nil {
		payload, options = make([]byte, 4<<20), append(options, compress)
	}
	b, err := jwe.Encrypt(payload, options...)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 8<<10 {
		t.Fatalf("%d bytes are too many to be looked at", len(b))
	}
	return string(b)
}
