package issuer

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// authorization is an application's checked authorization request (OpenID Connect
// Core section 3.1.2.1).
type authorization struct {
	client    PublicClient
	redirect  string
	state     string
	nonce     string
	challenge string // PKCE, S256
	scopes    []string
	acr       string
	audience  string
	jkt       string // of the key the code is bound to (RFC 9449 section 10); "" binds it to none
	anew      bool   // prompt=login: ask even those already logged in
}

// authorize is ID-porten's authorization endpoint. Until the client and the redirect
// address are known to be valid, errors are shown to the user; after that they are
// sent to the application (RFC 6749 section 4.1.2.1).
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	asked, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || len(asked["client_id"]) != 1 || len(asked["redirect_uri"]) != 1 {
		i.tell(w, http.StatusBadRequest, "An application must say who it is and where you are to be sent back to.")
		return
	}
	client, known := i.publicClient(asked.Get("client_id"))
	if !known {
		i.tell(w, http.StatusBadRequest, "The application that sent you here is not known.")
		return
	}
	if !slices.Contains(client.Redirects, asked.Get("redirect_uri")) {
		i.tell(w, http.StatusBadRequest, "The application wants you sent back to an address that is not its own.")
		return
	}
	a := authorization{client: client, redirect: asked.Get("redirect_uri"), state: asked.Get("state")}
	if no := a.read(asked); no != nil {
		i.sendBack(w, a, url.Values{"error": {no.Error}, "error_description": {no.Description}})
		return
	}
	if s, ok := i.session(r); ok && !a.anew && (s.acr == loaHigh || a.acr == s.acr) {
		i.sendBack(w, a, url.Values{"code": {i.codes.put(granted{a, s}, i.world.Now())}})
		return
	}
	i.askWho(w, r, a)
}

// read reads an authorization request, or returns why it is refused.
func (a *authorization) read(asked url.Values) *refusal {
	for name, values := range asked {
		if len(values) != 1 {
			return &refusal{"invalid_request", "a parameter stands twice: " + name}
		}
	}
	switch {
	case asked.Has("request"):
		return &refusal{"request_not_supported", ""}
	case asked.Has("request_uri"):
		return &refusal{"request_uri_not_supported", ""}
	case !asked.Has("response_type"):
		return &refusal{"invalid_request", "response_type is missing"}
	case asked.Get("response_type") != "code":
		return &refusal{"unsupported_response_type", ""}
	case asked.Has("response_mode") && asked.Get("response_mode") != "query":
		return &refusal{"invalid_request", "response_mode is query"}
	case !printable(asked.Get("state")):
		return &refusal{"invalid_request", "state is missing, or not of ASCII"}
	case !printable(asked.Get("nonce")):
		// ID-porten only recommends a nonce; without it nothing ties an ID token to this
		// login.
		return &refusal{"invalid_request", "nonce is missing, or not of ASCII"}
	case asked.Get("code_challenge_method") != "S256":
		return &refusal{"invalid_request", "code_challenge_method is S256"}
	case !isHash(asked.Get("code_challenge")):
		return &refusal{"invalid_request", "code_challenge is missing, or no SHA-256"}
	case asked.Has("dpop_jkt") && !isHash(asked.Get("dpop_jkt")):
		return &refusal{"invalid_request", "dpop_jkt is no thumbprint"}
	case asked.Has("prompt") && asked.Get("prompt") != "login":
		return &refusal{"invalid_request", "prompt is login"}
	}
	a.nonce, a.challenge, a.jkt = asked.Get("nonce"), asked.Get("code_challenge"), asked.Get("dpop_jkt")
	a.anew = asked.Has("prompt")
	return a.readWhat(asked)
}

// readWhat reads what the tokens are to be valid for.
func (a *authorization) readWhat(asked url.Values) *refusal {
	a.scopes = strings.Fields(asked.Get("scope"))
	if !slices.Contains(a.scopes, "openid") || slices.ContainsFunc(a.scopes, func(s string) bool { return !a.client.mayAsk(s) }) {
		return &refusal{"invalid_scope", "openid is needed, and the client may not have every scope"}
	}
	// The caller's default is the lowest level.
	a.acr = loaSubstantial
	if asked.Has("acr_values") {
		a.acr = asked.Get("acr_values")
	}
	if a.acr != loaHigh && a.acr != loaSubstantial {
		return &refusal{"invalid_request", "acr_values is " + loaHigh + " or " + loaSubstantial}
	}
	a.audience = unspecifiedAudience
	if asked.Has("resource") {
		// Whether the resource exists is for the API to decide: ID-porten only requires a URI
		// (RFC 8707 section 2).
		u, err := url.Parse(asked.Get("resource"))
		if err != nil || !u.IsAbs() || u.Fragment != "" {
			return &refusal{"invalid_target", "resource is no absolute URI"}
		}
		a.audience = asked.Get("resource")
	}
	return nil
}

// unspecifiedAudience is the aud of ID-porten's tokens when no resource was requested.
const unspecifiedAudience = "unspecified"

// printable reports whether s is non-empty printable ASCII.
func printable(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// isHash reports whether s is a SHA-256 in the encoding of PKCE and thumbprints.
func isHash(s string) bool {
	sum, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return err == nil && len(sum) == 32
}

// sendBack redirects to the application with an answer, its issuer and its state (RFC
// 9207).
func (i *Issuer) sendBack(w http.ResponseWriter, a authorization, answer url.Values) {
	answer.Set("iss", i.url)
	if a.state != "" {
		answer.Set("state", a.state)
	}
	redirect(w, a.redirect, answer)
}

// redirect sends the browser to an address, with more in its query. See Other makes it
// a GET, so that what was posted here is not posted there.
func redirect(w http.ResponseWriter, address string, more url.Values) {
	u, err := url.Parse(address)
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError) // it was parsed at registration
		return
	}
	query := u.Query()
	for name, values := range more {
		if values[0] != "" {
			query[name] = values
		}
	}
	u.RawQuery = query.Encode()
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Location", u.String())
	w.WriteHeader(http.StatusSeeOther)
}
