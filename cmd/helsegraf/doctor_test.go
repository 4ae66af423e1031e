package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/helsegraf/doctor"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/world"
)

// patient is a configuration among stand-ins of its own, and a doctor.
type patient struct {
	*standIns
	t       *testing.T
	config  config.Config
	ahead   time.Duration // how far this machine's clock is ahead
	trusted *tls.Config
}

func newPatient(t *testing.T) *patient {
	t.Helper()
	p := &program{Context: t.Context(), stdout: io.Discard, stderr: io.Discard}
	s, err := p.startStandIns("127.0.0.1", 0, world.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	c, err := demoConfig(s, "http://127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	return &patient{standIns: s, t: t, config: c}
}

// examined returns the doctor's findings, and the most severe level among them.
func (p *patient) examined() ([]doctor.Finding, doctor.Level) {
	p.t.Helper()
	d, err := newDoctor(p.config, surroundings{now: func() time.Time { return time.Now().Add(p.ahead) }}, p.trusted)
	if err != nil {
		p.t.Fatal(err)
	}
	defer d.Close()
	var out strings.Builder
	report := &doctor.Report{Output: &out}
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	d.Examine(ctx, report)
	for _, secret := range []string{p.config.HelseID.Key, p.config.IDs.Key, fastlegeregister.Password, "eyJ", "/v2/flr"} {
		if strings.Contains(out.String(), secret) {
			p.t.Error("a secret is printed:", out.String())
		}
	}
	worst, err := report.End(0)
	if err != nil {
		p.t.Error(err)
	}
	return report.Findings(), worst
}

func TestDoctorWell(t *testing.T) {
	p := newPatient(t)
	found, worst := p.examined()
	if worst != doctor.OK {
		t.Error(worst)
	}
	probed := map[string]doctor.Level{}
	for _, f := range found {
		switch f.Level {
		case doctor.Warning, doctor.Failure:
			t.Error(f)
		case doctor.OK, doctor.Skipped:
		}
		if f.Check == "probe" {
			probed[f.Subject] = f.Level
		}
	}
	for _, e := range p.config.Registers.Endpoints() {
		want := doctor.OK
		if e.NotProbed != "" {
			want = doctor.Skipped
		}
		if probed[e.Key()] != want {
			t.Errorf("%s: %q", e.Key(), probed[e.Key()])
		}
	}
	// No call concerned a person, by the registers' own records.
	for register, address := range p.urls {
		_, body := send(t, http.MethodGet, address+"/_control/calls", "")
		var calls map[string]struct{ Subjects []string }
		if err := json.Unmarshal([]byte(body), &calls); err != nil {
			t.Fatal(err)
		}
		for operation, c := range calls {
			if len(c.Subjects) > 0 {
				t.Errorf("%s %s concerned a person", register, operation)
			}
		}
	}
}

// Each fault is found where it is, with what to do.
func TestDoctorFindsWhatIsBroken(t *testing.T) {
	for name, c := range map[string]struct {
		breaks               func(*patient)
		level                doctor.Level
		check, subject, hint string
	}{
		"wrong key": {func(p *patient) {
			p.config.HelseID.Key, _ = keys(p.t)
		}, doctor.Failure, "token", "kjernejournal", "register its public half"},
		"a key that has ended": {func(p *patient) {
			p.config.HelseID.Key = strings.Replace(p.config.HelseID.Key, "{", `{"exp":1700000000,`, 1)
		}, doctor.Failure, "key", "helseId.key", "Make a new key"},
		"a key that ends soon": {func(p *patient) {
			ends, _ := json.Marshal(time.Now().Add(48 * time.Hour).Unix())
			p.config.HelseID.Key = strings.Replace(p.config.HelseID.Key, "{", `{"exp":`+string(ends)+`,`, 1)
		}, doctor.Warning, "key", "helseId.key", "beside this one"},
		"the previous key again": {func(p *patient) { p.config.IDs.Previous = p.config.IDs.Key }, doctor.Warning, "key", "ids.previousKey", "Remove it"},
		"clock":                  {func(p *patient) { p.ahead = 90 * time.Second }, doctor.Warning, "clock", "this machine", "Set it by NTP"},
		"clock, as HelseID sees it": {func(p *patient) { p.ahead = 90 * time.Second }, doctor.Failure, "token", "usagelog",
			"check the clock"},
		"name": {func(p *patient) {
			endpointOf(p.config.Registers, "kjernejournal").BaseURL = "https://kjernejournal.invalid"
		}, doctor.Failure, "dns", "kjernejournal", "name servers"},
		"nobody there": {func(p *patient) {
			if err := p.stop["frikort"](); err != nil {
				p.t.Fatal(err)
			}
		}, doctor.Failure, "connection", "frikort", "that the service is up"},
		"wrong audience": {func(p *patient) { endpointOf(p.config.Registers, "kjernejournal").Audience = "nhn:other" }, doctor.Failure, "token", "kjernejournal",
			"correct registers.kjernejournal.scope"},
		"scope nobody knows": {func(p *patient) { endpointOf(p.config.Registers, "usagelog").Scope = "nonsense" }, doctor.Failure, "token", "usagelog", "registers.usagelog.scope"},
		"refused by the register": {func(p *patient) {
			endpointOf(p.config.Registers, "usagelog").Audience, endpointOf(p.config.Registers, "usagelog").Scope = "nhn:sfm", "nhn:sfm/resept-read"
		}, doctor.Failure, "probe", "usagelog", "registers.usagelog.audience"},
		"password": {func(p *patient) { endpointOf(p.config.Registers, "fastlegeregister").Password = "another" }, doctor.Failure, "probe", "fastlegeregister", ".password"},
		"down":     {func(p *patient) { p.fault("reseptformidler", `{"status":503}`) }, doctor.Failure, "probe", "reseptformidler", "Its operator"},
		"garbled":  {func(p *patient) { p.fault("usagelog", `{"body":"html"}`) }, doctor.Failure, "probe", "usagelog", "registers.usagelog.baseUrl"},
		"slow": {func(p *patient) {
			endpointOf(p.config.Registers, "reseptformidler").Timeout = 300 * time.Millisecond
			p.fault("reseptformidler", `{"latencyMs":60000}`)
		}, doctor.Failure, "probe", "reseptformidler", "registers.reseptformidler.timeout"},
		"one region":    {func(p *patient) { p.fault("pasientjournal/VEST", `{"status":500}`) }, doctor.Failure, "probe", "pasientjournal.VEST", "Its operator"},
		"issuer's name": {func(p *patient) { p.config.Issuers[0].Issuer += "/" }, doctor.Failure, "discovery", "issuers.0", "character by character"},
		"no issuer":     {func(p *patient) { p.config.Issuers[0].Issuer = p.urls["frikort"] }, doctor.Failure, "discovery", "issuers.0", ".well-known"},
		"B9 no metadata, and no keys where jwksUri says": {func(p *patient) {
			p.config.Issuers[0].Issuer, p.config.Issuers[0].KeysURL = p.urls["frikort"], p.urls["frikort"]+"/keys"
		}, doctor.Failure, "jwks", "issuers.0", "jwksUri"},
		"B9 a page where keys should be": {func(p *patient) {
			p.withIssuer(`{"issuer":"AT","jwks_uri":"AT/keys"}`, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) })
		}, doctor.Failure, "jwks", "issuers.0", "login page"},
		"B9 keys by jwksUri": {func(p *patient) {
			p.config.Issuers[0].Issuer, p.config.Issuers[0].KeysURL = "http://issuer.invalid", p.config.Issuers[0].Issuer+"/.well-known/openid-configuration/jwks"
		}, doctor.OK, "jwks", "issuers.0", ""},
		"algorithm": {func(p *patient) { p.config.Issuers[0].Algorithms = []string{"RS256"} }, doctor.Failure, "jwks", "issuers.0", "issuers.0.algorithms"},
		"expired certificate": {func(p *patient) {
			endpointOf(p.config.Registers, "frikort").BaseURL = p.secured("frikort", time.Now().Add(-time.Hour), true)
		}, doctor.Failure, "tls", "frikort", "renew"},
		"certificate not begun": {func(p *patient) {
			endpointOf(p.config.Registers, "frikort").BaseURL = p.secured("frikort", time.Now().Add(400*24*time.Hour), true)
		}, doctor.Failure, "tls", "frikort", "clock"},
		"certificate of nobody": {func(p *patient) {
			endpointOf(p.config.Registers, "frikort").BaseURL = p.secured("frikort", time.Now().Add(90*24*time.Hour), false)
		}, doctor.Failure, "tls", "frikort", "roots"},
		"certificate for another": {func(p *patient) {
			endpointOf(p.config.Registers, "frikort").BaseURL = strings.Replace(p.secured("frikort", time.Now().Add(90*24*time.Hour), true), "127.0.0.1", "localhost", 1)
		}, doctor.Failure, "tls", "frikort", "name in the certificate"},
		"certificate for a week": {func(p *patient) {
			endpointOf(p.config.Registers, "fastlegeregister").BaseURL = p.secured("fastlegeregister", time.Now().Add(7*24*time.Hour), true)
		}, doctor.Warning, "tls", "fastlegeregister", "new certificate"},
		"certificate for a season": {func(p *patient) {
			endpointOf(p.config.Registers, "fastlegeregister").BaseURL = p.secured("fastlegeregister", time.Now().Add(90*24*time.Hour), true)
		}, doctor.OK, "tls", "fastlegeregister", ""},
		"no TLS": {func(p *patient) {
			endpointOf(p.config.Registers, "frikort").BaseURL = strings.Replace(p.urls["frikort"], "http:", "https:", 1)
		}, doctor.Failure, "tls", "frikort", "http or https"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPatient(t)
			c.breaks(p)
			found, worst := p.examined()
			if !slices.ContainsFunc(found, func(f doctor.Finding) bool {
				return f.Level == c.level && f.Check == c.check && f.Subject == c.subject && strings.Contains(f.Hint, c.hint)
			}) {
				t.Errorf("not found: %+v", found)
			}
			if (worst == doctor.OK) != (c.level == doctor.OK) {
				t.Error("the worst is", worst)
			}
		})
	}
}

func (p *patient) fault(register, fault string) {
	p.t.Helper()
	name, region, _ := strings.Cut(register, "/")
	at := p.urls[name]
	if region != "" {
		at += "/" + region
	}
	if status, body := send(p.t, http.MethodPost, at+"/_control/fault", fault); status != http.StatusNoContent {
		p.t.Fatal(status, body)
	}
}

// secured puts a register behind TLS, with a certificate that expires at a time,
// from a trusted issuer or not.
func (p *patient) secured(register string, ends time.Time, trusted bool) string {
	p.t.Helper()
	behind, err := url.Parse(p.urls[register])
	if err != nil {
		p.t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: register}, NotBefore: ends.Add(-100 * 24 * time.Hour), NotAfter: ends,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		p.t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		p.t.Fatal(err)
	}
	if trusted {
		p.trusted = &tls.Config{RootCAs: x509.NewCertPool()}
		p.trusted.RootCAs.AddCert(certificate)
	}
	front := httptest.NewUnstartedServer(httputil.NewSingleHostReverseProxy(behind))
	front.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	front.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	front.StartTLS()
	p.t.Cleanup(front.Close)
	return front.URL
}

func TestDoctorCommand(t *testing.T) {
	status, out, errs := runs(t, []string{"NO_COLOR=1"}, "doctor", "--demo")
	if status != 0 || errs != "" || !strings.Contains(out, "0 failed") || strings.Contains(out, "\x1b") {
		t.Errorf("exit %d\n%s%s", status, out, errs)
	}
	status, out, _ = runs(t, nil, "doctor", "--demo", "--json")
	var report struct {
		Status   string
		TookMs   *int
		Findings []struct{ Level, Check, Subject, Says string }
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || status != 0 || report.Status != "ok" || len(report.Findings) < 40 || report.TookMs == nil {
		t.Error(status, out, err)
	}
	// Every fault of a configuration is reported.
	status, out, _ = runs(t, nil, "doctor", "--config", "testdata/faults.yaml")
	golden, err := os.ReadFile("testdata/faults.golden")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out, "fail  configuration"); status != 2 || n < strings.Count(string(golden), "\n")-4 || strings.Contains(out, "secret-secret") {
		t.Errorf("exit %d, %d faults\n%s", status, n, out)
	}
	// A valid configuration that points nowhere.
	if status, out, _ = runs(t, nil, "doctor", "--config", example(t)); status != 2 || !strings.Contains(out, "cannot be resolved here") {
		t.Errorf("exit %d\n%s", status, out)
	}
}
