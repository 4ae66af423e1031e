package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/helsegraf/doctor"
)

// Whatever would keep people from logging in on GraphiQL is reported beforehand.
func TestCaseD4DoctorLooksAtLogin(t *testing.T) {
	t.Parallel()
	const ends = `{"issuer":"AT","authorization_endpoint":"AT/authorize","token_endpoint":"AT/token","end_session_endpoint":"AT/leave"`
	for name, c := range map[string]struct {
		breaks func(*patient)
		level  doctor.Level
		says   string
		hint   string
	}{
		"well":           {func(*patient) {}, doctor.OK, "back to http://127.0.0.1/", ""},
		"another page":   {func(p *patient) { p.config.PublicURL = "http://127.0.0.1/graph" }, doctor.Failure, "or its redirect address", "slash included"},
		"another origin": {func(p *patient) { p.config.PublicURL = "http://localhost" }, doctor.Failure, "does not let pages of http://localhost read its tokens", "CORS"},
		"another client": {func(p *patient) { p.config.Login.ClientID = "web" }, doctor.Failure, "does not know it", "public client"},
		"a scope":        {func(p *patient) { p.config.Login.Scope = "openid everything" }, doctor.Failure, "invalid_scope", "login.scope"},
		"a level":        {func(p *patient) { p.config.Login.ACRValues = "Level9" }, doctor.Failure, "invalid_request", "login.scope"},
		"no metadata":    {func(p *patient) { p.config.Issuers[0].Issuer = p.urls["frikort"] }, doctor.Skipped, "cannot be read", ""},
		"D4 no metadata, and jwksUri": {func(p *patient) {
			p.config.Issuers[0].Issuer, p.config.Issuers[0].KeysURL = p.urls["frikort"], p.issuer.URL()+"/keys"
		}, doctor.Failure, "cannot be read: no metadata", "whatever jwksUri says"},
		"a machine's issuer": {func(p *patient) { p.withMetadata(`{"issuer":"AT","token_endpoint":"AT/token"}`) }, doctor.Failure, "no authorization endpoint", "paste a token"},
		"tokens elsewhere": {func(p *patient) {
			p.withMetadata(strings.Replace(ends+"}", "AT/token", "https://other.example/token", 1))
		}, doctor.Failure, "not at the issuer's own origin", "own origin"},
		"no log-out": {func(p *patient) {
			p.withMetadata(`{"issuer":"AT","authorization_endpoint":"AT/authorize","token_endpoint":"AT/token"}`)
		}, doctor.Warning, "has no logout endpoint", "stays logged in"},
		"D4 no level asked for":          {func(p *patient) { p.config.Login.ACRValues = "" }, doctor.Warning, "ASSURANCE_TOO_LOW", "idporten-loa-high"},
		"D4 a level that is not high":    {func(p *patient) { p.config.Login.ACRValues = "idporten-loa-substantial" }, doctor.Warning, "does not mean high", "idporten-loa-high"},
		"D4 a level by another word":     {func(p *patient) { p.config.Issuers[0].Assurance = map[string]string{"gold": "high"} }, doctor.Warning, "does not mean high", "issuers.0.assurance"},
		"D4 an audience nobody asks for": {func(p *patient) { p.config.Login.Resource = "" }, doctor.Warning, "rejected as wrong_audience", "issuers.0.audience"},
		"D4 an audience nobody knows":    {func(p *patient) { p.config.Login.Resource = "https://api.example.no#x" }, doctor.Failure, "invalid_target", "audience"},
		"D4 no page may read tokens": {func(p *patient) {
			p.withIssuer(ends+"}", func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodOptions {
					w.Header().Set("Access-Control-Allow-Origin", "*") // a form post needs no preflight
				}
				w.WriteHeader(http.StatusBadRequest)
			})
		}, doctor.Failure, "does not let pages of http://127.0.0.1 read its tokens", "CORS"},
		"D4 no page may send a proof": {func(p *patient) {
			p.config.Login.DPoP = true
			p.withIssuer(ends+"}", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
			})
		}, doctor.Failure, "with a proof of possession", "header DPoP"},
		"D4 clients need a secret": {func(p *patient) {
			p.withIssuer(ends+`,"token_endpoint_auth_methods_supported":["private_key_jwt"]}`, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				w.WriteHeader(http.StatusBadRequest)
			})
		}, doctor.Failure, "requires a secret", "paste a token"},
		"D4 this client needs a secret": {func(p *patient) {
			p.withIssuer(ends+"}", func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusUnauthorized)
				_, _ = w.Write([]byte(`{"error":"invalid_client"}`))
			})
		}, doctor.Failure, "requires a secret", "public client"},
		"D4 tokens out of order": {func(p *patient) {
			p.withIssuer(ends+"}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
		}, doctor.Failure, "token endpoint: it responds with Bad Gateway", "without a token"},
		"B9 only metadata of RFC 8414": {func(p *patient) {
			p.withIssuer("", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Access-Control-Allow-Origin", "*")
				switch r.URL.Path {
				case "/.well-known/oauth-authorization-server":
					_, _ = w.Write([]byte(strings.ReplaceAll(ends+"}", "AT", "http://"+r.Host)))
				case "/token", "/authorize":
				default:
					w.WriteHeader(http.StatusNotFound)
				}
			})
		}, doctor.OK, "back to http://127.0.0.1/", ""},
		"B9 metadata no page may read": {func(p *patient) {
			p.withIssuer("", func(w http.ResponseWriter, r *http.Request) {
				_, _ = w.Write([]byte(strings.ReplaceAll(ends+"}", "AT", "http://"+r.Host)))
			})
		}, doctor.Failure, "read its metadata", "CORS"},
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
			found := p.login()
			reported := false
			for _, f := range found {
				reported = reported || f.Level == c.level && strings.Contains(f.Says, c.says) && strings.Contains(f.Hint, c.hint)
				if (f.Hint == "") != (f.Level == doctor.OK || f.Level == doctor.Skipped) {
					t.Errorf("says nothing of what to do: %+v", f)
				}
				if c.level == doctor.OK && f.Level != doctor.OK {
					t.Errorf("%+v", f)
				}
			}
			if !reported {
				t.Errorf("%+v", found)
			}
		})
	}
	if found := newPatient(t).login(); len(found) != 0 {
		t.Error("checks a login that is not configured:", found)
	}
}

// login returns the doctor's findings about login.
func (p *patient) login() []doctor.Finding {
	found, _ := p.examined()
	return slices.DeleteFunc(found, func(f doctor.Finding) bool { return f.Check != "login" })
}

// withMetadata sets up an issuer with that metadata, where AT is its address, and
// whose other responses are empty, and readable by all.
func (p *patient) withMetadata(metadata string) {
	p.withIssuer(metadata, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Access-Control-Allow-Origin", "*") })
}

// withIssuer sets up an issuer with that metadata, and rest for everything else;
// without metadata, rest answers everything.
func (p *patient) withIssuer(metadata string, rest http.HandlerFunc) {
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
