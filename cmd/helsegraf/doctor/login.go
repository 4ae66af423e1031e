package doctor

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/graph/gateway/pages/graphiql"
	"helsegraf/graph/policy"
)

// login checks whether people could log in on GraphiQL, and use their tokens:
// whether the issuer lets the page read its responses, would redirect to it, and
// issues tokens that the gateway accepts. It starts a login, and never completes
// it.
func (d *Doctor) login(ctx context.Context) []Finding {
	const subject = "login"
	client := d.Config.Login.Page()
	page, err := url.Parse(d.Config.PublicURL + "/")
	if err != nil {
		return nil // such a configuration is refused
	}
	m, wrong := d.named(ctx, subject, client.Issuer)
	switch {
	case wrong != nil && d.issuer().KeysURL != "":
		return []Finding{fail("login", subject, "the issuer's metadata cannot be read: "+wrong.Says, "The page finds the login endpoints in it, whatever jwksUri says. Use another issuer, or remove login and let people paste a token.")}
	case wrong != nil:
		return []Finding{skip("login", subject, "the issuer's metadata cannot be read: see the checks of issuers")}
	}
	if m.Authorize == "" {
		return []Finding{fail("login", subject, "the issuer has no authorization endpoint", "Nobody can log in there: use another issuer, or remove login and let people paste a token.")}
	}
	if !strings.HasPrefix(m.Tokens, originOf(client.Issuer)+"/") {
		return []Finding{fail("login", subject, "the token endpoint is not at the issuer's own origin", "The page may only call the issuer's own origin. Ask the issuer's operator.")}
	}
	if f := d.fromThePage(ctx, m, page); f != nil {
		return []Finding{*f}
	}
	found := append(d.level(m), d.audience()...)
	if says := d.begins(ctx, m.Authorize, page.String()); says != "" {
		return append(found, fail("login", subject, "the issuer refuses the login: "+says, d.beginHint(says, page.String())))
	}
	if m.Leave == "" {
		return append(found, warn("login", subject, "the issuer has no logout endpoint",
			"Whoever logs out of GraphiQL stays logged in at the issuer, and so does the next person at that machine. Ask the issuer's operator."))
	}
	return append(found, pass("login", subject, "the issuer lets "+client.ClientID+" log people in, back to "+page.String()))
}

// fromThePage makes the page's requests, and reports what a browser would block.
func (d *Doctor) fromThePage(ctx context.Context, m metadata, page *url.URL) *Finding {
	client, origin := d.Config.Login.Page(), page.Scheme+"://"+page.Host
	cors := "Register that origin for " + client.ClientID + " at the issuer (CORS)."
	wrong := func(says, hint string) *Finding {
		f := fail("login", "login", says, hint)
		return &f
	}
	if resp := d.asPage(ctx, http.MethodGet, m.at, origin, nil); resp.failed != "" {
		return wrong("the issuer's metadata: "+resp.failed, "See the checks of issuers.")
	} else if !resp.readable {
		return wrong("the issuer does not let pages of "+origin+" read its metadata", cors)
	}
	if client.DPoP {
		// The proof is a header, so the browser sends a preflight.
		if resp := d.asPage(ctx, http.MethodOptions, m.Tokens, origin, nil); resp.failed != "" {
			return wrong("the issuer's token endpoint: "+resp.failed, "Check that no proxy blocks OPTIONS.")
		} else if !resp.readable || !resp.lets("DPoP") {
			return wrong("the issuer does not let pages of "+origin+" request tokens with a proof of possession", cors+" It must allow the header DPoP as well.")
		}
	}
	form := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {client.ClientID}, "redirect_uri": {page.String()},
		"code": {rand.Text()}, "code_verifier": {rand.Text() + rand.Text()},
	}
	resp := d.asPage(ctx, http.MethodPost, m.Tokens, origin, form)
	switch {
	case resp.failed != "":
		return wrong("the issuer's token endpoint: "+resp.failed, "See the checks of issuers; people would return from the login without a token.")
	case resp.fault == "invalid_client" || resp.fault == "unauthorized_client", len(m.Methods) > 0 && !slices.Contains(m.Methods, "none"):
		return wrong("the issuer requires a secret of "+client.ClientID+", or does not know it",
			"A page cannot keep a secret: register "+client.ClientID+" as a public client (token_endpoint_auth_method none). If the issuer has no public clients, like HelseID, remove login and let people paste a token.")
	case !resp.readable:
		return wrong("the issuer does not let pages of "+origin+" read its tokens", cors+" People would log in, return, and see an error about the issuer.")
	}
	return nil
}

// level reports the assurance level of people who log in on the page.
func (d *Doctor) level(m metadata) []Finding {
	const subject = "login.acrValues"
	means := d.issuer().Known().Meanings()
	var high []string
	for word, level := range means {
		if level == policy.AssuranceHigh && (m.Levels == nil || slices.Contains(m.Levels, word)) {
			high = append(high, word)
		}
	}
	slices.Sort(high)
	hint := "Set it to the issuer's value for high"
	if len(high) > 0 {
		hint += ", " + strings.Join(high, " or ")
	}
	requested := strings.Fields(d.Config.Login.ACRValues)
	switch {
	case len(requested) == 0:
		return []Finding{warn("login", subject, "is not set: the issuer decides the assurance level, and anyone below high gets ASSURANCE_TOO_LOW for all health data", hint+".")}
	case !slices.ContainsFunc(requested, func(word string) bool { return means[word] == policy.AssuranceHigh }):
		return []Finding{warn("login", subject, "does not mean high here: anyone who logs in gets ASSURANCE_TOO_LOW for all health data", hint+", or state in "+inwardName(d.issuerAt())+".assurance that it does.")}
	}
	return nil
}

// audience checks that the page's tokens will be for the gateway.
func (d *Doctor) audience() []Finding {
	if d.Config.Login.Resource != "" {
		return nil
	}
	key := inwardName(d.issuerAt()) + ".audience"
	return []Finding{warn("login", key, "is not a URL, so the page cannot request tokens for it: unless the issuer issues them to "+d.Config.Login.ClientID+" anyway, people log in and every request is rejected as wrong_audience",
		"Look at aud in a token of that client. If it is another, have the issuer give the gateway an address as audience (https://…, as ID-porten wants it in resource), and write that as "+key+".")}
}

// issuer is the issuer that login names, and issuerAt its index; a configuration
// with an unknown one is refused.
func (d *Doctor) issuer() *config.Issuer { return &d.Config.Issuers[d.issuerAt()] }

func (d *Doctor) issuerAt() int {
	return max(0, slices.IndexFunc(d.Config.Issuers, func(i config.Issuer) bool { return i.Issuer == d.Config.Login.Issuer }))
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host
}

// pageResponse is the part of a response that a page can read.
type pageResponse struct {
	failed   string   // why there was no response
	readable bool     // by the page
	headers  []string // headers that the page may send
	fault    string   // of RFC 6749
}

func (s pageResponse) lets(header string) bool {
	return slices.ContainsFunc(s.headers, func(one string) bool { return strings.EqualFold(strings.TrimSpace(one), header) })
}

// asPage makes a request as a page of an origin would. It checks the response
// against the browser's rules; failed is set if there was none.
func (d *Doctor) asPage(ctx context.Context, method, address, origin string, form url.Values) pageResponse {
	ctx, cancel := context.WithTimeout(ctx, oneCall)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return pageResponse{failed: "is not a URL"}
	}
	r.Header.Set("Origin", origin)
	switch method {
	case http.MethodOptions:
		r.Header.Set("Access-Control-Request-Method", http.MethodPost)
		r.Header.Set("Access-Control-Request-Headers", "dpop")
	case http.MethodPost:
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := d.http.Do(r)
	if err != nil {
		return pageResponse{failed: whyNot("login", r.URL.Host, err).Says}
	}
	defer func() { _ = resp.Body.Close() }()
	allowed := resp.Header.Get("Access-Control-Allow-Origin")
	a := pageResponse{readable: allowed == "*" || allowed == origin, headers: strings.Split(strings.Join(resp.Header.Values("Access-Control-Allow-Headers"), ","), ",")}
	switch {
	case resp.StatusCode >= http.StatusInternalServerError, resp.StatusCode == http.StatusNotFound, resp.StatusCode == http.StatusMethodNotAllowed:
		a.failed = "it responds with " + http.StatusText(resp.StatusCode)
	case method == http.MethodOptions && resp.StatusCode/100 != 2:
		a.readable = false // the browser stops here
	}
	var refusal struct {
		Error string `json:"error"`
	}
	if body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10)); err == nil && json.Unmarshal(body, &refusal) == nil {
		a.fault = refusal.Error
	}
	return a
}

// errorCode matches an error code of RFC 6749; nothing else from an issuer is
// repeated.
var errorCode = regexp.MustCompile(`^[a-z_]{1,40}$`)

// begins starts a login as the page does, and returns why it fails.
func (d *Doctor) begins(ctx context.Context, endpoint, page string) string {
	at, err := url.Parse(endpoint)
	if err != nil {
		return "its authorization endpoint is not a URL"
	}
	at.RawQuery = loginQuery(d.Config.Login.Page(), at.Query(), page)
	resp, err := d.fetch(ctx, "login", http.MethodGet, at.String())
	if err != nil {
		return "the connection to its authorization endpoint was closed"
	}
	_ = resp.Body.Close()
	back, err := resp.Location()
	switch {
	case resp.StatusCode >= http.StatusBadRequest:
		return "it does not know the client, or its redirect address"
	case err != nil:
		return "" // a login page
	case back.Query().Get("error") == "":
		return "" // a redirect to one
	case errorCode.MatchString(back.Query().Get("error")):
		return back.Query().Get("error")
	}
	return "an error"
}

// loginQuery is the query string of the page's login request.
func loginQuery(client *graphiql.Login, query url.Values, page string) string {
	challenge := sha256.Sum256([]byte(rand.Text()))
	for name, value := range map[string]string{
		"response_type": "code", "client_id": client.ClientID, "redirect_uri": page, "scope": client.Scope, "state": rand.Text(), "nonce": rand.Text(),
		"code_challenge": base64.RawURLEncoding.EncodeToString(challenge[:]), "code_challenge_method": "S256", "acr_values": client.ACRValues, "resource": client.Resource,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query.Encode()
}

// beginHint is what to do about a login that does not start.
func (d *Doctor) beginHint(says, page string) string {
	if says == "invalid_target" {
		return "The issuer does not know the audience requested as resource: correct audience in issuers, or register it at the issuer."
	}
	client := d.Config.Login.Page()
	return "Register " + client.ClientID + " there as a public client with the scopes of login.scope, and " + page + ", slash included, as its redirect URI after login and after logout."
}
