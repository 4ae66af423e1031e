package issuer

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var loginName = regexp.MustCompile(`name="login" value="([A-Z2-7]+)"`)

// begins opens the login page, and returns the login's name.
func (b *browsing) begins(change ...func(url.Values)) string {
	b.t.Helper()
	answer, text := b.authorize(asks(change...))
	found := loginName.FindStringSubmatch(text)
	if answer.StatusCode != http.StatusOK || found == nil {
		b.t.Fatalf("%d\n%s", answer.StatusCode, text)
	}
	return found[1]
}

// says submits a persona.
func (b *browsing) says(login, persona string) (reply, string) {
	b.t.Helper()
	return b.send(http.MethodPost, "/login", url.Values{"login": {login}, "persona": {persona}})
}

// logsIn logs a persona in, and returns the code.
func (b *browsing) logsIn(persona string, change ...func(url.Values)) string {
	b.t.Helper()
	answer, _ := b.says(b.begins(change...), persona)
	told := b.back(answer)
	if told.Get("state") != "a state" || told.Get("iss") != testIssuer || told.Get("code") == "" {
		b.t.Fatal(told)
	}
	return told.Get("code")
}

func TestLoginPage(t *testing.T) {
	b := startBrowsing(t)
	answer, text := b.authorize(asks())
	for _, want := range []string{"<strong>graphiql</strong>", "assurance level high", `value="line"`, "Line Testesen", "Cancel"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	for _, not := range []string{b.issuer.world.Persona("line").Number, "<script", " style=", "a state", hashOf(testVerifier)} {
		if strings.Contains(text, not) {
			t.Errorf("%s stands in the page", not)
		}
	}
	h := answer.Header
	if policy := h.Get("Content-Security-Policy"); policy != "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "+testOrigin {
		t.Error(policy)
	}
	if h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Error(h)
	}
	if answer, text := b.send(http.MethodGet, "/login/style.css", nil); answer.Header.Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(text, "font") {
		t.Error(answer.StatusCode, text)
	}
}

// A login can be submitted once, in time, by the browser that began it.
func TestLoginRefuses(t *testing.T) {
	stays := func(t *testing.T, b *browsing, login, persona string) {
		t.Helper()
		if answer, text := b.says(login, persona); answer.StatusCode != http.StatusBadRequest || answer.Header.Get("Location") != "" || !strings.Contains(text, `role="status"`) {
			t.Errorf("%d, %v\n%s", answer.StatusCode, answer.Header, text)
		}
	}
	t.Run("a log-in of nobody's", func(t *testing.T) { stays(t, startBrowsing(t), "AAAA", "line") })
	t.Run("nobody", func(t *testing.T) {
		b := startBrowsing(t)
		stays(t, b, b.begins(), "nobody")
	})
	t.Run("another browser", func(t *testing.T) {
		b := startBrowsing(t)
		login := b.begins()
		b.cookies = map[string]*http.Cookie{}
		stays(t, b, login, "line")
		b.begins() // with its own cookie
		stays(t, b, login, "line")
	})
	t.Run("twice", func(t *testing.T) {
		b := startBrowsing(t)
		login := b.begins()
		answer, _ := b.says(login, "line")
		b.back(answer)
		stays(t, b, login, "line")
	})
	t.Run("too late", func(t *testing.T) {
		b := startBrowsing(t)
		login := b.begins()
		b.now = b.now.Add(11 * time.Minute)
		stays(t, b, login, "line")
	})
	t.Run("in the address", func(t *testing.T) {
		b := startBrowsing(t)
		if answer, _ := b.send(http.MethodPost, "/login?persona=line&login="+b.begins(), nil); answer.StatusCode != http.StatusBadRequest {
			t.Error(answer.StatusCode)
		}
	})
	t.Run("by GET", func(t *testing.T) {
		b := startBrowsing(t)
		if answer, _ := b.send(http.MethodGet, "/login?persona=line&login="+b.begins(), nil); answer.StatusCode != http.StatusMethodNotAllowed {
			t.Error(answer.StatusCode)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		b := startBrowsing(t)
		answer, _ := b.send(http.MethodPost, "/login", url.Values{"login": {b.begins()}, "cancel": {"yes"}})
		if told := b.back(answer); told.Get("error") != "access_denied" || told.Get("state") != "a state" || told.Get("iss") != testIssuer || told.Has("code") {
			t.Error(told)
		}
	})
}

// A logged-in user is not asked again, unless the page demands it or a higher level of
// assurance.
func TestLoggedInAlready(t *testing.T) {
	b := startBrowsing(t)
	first := b.logsIn("line", with("acr_values", loaSubstantial))
	answer, _ := b.authorize(asks(leaving("acr_values")))
	if code := b.back(answer).Get("code"); code == "" || code == first {
		t.Error("no code of its own:", code)
	}
	b.begins(leaving("acr_values"), with("prompt", "login"))
	b.begins(with("acr_values", loaHigh))
	b.now = b.now.Add(31 * time.Minute)
	b.begins(leaving("acr_values"))
}

func TestLogout(t *testing.T) {
	b := startBrowsing(t)
	b.logsIn("line")
	leaves := func(method string, form url.Values) (reply, string) {
		t.Helper()
		if method == http.MethodGet {
			return b.send(method, "/connect/endsession?"+form.Encode(), nil)
		}
		return b.send(method, "/connect/endsession", form)
	}
	there := url.Values{"client_id": {"graphiql"}, "post_logout_redirect_uri": {testPage}, "state": {"gone"}}
	for name, change := range map[string]func(url.Values){
		"another address":          with("post_logout_redirect_uri", "https://thief.test/"),
		"another client's":         with("client_id", "other"),
		"an address of nobody's":   leaving("client_id"),
		"an address for log-ins":   with("post_logout_redirect_uri", testPage+"?at=start"),
		"an address's beginning":   with("post_logout_redirect_uri", testOrigin),
		"a script":                 with("post_logout_redirect_uri", "javascript:alert(1)"),
		"a client of nobody's":     with("client_id", "nobody"),
		"an address in other case": with("post_logout_redirect_uri", strings.ToUpper(testPage)),
	} {
		form := maps.Clone(there)
		change(form)
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if answer, text := leaves(method, form); answer.StatusCode != http.StatusBadRequest || answer.Header.Get("Location") != "" || !strings.Contains(text, "still logged in") {
				t.Errorf("%s by %s: %d\n%s", name, method, answer.StatusCode, text)
			}
		}
	}
	answer, _ := leaves(http.MethodGet, there)
	if told := b.back(answer); told.Get("state") != "gone" || len(told) != 1 {
		t.Error(told)
	}
	b.begins() // shows the login page again
	if answer, text := leaves(http.MethodGet, there); answer.StatusCode != http.StatusBadRequest || !strings.Contains(text, "Nobody is logged in") {
		t.Errorf("twice: %d\n%s", answer.StatusCode, text)
	}
	b.logsIn("line")
	if answer, text := leaves(http.MethodPost, nil); answer.StatusCode != http.StatusOK || !strings.Contains(text, "You are logged out") {
		t.Errorf("%d\n%s", answer.StatusCode, text)
	}
	b.begins()
}
