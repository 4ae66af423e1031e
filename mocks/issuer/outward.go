package issuer

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
)

// outwardClient is a client registered with HelseID.
type outwardClient struct {
	orgnr string
	key   jwk.Key
}

// RegisterClient registers a client of the organization with HelseID, with the public
// key (a JWK in JSON) that verifies its assertions.
func (i *Issuer) RegisterClient(id, orgnr string, publicJWK []byte) error {
	key, err := jwk.ParseKey(publicJWK)
	if err != nil {
		return errors.New("mocks: the client's key is not a JWK")
	}
	if private, err := jwk.IsPrivateKey(key); err != nil || private {
		return errors.New("mocks: the client's key is not a public key")
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.clients[id] = outwardClient{orgnr, key}
	return nil
}

// audienceOf returns the API of a scope, "" for an unknown scope. Scopes of NHN, Helfo
// and most others name it before their first slash; the others are listed here.
func audienceOf(scope string) string {
	switch scope {
	case "Personverninnstillinger_skriv", "Inkluderingsbillett_skriv", "helsenorgeaktivsjekken":
		return "nhn:helsenorge"
	}
	at := strings.IndexByte(scope, '/')
	if at < 1 || at == len(scope)-1 {
		return ""
	}
	return scope[:at]
}

const (
	outwardLife   = 10 * time.Minute
	assertionLife = time.Minute
)

// outwardToken issues a token to a machine, by client credentials.
func (i *Issuer) outwardToken(w http.ResponseWriter, r *http.Request) {
	id, client, why := i.asserted(r)
	if why != "" {
		refuse(w, "invalid_client", why)
		return
	}
	jkt, ok := i.bound(w, r)
	if !ok {
		return
	}
	scopes := strings.Fields(r.PostForm.Get("scope"))
	audiences := audiencesOf(scopes)
	if len(audiences) == 0 {
		refuse(w, "invalid_scope", "")
		return
	}
	token, err := i.outward(id, client.orgnr, jkt, scopes, audiences)
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": token, "token_type": "DPoP", "expires_in": int(outwardLife.Seconds()), "scope": strings.Join(scopes, " "),
	})
}

// audiencesOf returns the APIs of all scopes; none if any scope is unknown.
func audiencesOf(scopes []string) []string {
	var out []string
	for _, scope := range scopes {
		a := audienceOf(scope)
		if a == "" {
			return nil
		}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// assertionClaims are those of RFC 7523 section 3.
type assertionClaims struct {
	Issuer    string   `json:"iss"`
	Subject   string   `json:"sub"`
	Audience  any      `json:"aud"` // HelseID accepts one, as a string
	ID        string   `json:"jti"`
	NotBefore *float64 `json:"nbf"`
	IssuedAt  *float64 `json:"iat"`
	Expires   *float64 `json:"exp"`
}

// asserted authenticates the client by private_key_jwt. It returns what is wrong, or
// "".
func (i *Issuer) asserted(r *http.Request) (string, outwardClient, string) {
	form := r.PostForm
	if r.Header.Get("Authorization") != "" || form.Has("client_secret") {
		return "", outwardClient{}, "only private_key_jwt is taken"
	}
	if form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		return "", outwardClient{}, "client_assertion_type is wrong"
	}
	assertion := form.Get("client_assertion")
	var c assertionClaims
	h, err := takeApart(assertion, &c)
	if err != nil || h.Type != "JWT" && h.Type != "client-authentication+jwt" {
		return "", outwardClient{}, "the assertion is not a signed token, or its typ or alg is not allowed"
	}
	i.mu.Lock()
	client, known := i.clients[c.Issuer]
	i.mu.Unlock()
	if !known || !proven(assertion, h, client.key) {
		return "", outwardClient{}, "the client is not known by this key"
	}
	if why := i.assertionFits(c, form.Get("client_id")); why != "" {
		return "", outwardClient{}, why
	}
	return c.Issuer, client, ""
}

func (i *Issuer) assertionFits(c assertionClaims, clientID string) string {
	now := float64(i.world.Now().UnixMilli()) / 1000
	skew := clockSkew.Seconds()
	switch {
	case c.Subject != c.Issuer || clientID != c.Issuer:
		return "iss, sub and client_id differ"
	case c.Audience != i.url:
		return "aud is not the issuer"
	case c.Expires == nil || *c.Expires < now-skew || *c.Expires > now+assertionLife.Seconds()+skew:
		return "exp is missing, past, or more than 60 seconds away"
	case c.IssuedAt != nil && *c.IssuedAt > now+skew, c.NotBefore != nil && *c.NotBefore > now+skew:
		return "the assertion is from the future"
	case c.ID == "" || !i.assertions.first(c.Issuer+" "+c.ID, i.world.Now(), assertionLife+2*clockSkew):
		return "jti is missing or has been used"
	}
	return ""
}

// outward returns an access token as HelseID issues it to a machine.
func (i *Issuer) outward(clientID, orgnr, jkt string, scopes, audiences []string) (string, error) {
	now := i.world.Now()
	claims := map[string]any{
		"iss": i.url, "aud": audiences, "client_id": clientID, "scope": scopes, "jti": rand.Text(),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(outwardLife).Unix(),
		"cnf":                                 map[string]any{"jkt": jkt},
		"helseid://claims/client/amr":         "private_key_jwt",
		"helseid://claims/client/client_name": clientID,
		"helseid://claims/client/claims/client_tenancy": "single-tenant",
		"helseid://claims/client/claims/orgnr_parent":   orgnr,
	}
	if len(audiences) == 1 {
		claims["aud"] = audiences[0]
	}
	key := i.signer()
	token, err := signES256(key.private, map[string]any{"typ": "at+jwt", "alg": es256, "kid": key.id}, claims)
	if err != nil {
		return "", fmt.Errorf("issue a token to a machine: %w", err)
	}
	return token, nil
}
