package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/cmd/registers"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/nhn"
)

const myHealth = `{"query":"{ viewer { person { name { full } age generalPractitioner { since digitalServices digitalServicesClosedUntil } generalPractitionerChange { changesLeft } prescriptions { totalCount } summaryCareRecord { status } hospitalJournal { documents { totalCount } } exemptionCard { status paid { amount } ceiling { amount } } vaccinations { totalCount } testResults { totalCount } appointments { totalCount } referrals { totalCount } tasks { totalCount } archive { totalCount } healthContacts { complete } patientTravel { claims { totalCount } } tools { totalCount } notificationSettings { level } activity { totalCount } usageLog { totalCount } } } }"}`

func TestDemo(t *testing.T) {
	p, line := starts(t, "{", stdout, "demo", "--listen", "127.0.0.1:0", "--now", "2026-11-22T12:00:00+01:00", "--people", "20", "--json")
	r := parseReady(t, line)
	if r.GraphQL != r.Gateway+"/graphql" || r.GraphiQL != r.Gateway+"/" || len(r.Registers) != len(registers.All()) || r.Personas[0].Key != "line" {
		t.Errorf("%+v", r)
	}
	if r.Holder.LastName != "Prøvdal" || len(r.Holder.Number) != 11 {
		t.Errorf("holder: %+v", r.Holder)
	}
	for path, want := range map[string]string{"/readyz": "ready", "/healthz": "ok", "/": "<!doctype html>", "/app": "<title>Min helse", "/demo/personas": "Line Testesen", "/schema.graphql": "type Query"} {
		if status, body := send(t, http.MethodGet, r.Gateway+path, ""); status != http.StatusOK || !strings.Contains(body, want) {
			t.Error(path, status, body)
		}
	}
	var token string
	for _, issuer := range []string{r.Gateway, r.Issuer} {
		status, out, errs := runs(t, nil, "token", "line", "--issuer", issuer)
		if token = strings.TrimSpace(out); status != 0 || strings.Count(token, ".") != 2 || errs != "" {
			t.Error(status, out, errs)
		}
	}
	status, body := send(t, http.MethodPost, r.GraphQL, myHealth, "Content-Type: application/json", "Authorization: Bearer "+token)
	if status != http.StatusOK || strings.Contains(body, `"errors"`) || !strings.Contains(body, `{"data":{"viewer":{"person":{"name":{"full":"Line Testesen"},"age":41,`) {
		t.Error(status, body)
	}
	const open = `{"query":"{ treatments(first: 1) { totalCount } qualityIndicators(first: 1) { totalCount } articles(first: 1) { totalCount } }"}`
	if status, body := send(t, http.MethodPost, r.GraphQL, open, "Content-Type: application/json"); status != http.StatusOK || strings.Contains(body, `"errors"`) {
		t.Error(status, body)
	}
	for register, url := range r.Registers {
		if status, body := send(t, http.MethodGet, url+"/_control/calls", ""); status != http.StatusOK || !strings.Contains(body, `"calls":`) {
			t.Error(register, status, body)
		}
	}
	if _, body := send(t, http.MethodGet, r.Registers["pasientjournal"]+"/_control/calls", ""); !strings.Contains(body, `"ITI-67":{"calls":4`) {
		t.Error("the regions are not summed:", body)
	}
	if status, body := send(t, http.MethodPost, r.GraphQL, `{"query":"{ viewer { person { id } } }"}`, "Content-Type: application/json"); status != http.StatusOK || !strings.Contains(body, "UNAUTHENTICATED") {
		t.Error("without a token:", status, body)
	}
	p.ends(t)
	if p.out.String() != line {
		t.Error("more than one line:", p.out.String())
	}
	if status, _ := send(t, http.MethodGet, r.Gateway+"/healthz", ""); status != 0 {
		t.Error("still answers:", status)
	}
}

func TestDemoTellsPeople(t *testing.T) {
	p, _ := starts(t, "curl", stdout, "demo", "--listen", "127.0.0.1:0", "--people", "0")
	p.ends(t)
	for _, want := range []string{"http://127.0.0.1:", "kjernejournal", "gunnar", "helsegraf token line --issuer http://127.0.0.1:"} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("no %q in\n%s", want, &p.out)
		}
	}
	if strings.Contains(p.out.String(), "\x1b") {
		t.Error("colours where there is no terminal")
	}
}

// The gateway with separately started stand-ins, otherwise as in production.
// When stopped, /readyz says so, and earlier requests are answered.
func TestServe(t *testing.T) {
	private, public := keys(t)
	others, line := starts(t, "{", stdout, "registers", "--listen", "127.0.0.1:0", "--people", "0", "--client-key", write(t, "public.jwk", public), "--json")
	r := parseReady(t, line)
	file := write(t, "helsegraf.yaml", serveConfig(r, write(t, "helseid.jwk", private)))
	p, line := starts(t, "listening", stderr, "serve", "--config", file, "--json")
	var listening struct{ Address string }
	if err := json.Unmarshal([]byte(line), &listening); err != nil {
		t.Fatal(err)
	}
	gateway := "http://" + listening.Address

	status, token, errs := runs(t, nil, "token", "line", "--issuer", r.Issuer, "--client", "web")
	if status != 0 {
		t.Fatal(errs)
	}
	send(t, http.MethodPost, r.Registers["fastlegeregister"]+"/_control/fault", `{"latencyMs":800}`)
	responses := make(chan string, 1)
	go func() {
		_, body := send(t, http.MethodPost, gateway+"/graphql", myHealth, "Content-Type: application/json", "Authorization: Bearer "+strings.TrimSpace(token))
		responses <- body
	}()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, body := send(t, http.MethodGet, r.Registers["fastlegeregister"]+"/_control/calls", ""); strings.Contains(body, "GetPatientsGPDetailsAtTime") {
			break
		}
	}
	for path, want := range map[string]int{"/schema.graphql": http.StatusBadRequest, "/demo/personas": http.StatusNotFound, "/readyz": http.StatusOK} {
		if status, body := send(t, http.MethodGet, gateway+path, ""); status != want {
			t.Error(path, status, body)
		}
	}
	if got := parseReady(t, p.out.String()).Gateway; got != gateway {
		t.Errorf("told %q and logged %q", got, gateway)
	}
	p.stop()
	draining := false
	for end := time.Now().Add(patience); !draining && time.Now().Before(end); {
		status, _ := send(t, http.MethodGet, gateway+"/readyz", "")
		draining = status == http.StatusServiceUnavailable
	}
	if !draining {
		t.Error("was never draining")
	}
	if body := <-responses; strings.Contains(body, `"errors"`) || !strings.Contains(body, "Line Testesen") {
		t.Error("the one under way:", body)
	}
	p.ends(t)
	others.ends(t)
	for line := range strings.Lines(p.errs.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil || strings.Contains(line, "Line") {
			t.Error("log:", line)
		}
	}
}

// keys are a private JWK and its public key.
func keys(t testing.TB) (private, public string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	one, err := lab.JWK(key)
	if err != nil {
		t.Fatal(err)
	}
	other, err := lab.JWK(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return string(one), string(other)
}

func serveConfig(r ready, keyFile string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "listen: 127.0.0.1:0\npublicUrl: http://127.0.0.1\ndrain: 500ms\nids: {key: %s}\n", strings.Repeat("A", 84)+"AA==")
	fmt.Fprintf(&b, "issuers: [{issuer: %q, audience: helsegraf, synthetic: true}]\n", r.Issuer)
	b.WriteString("clients: [{id: web, scopes: [\"helsegraf:read\"]}]\n")
	fmt.Fprintf(&b, "helseId: {issuer: %q, clientId: helsegraf, keyFile: %s}\nregisters:\n", r.Issuer, keyFile)
	for _, register := range registers.All() {
		var parts []string
		for _, e := range register.Endpoints {
			at := r.Registers[register.Key] + registers.Endpoint{Endpoint: e, Register: &register}.Prefix()
			part := fmt.Sprintf("{baseUrl: %q}", at)
			if e.KeyHeader != "" {
				part = fmt.Sprintf("{baseUrl: %q, key: %s}", at, nhn.SubscriptionKey)
			}
			if e.Password() {
				part = fmt.Sprintf("{baseUrl: %q, user: %s, password: %s}", at, fastlegeregister.User, fastlegeregister.Password)
			}
			if e.Part != "" {
				part = e.Part + ": " + part
			}
			parts = append(parts, part)
		}
		all := strings.Join(parts, ", ")
		if len(parts) > 1 {
			all = "{" + all + "}"
		}
		fmt.Fprintf(&b, "  %s: %s\n", register.Key, all)
	}
	return b.String()
}

func TestWhatIsNotUnderstood(t *testing.T) {
	taken, line := starts(t, "issuer", stdout, "registers", "--listen", "127.0.0.1:0", "--people", "0")
	defer taken.ends(t)
	issuer := strings.Fields(line)[1]
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"", 2, "Try helsegraf --help"},
		{"dance", 2, "unexpected argument dance"},
		{"demo --speed 3", 2, "unknown flag --speed"},
		{"demo --now yesterday", 2, "--now"},
		{"demo --listen " + strings.TrimPrefix(issuer, "http://"), 1, "listen: "},
		{"demo --listen nowhere", 1, "listen: "},
		{"registers --listen 127.0.0.1", 1, "listen: "},
		{"registers --listen 127.0.0.1:http", 1, "is not a port"},
		{"token line --issuer http://127.0.0.1:1", 1, "no demonstration at"},
		{"token nobody --issuer " + issuer, 1, `nobody called "nobody"`},
		{"token line --client thief --issuer " + issuer, 1, "no tokens to client thief"},
		{"schema --client nobody", 1, "no client nobody"},
		{"schema --client web --config nowhere.yaml", 1, "nowhere.yaml: cannot be read"},
		{"serve", 1, "helsegraf.yaml: cannot be read"},
	} {
		status, out, errs := runs(t, nil, strings.Fields(c.args)...)
		if status != c.status || out != "" || !strings.Contains(errs, c.says) {
			t.Errorf("%s: exit %d\n%s%s", c.args, status, out, errs)
		}
	}
	for _, args := range []string{"--help", "demo --help", "serve --help"} {
		if status, out, errs := runs(t, nil, strings.Fields(args)...); status != 0 || !strings.Contains(out, "Usage: helsegraf") || errs != "" {
			t.Errorf("%s: exit %d\n%s%s", args, status, out, errs)
		}
	}
}

func TestClock(t *testing.T) {
	from := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	now := running(from)
	first := now()
	time.Sleep(2 * time.Millisecond)
	if second := now(); first.Before(from) || second.Sub(first) < 2*time.Millisecond || second.Sub(from) > time.Minute {
		t.Error(first, second)
	}
	if d := time.Since(running(time.Time{})()); d < 0 || d > time.Minute {
		t.Error("not the machine's clock:", d)
	}
}
