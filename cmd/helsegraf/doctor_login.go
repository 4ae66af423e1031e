package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// login looks whether people could log in on GraphiQL: whether the issuer lets
// the page read what it must, and would send people back to it. It begins a
// log-in, which nobody goes on with.
func (d *doctor) login(ctx context.Context) []finding {
	const subject = "login"
	told := d.config.Login.page()
	page, err := url.Parse(d.config.PublicURL + "/")
	if err != nil {
		return nil // which the configuration was refused for
	}
	origin := page.Scheme + "://" + page.Host
	var m struct {
		Authorize string `json:"authorization_endpoint"`
		Tokens    string `json:"token_endpoint"`
		Leave     string `json:"end_session_endpoint"`
	}
	body, says := d.read(ctx, subject, strings.TrimSuffix(told.Issuer, "/")+"/.well-known/openid-configuration")
	if says != "" || json.Unmarshal(body, &m) != nil {
		return []finding{{Level: skipped, Check: "login", Subject: subject, Says: "the issuer's metadata cannot be read: see the lines about issuers"}}
	}
	if m.Authorize == "" {
		return []finding{bad("login", subject, "the issuer has no authorization endpoint", "It logs nobody in: use another issuer, or take login out and let people bring a token.")}
	}
	if !strings.HasPrefix(m.Tokens, originOf(told.Issuer)+"/") {
		return []finding{bad("login", subject, "the issuer gives tokens at an address that is not its own", "The page may ask at the issuer's own origin only. Ask whoever runs the issuer.")}
	}
	for _, asked := range [][2]string{{http.MethodGet, told.Issuer + "/.well-known/openid-configuration"}, {http.MethodOptions, m.Tokens}} {
		if !d.readable(ctx, asked[0], asked[1], origin) {
			return []finding{bad("login", subject, "the issuer does not let pages of "+origin+" read its answers", "Have that origin registered for "+told.ClientID+" at the issuer (CORS).")}
		}
	}
	if says := d.begins(ctx, m.Authorize, page.String()); says != "" {
		return []finding{bad("login", subject, "the issuer will not log people in: "+says,
			"Register "+told.ClientID+" there as a public client with the scopes of login.scope, and "+page.String()+", slash included, as where it returns to, after log-out too.")}
	}
	if m.Leave == "" {
		return []finding{doubtful("login", subject, "the issuer logs nobody out", "Whoever logs out of GraphiQL stays logged in there, which the next one at that machine is then. Ask whoever runs the issuer.")}
	}
	return []finding{good("login", subject, "the issuer lets "+told.ClientID+" log people in, back to "+page.String())}
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host
}

// readable tells whether a page of an origin would get to read an answer, or to
// ask at all.
func (d *doctor) readable(ctx context.Context, method, address, origin string) bool {
	ctx, cancel := context.WithTimeout(ctx, oneCall)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return false
	}
	r.Header.Set("Origin", origin)
	if method == http.MethodOptions {
		r.Header.Set("Access-Control-Request-Method", http.MethodPost)
	}
	resp, err := d.http.Do(r)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	allowed := resp.Header.Get("Access-Control-Allow-Origin")
	return allowed == "*" || allowed == origin
}

// errorCode is what errors of RFC 6749 are made of; whatever else an issuer says
// is not repeated.
var errorCode = regexp.MustCompile(`^[a-z_]{1,40}$`)

// begins asks for a log-in as the page does, and tells why there is none.
func (d *doctor) begins(ctx context.Context, endpoint, page string) string {
	at, err := url.Parse(endpoint)
	if err != nil {
		return "its authorization endpoint is no address"
	}
	told, challenge := d.config.Login.page(), sha256.Sum256([]byte(rand.Text()))
	asked := at.Query()
	for name, value := range map[string]string{
		"response_type": "code", "client_id": told.ClientID, "redirect_uri": page, "scope": told.Scope, "state": rand.Text(), "nonce": rand.Text(),
		"code_challenge": base64.RawURLEncoding.EncodeToString(challenge[:]), "code_challenge_method": "S256", "acr_values": told.ACRValues, "resource": told.Resource,
	} {
		if value != "" {
			asked.Set(name, value)
		}
	}
	at.RawQuery = asked.Encode()
	resp, err := d.fetch(ctx, "login", http.MethodGet, at.String())
	if err != nil {
		return "the connection to its authorization endpoint breaks"
	}
	_ = resp.Body.Close()
	back, err := resp.Location()
	switch {
	case resp.StatusCode >= http.StatusBadRequest:
		return "it knows no such client, or no such address of it"
	case err != nil:
		return "" // a page
	case back.Query().Get("error") == "":
		return "" // on the way to one
	case errorCode.MatchString(back.Query().Get("error")):
		return back.Query().Get("error")
	}
	return "an error"
}
