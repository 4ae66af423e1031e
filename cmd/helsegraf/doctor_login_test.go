package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
)

// Whatever would keep people from logging in on GraphiQL is reported beforehand.
func TestCaseD4DoctorLooksAtLogin(t *testing.T) {
	t.Parallel()
	const ends = `{"issuer":"AT","authorization_endpoint":"AT/authorize","token_endpoint":"AT/token","end_session_endpoint":"AT/leave"`
	for name, c := range map[string]struct {
		breaks func(*patient)
		level  level
		says   string
		hint   string
	}{
		"well":           {func(*patient) {}, well, "back to http://127.0.0.1/", ""},
		"another page":   {func(p *patient) { p.config.PublicURL = "http://127.0.0.1/graph" }, failure, "or its redirect address", "slash included"},
		"another origin": {func(p *patient) { p.config.PublicURL = "http://localhost" }, failure, "does not let pages of http://localhost read its tokens", "CORS"},
		"another client": {func(p *patient) { p.config.Login.ClientID = "web" }, failure, "does not know it", "public client"},
		"a scope":        {func(p *patient) { p.config.Login.Scope = "openid everything" }, failure, "invalid_scope", "login.scope"},
		"a level":        {func(p *patient) { p.config.Login.ACRValues = "Level9" }, failure, "invalid_request", "login.scope"},
		"no metadata":    {func(p *patient) { p.config.Issuers[0].Issuer = p.urls["frikort"] }, skipped, "cannot be read", ""},
		"D4 no metadata, and jwksUri": {func(p *patient) {
			p.config.Issuers[0].Issuer, p.config.Issuers[0].KeysURL = p.urls["frikort"], p.issuer.URL()+"/keys"
		}, failure, "cannot be read: no metadata", "whatever jwksUri says"},
		"a machine's issuer": {func(p *patient) { p.telling(`{"issuer":"AT","token_endpoint":"AT/token"}`) }, failure, "no authorization endpoint", "bring a token"},
		"tokens elsewhere": {func(p *patient) {
			p.telling(strings.Replace(ends+"}", "AT/token", "https://other.example/token", 1))
		}, failure, "not at the issuer's own origin", "own origin"},
		"no log-out": {func(p *patient) {
			p.telling(`{"issuer":"AT","authorization_endpoint":"AT/authorize","token_endpoint":"AT/token"}`)
		}, warning, "has no log-out", "stays logged in"},
		"D4 no level asked for":          {func(p *patient) { p.config.Login.ACRValues = "" }, warning, "ASSURANCE_TOO_LOW", "idporten-loa-high"},
		"D4 a level that is not high":    {func(p *patient) { p.config.Login.ACRValues = "idporten-loa-substantial" }, warning, "does not mean high", "idporten-loa-high"},
		"D4 a level by another word":     {func(p *patient) { p.config.Issuers[0].Assurance = map[string]string{"gold": "high"} }, warning, "does not mean high", "issuers.0.assurance"},
		"D4 an audience nobody asks for": {func(p *patient) { p.config.Login.Resource = "" }, warning, "refused as wrong_audience", "issuers.0.audience"},
		"D4 an audience nobody knows":    {func(p *patient) { p.config.Login.Resource = "https://api.example.no#x" }, failure, "invalid_target", "audience"},
		"D4 no page may read tokens": {func(p *patient) {
			p.answering(ends+"}", func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodOptions {
					w.Header().Set("Access-Control-Allow-Origin", "*") // a form post needs no preflight
				}
				w.WriteHeader(http.StatusBadRequest)
			})
		}, failure, "does not let pages of http://127.0.0.1 read its tokens", "CORS"},
		"D4 no page may send a proof": {func(p *patient) {
			p.config.Login.DPoP = true
			p.answering(ends+"}", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
			})
		}, failure, "with a proof of possession", "header DPoP"},
		"D4 clients need a secret": {func(p *patient) {
			p.answering(ends+`,"token_endpoint_auth_methods_supported":["private_key_jwt"]}`, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				w.WriteHeader(http.StatusBadRequest)
			})
		}, failure, "requires a secret", "bring a token"},
		"D4 this client needs a secret": {func(p *patient) {
			p.answering(ends+"}", func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusUnauthorized)
				_, _ = w.Write([]byte(`{"error":"invalid_client"}`))
			})
		}, failure, "requires a secret", "public client"},
		"D4 tokens out of order": {func(p *patient) {
			p.answering(ends+"}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
		}, failure, "token endpoint: it answers Bad Gateway", "without a token"},
		"B9 only metadata of RFC 8414": {func(p *patient) {
			p.answering("", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				switch r.URL.Path {
				case "/.well-known/oauth-authorization-server":
					_, _ = w.Write([]byte(strings.ReplaceAll(ends+"}", "AT", "http://"+r.Host)))
				case "/token", "/authorize":
				default:
					w.WriteHeader(http.StatusNotFound)
				}
			})
		}, well, "back to http://127.0.0.1/", ""},
		"B9 metadata no page may read": {func(p *patient) {
			p.answering("", func(w http.ResponseWriter, r *http.Request) {
				_, _ = w.Write([]byte(strings.ReplaceAll(ends+"}", "AT", "http://"+r.Host)))
			})
		}, failure, "read its metadata", "CORS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPatient(t)
			if err := p.letIn("http://127.0.0.1/", false); err != nil {
				t.Fatal(err)
			}
			p.config.Login = config.Login{ClientID: "graphiql", Scope: "openid helsegraf:read", ACRValues: "idporten-loa-high", Resource: "https://api.example.no"}
			c.breaks(p)
			p.config.Login.Issuer = p.config.Issuers[0].Issuer
			d, err := newDoctor(p.config, surroundings{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer d.close()
			found := d.login(t.Context())
			seen := false
			for _, f := range found {
				seen = seen || f.Level == c.level && strings.Contains(f.Says, c.says) && strings.Contains(f.Hint, c.hint)
				if (f.Hint == "") != (f.Level == well || f.Level == skipped) {
					t.Errorf("says nothing of what to do: %+v", f)
				}
				if c.level == well && f.Level != well {
					t.Errorf("%+v", f)
				}
			}
			if !seen {
				t.Errorf("%+v", found)
			}
			listed := false
			for _, check := range d.checks() {
				listed = listed || check.of == "login"
			}
			if !listed {
				t.Error("it is not looked at")
			}
		})
	}
	d, err := newDoctor(newPatient(t).config, surroundings{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	for _, check := range d.checks() {
		if check.of == "login" {
			t.Error("looks at a log-in that nobody configured")
		}
	}
}

// telling sets up an issuer with that metadata, where AT is its address, and
// whose other responses are empty, and readable by all.
func (p *patient) telling(metadata string) {
	p.answering(metadata, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Access-Control-Allow-Origin", "*") })
}

// answering sets up an issuer with that metadata, and rest for everything else;
// without metadata, rest answers everything.
func (p *patient) answering(metadata string, rest http.HandlerFunc) {
	p.t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if metadata != "" && r.URL.Path == "/.well-known/openid-configuration" {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			_, _ = w.Write([]byte(strings.ReplaceAll(metadata, "AT", "http://"+r.Host)))
			return
		}
		rest(w, r)
	}))
	p.t.Cleanup(s.Close)
	p.config.Issuers[0].Issuer = s.URL
}
