package issuer

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

const (
	testPage     = "https://page.test/explore"
	testOrigin   = "https://page.test"
	testResource = "https://gateway.test"
	testVerifier = "a-verifier-of-forty-three-characters-or-more.~_"
)

// browsing is a person with a browser at a client's page.
type browsing struct {
	*issuing
	cookies map[string]*http.Cookie
}

func startBrowsing(t *testing.T, change ...func(*PublicClient)) *browsing {
	t.Helper()
	c := PublicClient{
		ID: "graphiql", Redirects: []string{testPage, testPage + "?at=start"}, AfterLogout: []string{testPage},
		Origins: []string{testOrigin}, Scopes: []string{"helsegraf:read", "helsegraf:write"},
	}
	for _, f := range change {
		f(&c)
	}
	b := &browsing{startIssuing(t), map[string]*http.Cookie{}}
	for _, c := range []PublicClient{c, {ID: "other", Redirects: []string{"https://other.test/"}, Origins: []string{"https://other.test"}}} {
		if err := b.issuer.RegisterPublic(c); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// asks returns the parameters of a valid request.
func asks(change ...func(url.Values)) url.Values {
	q := url.Values{
		"response_type": {"code"}, "client_id": {"graphiql"}, "redirect_uri": {testPage}, "scope": {"openid helsegraf:read"},
		"state": {"a state"}, "nonce": {"a nonce"}, "code_challenge": {hashOf(testVerifier)}, "code_challenge_method": {"S256"},
		"acr_values": {"idporten-loa-high"}, "resource": {testResource},
	}
	for _, f := range change {
		f(q)
	}
	return q
}

func with(name, value string) func(url.Values) {
	return func(q url.Values) { q.Set(name, value) }
}

func leaving(name string) func(url.Values) { return func(q url.Values) { q.Del(name) } }

func doubled(name string) func(url.Values) {
	return func(q url.Values) { q.Add(name, q.Get(name)) }
}

// reply is the answer to a browser, without its body.
type reply struct {
	StatusCode int
	Header     http.Header
}

// send sends a request as the browser would, and returns the answer and its body.
func (b *browsing) send(method, path string, form url.Values) (reply, string) {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, testIssuer+path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.issuer.ServeHTTP(w, r)
	set := http.Response{Header: w.Header()}
	for _, c := range set.Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			b.t.Errorf("the cookie %s is for anybody: %+v", c.Name, c)
		}
		b.cookies[c.Name] = c
	}
	return reply{w.Code, w.Header()}, w.Body.String()
}

func (b *browsing) authorize(q url.Values) (reply, string) {
	b.t.Helper()
	return b.send(http.MethodGet, "/connect/authorize?"+q.Encode(), nil)
}

// back returns what the page receives when the browser is sent back to it.
func (b *browsing) back(answer reply) url.Values {
	b.t.Helper()
	to, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("%d, %v: nobody is sent back", answer.StatusCode, err)
	}
	if at := to.Scheme + "://" + to.Host + to.Path; at != testPage {
		b.t.Fatal("sent to ", at)
	}
	if h := answer.Header; h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" {
		b.t.Error(h)
	}
	return to.Query()
}

// An unidentified application is told nothing.
func TestAuthorizeTellsPeople(t *testing.T) {
	for name, change := range map[string]func(url.Values){
		"no client":               leaving("client_id"),
		"an unknown client":       with("client_id", "nobody"),
		"a confidential client":   with("client_id", "gateway"),
		"the client twice":        doubled("client_id"),
		"no address":              leaving("redirect_uri"),
		"the address twice":       doubled("redirect_uri"),
		"another address":         with("redirect_uri", "https://thief.test/"),
		"another client's":        with("redirect_uri", "https://other.test/"),
		"a slash more":            with("redirect_uri", testPage+"/"),
		"another query":           with("redirect_uri", testPage+"?at=end"),
		"another case":            with("redirect_uri", "https://PAGE.test/explore"),
		"another port":            with("redirect_uri", "https://page.test:8443/explore"),
		"not by TLS":              with("redirect_uri", "http://page.test/explore"),
		"a fragment":              with("redirect_uri", testPage+"#x"),
		"a path that leads there": with("redirect_uri", "https://page.test/x/../explore"),
		"a beginning of it":       with("redirect_uri", testOrigin),
		"a script":                with("redirect_uri", "javascript:alert(1)"),
	} {
		t.Run(name, func(t *testing.T) {
			b := startBrowsing(t)
			answer, text := b.authorize(asks(change))
			if answer.StatusCode != http.StatusBadRequest || answer.Header.Get("Location") != "" || !strings.Contains(text, `role="status"`) || strings.Contains(text, "thief") {
				t.Errorf("%d, %v\n%s", answer.StatusCode, answer.Header, text)
			}
			if policy := answer.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'none'") || !strings.Contains(policy, "default-src 'none'") {
				t.Error(policy)
			}
		})
	}
}

// All other errors are sent to the application, with its state.
func TestAuthorizeTellsTheApplication(t *testing.T) {
	for name, c := range map[string]struct {
		change func(url.Values)
		want   string
	}{
		"no response type":          {leaving("response_type"), "invalid_request"},
		"a token at once":           {with("response_type", "token"), "unsupported_response_type"},
		"a hybrid":                  {with("response_type", "code id_token"), "unsupported_response_type"},
		"in a fragment":             {with("response_mode", "fragment"), "invalid_request"},
		"a parameter twice":         {doubled("scope"), "invalid_request"},
		"the state twice":           {doubled("state"), "invalid_request"},
		"no state":                  {leaving("state"), "invalid_request"},
		"a state not of ASCII":      {with("state", "tilstand på norsk"), "invalid_request"},
		"no nonce":                  {leaving("nonce"), "invalid_request"},
		"no challenge":              {leaving("code_challenge"), "invalid_request"},
		"an empty challenge":        {with("code_challenge", ""), "invalid_request"},
		"a challenge of 31 bytes":   {with("code_challenge", hashOf(testVerifier)[:42]), "invalid_request"},
		"a challenge with padding":  {with("code_challenge", hashOf(testVerifier)+"="), "invalid_request"},
		"no method":                 {leaving("code_challenge_method"), "invalid_request"},
		"the plain method":          {with("code_challenge_method", "plain"), "invalid_request"},
		"no scope":                  {leaving("scope"), "invalid_scope"},
		"not openid":                {with("scope", "helsegraf:read"), "invalid_scope"},
		"a scope of others":         {with("scope", "openid everything"), "invalid_scope"},
		"a beginning of a scope":    {with("scope", "openid helsegraf"), "invalid_scope"},
		"an unknown level":          {with("acr_values", "Level4"), "invalid_request"},
		"silently":                  {with("prompt", "none"), "invalid_request"},
		"a resource that is no URI": {with("resource", "helsegraf"), "invalid_target"},
		"a resource's fragment":     {with("resource", testResource+"#x"), "invalid_target"},
		"a thumbprint of nothing":   {with("dpop_jkt", "x"), "invalid_request"},
		"a request object":          {with("request", "eyJ"), "request_not_supported"},
		"a request elsewhere":       {with("request_uri", "https://page.test/r"), "request_uri_not_supported"},
	} {
		t.Run(name, func(t *testing.T) {
			b := startBrowsing(t)
			asked := asks(c.change)
			answer, _ := b.authorize(asked)
			told := b.back(answer)
			if told.Get("error") != c.want || told.Get("iss") != testIssuer || told.Get("state") != asked.Get("state") || told.Has("code") {
				t.Error(told)
			}
		})
	}
}

// A redirect address with a query keeps it.
func TestAuthorizeKeepsTheQuery(t *testing.T) {
	b := startBrowsing(t)
	answer, _ := b.authorize(asks(with("redirect_uri", testPage+"?at=start"), leaving("nonce")))
	if told := b.back(answer); told.Get("at") != "start" || told.Get("error") != "invalid_request" {
		t.Error(told)
	}
}

func TestRegisterPublic(t *testing.T) {
	s := startIssuing(t)
	for _, c := range []PublicClient{
		{},
		{ID: "page"},
		{Redirects: []string{testPage}},
		{ID: "page", Redirects: []string{"http://page.test/"}},
		{ID: "page", Redirects: []string{"/explore"}},
		{ID: "page", Redirects: []string{testPage + "#x"}},
		{ID: "page", Redirects: []string{"https://user@page.test/"}},
		{ID: "page", Redirects: []string{testPage}, AfterLogout: []string{"javascript:alert(1)"}},
	} {
		if s.issuer.RegisterPublic(c) == nil {
			t.Errorf("%+v is registered", c)
		}
	}
	if err := s.issuer.RegisterPublic(PublicClient{ID: "page", Redirects: []string{"http://127.0.0.1:8080/", "http://localhost/"}}); err != nil {
		t.Error(err)
	}
}
