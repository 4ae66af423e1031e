package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What keeps people from logging in on GraphiQL is told before they try.
func TestDoctorLooksAtLogin(t *testing.T) {
	for name, c := range map[string]struct {
		breaks func(*patient)
		level  level
		says   string
	}{
		"well":           {func(*patient) {}, well, "back to http://127.0.0.1/"},
		"another page":   {func(p *patient) { p.config.PublicURL = "http://127.0.0.1/graph" }, failure, "no such address"},
		"another origin": {func(p *patient) { p.config.PublicURL = "http://localhost" }, failure, "does not let pages of http://localhost read"},
		"another client": {func(p *patient) { p.config.Login.ClientID = "web" }, failure, "no such client"},
		"a scope":        {func(p *patient) { p.config.Login.Scope = "openid everything" }, failure, "invalid_scope"},
		"a level":        {func(p *patient) { p.config.Login.ACRValues = "Level9" }, failure, "invalid_request"},
		"no metadata":    {func(p *patient) { p.config.Login.Issuer = p.urls["frikort"] }, skipped, "cannot be read"},
		"a machine's issuer": {func(p *patient) {
			p.config.Login.Issuer = p.telling(`{"token_endpoint":"AT/token"}`)
		}, failure, "no authorization endpoint"},
		"tokens elsewhere": {func(p *patient) {
			p.config.Login.Issuer = p.telling(`{"authorization_endpoint":"AT/authorize","token_endpoint":"https://other.example/token"}`)
		}, failure, "not its own"},
		"no log-out": {func(p *patient) {
			p.config.Login.Issuer = p.telling(`{"authorization_endpoint":"AT/authorize","token_endpoint":"AT/token"}`)
		}, warning, "logs nobody out"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPatient(t)
			if err := p.letIn("http://127.0.0.1/", false); err != nil {
				t.Fatal(err)
			}
			p.config.Login = loginConfig{Issuer: p.issuer.URL(), ClientID: "graphiql", Scope: "openid helsegraf:read"}
			c.breaks(p)
			d, err := newDoctor(p.config, surroundings{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer d.close()
			found := d.login(t.Context())
			if len(found) != 1 || found[0].Level != c.level || !strings.Contains(found[0].Says, c.says) || (found[0].Hint == "") != (c.level == well || c.level == skipped) {
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

// telling is an issuer of that metadata, where AT is its address.
func (p *patient) telling(metadata string) string {
	p.t.Helper()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_, _ = w.Write([]byte(strings.ReplaceAll(metadata, "AT", s.URL)))
	}))
	p.t.Cleanup(s.Close)
	return s.URL
}
