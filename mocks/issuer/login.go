package issuer

import (
	"bytes"
	"crypto/rand"
	_ "embed" // the page
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/world"
)

const (
	loginLife   = 10 * time.Minute // from the login page to its submission
	codeLife    = time.Minute
	sessionLife = 30 * time.Minute
	// sessionCookie identifies the login session of a browser, and browserCookie the
	// browser, by random names.
	sessionCookie = "standin_session"
	browserCookie = "standin_browser"
)

// begun is a login waiting for the user to choose a persona.
type begun struct {
	authorization
	browser string // the cookie of the browser that began it
}

// session is a person's login session in a browser. While it lasts, applications get a
// code without a new login.
type session struct {
	id     string // sid in tokens
	person *world.Person
	acr    string
	since  time.Time
}

// newSession starts a session.
func (i *Issuer) newSession(p *world.Person, acr string) session {
	return session{rand.Text(), p, acr, i.world.Now()}
}

// granted is what a code was issued for.
type granted struct {
	authorization
	session
}

func (i *Issuer) session(r *http.Request) (session, bool) {
	return i.sessions.look(kept(r, sessionCookie), i.world.Now())
}

// kept returns a cookie's value, or "".
func kept(r *http.Request, cookie string) string {
	c, err := r.Cookie(cookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// keep sets a cookie that scripts and other sites' forms cannot use.
func (i *Issuer) keep(w http.ResponseWriter, cookie, value string) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever there is TLS, which there is none of on loopback
		Name: cookie, Value: value, Path: i.base + "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(i.url, "https:"),
	})
}

//go:embed login.html
var loginHTML string

//go:embed login.css
var loginCSS string

// shown is the data of the login page.
type shown struct {
	Base     string
	Says     string // a message instead of a login
	Login    string // the login's name
	Client   string
	High     bool
	Personas []*world.Person
}

// askWho shows the page for choosing a persona. In reality that takes a BankID.
func (i *Issuer) askWho(w http.ResponseWriter, r *http.Request, a authorization) {
	browser := kept(r, browserCookie)
	if browser == "" {
		browser = rand.Text()
		i.keep(w, browserCookie, browser)
	}
	login := i.logins.put(begun{a, browser}, i.world.Now())
	// After login the user is redirected to the application, which browsers treat as part
	// of the form's submission.
	back, _ := url.Parse(a.redirect)
	i.show(w, http.StatusOK, "'self' "+back.Scheme+"://"+back.Host, shown{Login: login, Client: a.client.ID, High: a.acr == loaHigh, Personas: i.world.Personas()})
}

// tell shows the user a message.
func (i *Issuer) tell(w http.ResponseWriter, status int, says string) {
	i.show(w, status, "'none'", shown{Says: says})
}

func (i *Issuer) show(w http.ResponseWriter, status int, mayPostTo string, what shown) {
	what.Base = i.base
	var page bytes.Buffer
	if err := i.page.Execute(&page, what); err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action "+mayPostTo)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

func loginStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write([]byte(loginCSS))
}

// login receives the chosen persona. It must come from the browser in which the login
// was begun.
func (i *Issuer) login(w http.ResponseWriter, r *http.Request) {
	now := i.world.Now()
	if why := readForm(w, r); why != "" {
		i.tell(w, http.StatusBadRequest, "The log-in cannot be read.")
		return
	}
	a, known := i.logins.take(r.PostForm.Get("login"), now)
	if !known || kept(r, browserCookie) != a.browser {
		i.tell(w, http.StatusBadRequest, "This log-in is over, or was begun in another browser. Go back to the application and begin again.")
		return
	}
	if r.PostForm.Has("cancel") {
		i.sendBack(w, a.authorization, url.Values{"error": {"access_denied"}, "error_description": {"the user cancelled"}})
		return
	}
	person := i.world.Persona(r.PostForm.Get("persona"))
	if person == nil {
		i.tell(w, http.StatusBadRequest, "There is nobody of that name.")
		return
	}
	s := i.newSession(person, a.acr)
	i.keep(w, sessionCookie, i.sessions.put(s, now))
	i.sendBack(w, a.authorization, url.Values{"code": {i.codes.put(granted{a.authorization, s}, now)}})
}

// logout is ID-porten's end_session_endpoint (OpenID Connect RP-Initiated Logout 1.0).
// An application is identified by client id: an ID token in an address would be an
// identity number in an address.
func (i *Issuer) logout(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		if why := readForm(w, r); why != "" {
			i.tell(w, http.StatusBadRequest, "The log-out cannot be read.")
			return
		}
	} else if r.ParseForm() != nil {
		i.tell(w, http.StatusBadRequest, "The log-out cannot be read.")
		return
	}
	client, known := i.publicClient(r.Form.Get("client_id"))
	back := r.Form.Get("post_logout_redirect_uri")
	if back != "" && (!known || !slices.Contains(client.AfterLogout, back)) {
		i.tell(w, http.StatusBadRequest, "The application wants you sent back to an address that is not its own. You are still logged in.")
		return
	}
	if _, ok := i.sessions.take(kept(r, sessionCookie), i.world.Now()); !ok {
		i.tell(w, http.StatusBadRequest, "Nobody is logged in in this browser.")
		return
	}
	if back == "" {
		i.tell(w, http.StatusOK, "You are logged out.")
		return
	}
	redirect(w, back, url.Values{"state": {r.Form.Get("state")}})
}
