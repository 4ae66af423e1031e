package issuer

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// claims are what a stand-in needs to know about a caller.
type claims struct {
	ClientID     string
	Organization string // the client's organisation number
}

// Admit checks the HelseID access token and the DPoP proof of a request, as the real
// services do, against the audience and scope of this service. If the status is not
// 200 it has not answered: the caller does, with the register's own error body, this
// status and this WWW-Authenticate challenge.
func (i *Issuer) Admit(r *http.Request, audience, scope string) (status int, challenge string) {
	_, status, challenge = i.admit(r, audience, scope)
	return status, challenge
}

// Protect passes requests on to next if a service of this audience and scope would
// admit them.
func (i *Issuer) Protect(audience, scope string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, status, challenge := i.admit(r, audience, scope)
		if status != http.StatusOK {
			w.Header().Set("WWW-Authenticate", challenge)
			w.WriteHeader(status)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// accessClaims are the claims of HelseID's access tokens that a service checks.
type accessClaims struct {
	Issuer       string   `json:"iss"`
	Audience     any      `json:"aud"`
	Expires      *float64 `json:"exp"`
	NotBefore    *float64 `json:"nbf"`
	ClientID     string   `json:"client_id"`
	Scope        words    `json:"scope"`
	Confirmation struct {
		Thumbprint string `json:"jkt"`
	} `json:"cnf"`
	Organization string `json:"helseid://claims/client/claims/orgnr_parent"`
}

// words is a claim that is a list of words, or one string with them.
type words []string

func (w *words) UnmarshalJSON(b []byte) error {
	var one string
	if err := json.Unmarshal(b, &one); err == nil {
		*w = strings.Fields(one)
		return nil
	}
	return json.Unmarshal(b, (*[]string)(w))
}

func (i *Issuer) admit(r *http.Request, audience, scope string) (claims, int, string) {
	sent := r.Header.Values("Authorization")
	if len(sent) == 0 {
		return claims{}, http.StatusUnauthorized, `DPoP algs="` + strings.Join(algorithms(), " ") + `"`
	}
	scheme, token, _ := strings.Cut(sent[0], " ")
	if len(sent) > 1 || !strings.EqualFold(scheme, "DPoP") {
		// A bound token may not be sent as Bearer, and unbound tokens are refused.
		return claims{}, http.StatusUnauthorized, challenge("invalid_token")
	}
	c, ok := i.believed(token, audience)
	if !ok {
		return claims{}, http.StatusUnauthorized, challenge("invalid_token")
	}
	p, why := i.proof(r, token)
	if why != "" || p.thumbprint != c.Confirmation.Thumbprint {
		return claims{}, http.StatusUnauthorized, challenge("invalid_dpop_proof")
	}
	if !slices.Contains(c.Scope, scope) {
		return claims{}, http.StatusForbidden, challenge("insufficient_scope")
	}
	return claims{ClientID: c.ClientID, Organization: c.Organization}, http.StatusOK, ""
}

func challenge(code string) string { return `DPoP error="` + code + `"` }

// believed returns a token's claims, if this issuer made it for the audience and it is
// current.
func (i *Issuer) believed(token, audience string) (accessClaims, bool) {
	var c accessClaims
	h, err := takeApart(token, &c)
	if err != nil || h.Type != "at+jwt" {
		return c, false
	}
	key := i.published(h.KeyID)
	if key == nil || h.Algorithm != es256 {
		return c, false
	}
	// A verified signature stays valid, as keys stay published. Every request brings one
	// of the same few tokens.
	if _, known := i.tokens.of(token); !known {
		if !proven(token, h, key) {
			return c, false
		}
		i.tokens.keep(token, struct{}{})
	}
	now := float64(i.world.Now().UnixMilli()) / 1000
	skew := clockSkew.Seconds()
	return c, c.Issuer == i.url && c.Audience == audience &&
		c.Expires != nil && now < *c.Expires+skew &&
		(c.NotBefore == nil || now >= *c.NotBefore-skew) &&
		c.Confirmation.Thumbprint != ""
}
