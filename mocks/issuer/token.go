package issuer

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// token is the token endpoint, of HelseID and of ID-porten.
func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	if why := readForm(w, r); why != "" {
		refuse(w, "invalid_request", why)
		return
	}
	switch r.PostForm.Get("grant_type") {
	case "client_credentials":
		i.outwardToken(w, r)
	case "authorization_code":
		i.codeToken(w, r)
	default:
		refuse(w, "unsupported_grant_type", "")
	}
}

// readForm reads a form in which each parameter occurs once. It returns what is wrong,
// or "".
func readForm(w http.ResponseWriter, r *http.Request) string {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err != nil || media != "application/x-www-form-urlencoded" || r.URL.RawQuery != "" || r.ParseForm() != nil {
		return "parameters come in a form in the body"
	}
	for name, values := range r.PostForm {
		if len(values) != 1 {
			return "a parameter stands twice: " + name
		}
	}
	return ""
}

// bound returns the thumbprint of the key to bind a token to. If ok is false, it has
// already answered.
func (i *Issuer) bound(w http.ResponseWriter, r *http.Request) (jkt string, ok bool) {
	p, why := i.proof(r, "")
	if why != "" {
		refuse(w, "invalid_dpop_proof", why)
		return "", false
	}
	if !i.nonceHolds(p.nonce) {
		w.Header().Set("DPoP-Nonce", i.nonce(i.world.Now()))
		refuse(w, "use_dpop_nonce", "the proof must hold the nonce")
		return "", false
	}
	return p.thumbprint, true
}

const idTokenLife = 2 * time.Minute

// codeToken exchanges a public client's code for tokens.
func (i *Issuer) codeToken(w http.ResponseWriter, r *http.Request) {
	form := r.PostForm
	client, known := i.publicClient(form.Get("client_id"))
	if !known || r.Header.Get("Authorization") != "" || form.Has("client_secret") || form.Has("client_assertion") {
		refuse(w, "invalid_client", "a public client says its client_id, and has no credentials")
		return
	}
	if !client.readable(w, r) {
		refuse(w, "invalid_request", "the page is not of an origin of the client's")
		return
	}
	jkt := ""
	if client.DPoP || len(r.Header.Values("DPoP")) > 0 {
		// Before the code is taken: it must not be used up by the answer that the proof needs a
		// nonce.
		var ok bool
		if jkt, ok = i.bound(w, r); !ok {
			return
		}
	}
	// Whatever else is wrong, the code is used up: there is no second try.
	g, known := i.codes.take(form.Get("code"), i.world.Now())
	if !known {
		refuse(w, "invalid_grant", "the code is unknown, used or too old")
		return
	}
	if why := g.fits(form, jkt); why != "" {
		refuse(w, "invalid_grant", why)
		return
	}
	answer, err := i.tokensFor(g, jkt)
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

// fits returns what is wrong with a request for the tokens of a code, or "".
func (g granted) fits(form url.Values, jkt string) string {
	verifier := form.Get("code_verifier")
	switch {
	case form.Get("client_id") != g.client.ID:
		return "the code was given to another client"
	case form.Get("redirect_uri") != g.redirect:
		return "redirect_uri is not the one the code was sent to"
	case len(verifier) < 43 || len(verifier) > 128 || strings.ContainsFunc(verifier, func(r rune) bool { return !unreserved(r) }):
		return "code_verifier is missing, or not 43 to 128 unreserved characters"
	case subtle.ConstantTimeCompare([]byte(hashOf(verifier)), []byte(g.challenge)) != 1:
		return "code_verifier is not that of the challenge"
	case g.jkt != "" && g.jkt != jkt:
		return "the code is for another key"
	}
	return ""
}

// unreserved reports whether r is unreserved by RFC 3986 section 2.3.
func unreserved(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._~", r)
}

// tokensFor returns the tokens of a logged-in person.
func (i *Issuer) tokensFor(g granted, jkt string) (map[string]any, error) {
	claims := i.citizen(g.session, g.client.ID, g.scopes, g.authorization.acr)
	claims["aud"], claims["client_amr"] = g.audience, "none"
	kind := "Bearer"
	if jkt != "" {
		kind, claims["cnf"] = "DPoP", map[string]any{"jkt": jkt}
	}
	access, err := i.Sign(claims)
	if err != nil {
		return nil, fmt.Errorf("issue an access token: %w", err)
	}
	now := i.world.Now()
	id, err := i.Sign(map[string]any{
		"iss": i.url, "aud": g.client.ID, "sub": claims["sub"], "pid": g.person.Number, "nonce": g.nonce,
		"acr": claims["acr"], "amr": claims["amr"], "auth_time": g.since.Unix(), "sid": g.id, "jti": rand.Text(),
		"iat": now.Unix(), "exp": now.Add(idTokenLife).Unix(),
	}, func(_, header map[string]any) { header["typ"] = "JWT" })
	if err != nil {
		return nil, fmt.Errorf("issue an ID token: %w", err)
	}
	return map[string]any{
		"access_token": access, "id_token": id, "token_type": kind, "expires_in": int(citizenLife.Seconds()), "scope": strings.Join(g.scopes, " "),
	}, nil
}
