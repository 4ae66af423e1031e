package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/cmd/registers"
	"helsegraf/sources/frikort"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

// All faults of a configuration are told at once, each with its place and key,
// and none with the value, which may be a secret.
func TestFaultsAreAllTold(t *testing.T) {
	status, stdout, stderr := runs(t, []string{
		"HELSEGRAF_REGISTERS_KJERNEJOURNAL_TIMEOUT=a secret-secret while", "HELSEGRAF_REGISTERS_FRIKORT_USR=x",
		"HELSEGRAF_LIMITS_ALIASES=-3", "HELSEGRAF_REGISTERS_USAGELOG_BASE_URL=://secret-secret", "OTHER=x",
	}, "serve", "--config", "testdata/faults.yaml")
	if status != 1 || stdout != "" {
		t.Errorf("exit %d: %s", status, stdout)
	}
	if strings.Contains(stderr, "secret-secret") || strings.Contains(stderr, "c2Vj") {
		t.Error("tells a secret")
	}
	golden := filepath.Join("testdata", "faults.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(stderr), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), stderr); d != "" {
		t.Error(d)
	}
}

func TestFilesThatAreNoConfiguration(t *testing.T) {
	for text, want := range map[string]string{
		"a: [":    ":1:4: is not YAML",
		"a: 1\na": ":2:1: is not YAML",
		"a: 1":    ":1:1: a: there is no such key",
		"- a":     ": must be keys with values",
		"":        ": publicUrl: is missing",
	} {
		file := write(t, "c.yaml", text)
		_, err := load(registers.All(), file, nil)
		if err == nil || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := load(registers.All(), "nowhere.yaml", nil); err == nil || !strings.Contains(err.Error(), "nowhere.yaml: cannot be read") {
		t.Error(err)
	}
}

// The example is right as it stands, once its secrets are there.
func TestExample(t *testing.T) {
	c, err := load(registers.All(), example(t), map[string]string{
		"HELSEGRAF_DEADLINE": "3s", "HELSEGRAF_REGISTERS_PASIENTJOURNAL_SOR_OST_TIMEOUT": "900ms",
		"HELSEGRAF_REGISTERS_FASTLEGEREGISTER_BREAKER_FAILURE_RATIO": "0.4", "HELSEGRAF_LISTEN": "",
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, ok := range map[string]bool{
		"file":               c.Listen == "0.0.0.0:8080",
		"variable":           c.Deadline == 3*time.Second,
		"nested variable":    c.endpoint("pasientjournal.SOR_OST").Timeout == 900*time.Millisecond,
		"inlined variable":   c.endpoint("fastlegeregister").Breaker.FailureRatio == 0.4,
		"secret from a file": c.endpoint("fastlegeregister").Password == "a password",
		"default":            c.Drain == defaultDrain && c.endpoint("kjernejournal").Scope == "nhn:kjernejournal/critical-information-read",
		"map":                settingsOf[frikort.Settings](&c).Ceilings[2025] == "3278",
		"key":                len(c.IDs.keys) == 1 && len(c.IDs.keys[0]) == 64,
	} {
		if !ok {
			t.Errorf("%s: %+v", what, c)
		}
	}
	if _, err := wire(c, surroundings{}); err != nil {
		t.Error(err)
	}
}

// Every key that the example shows as left out is one, with the value shown.
func TestExampleShowsKeysThatAre(t *testing.T) {
	text, err := os.ReadFile(example(t))
	if err != nil {
		t.Fatal(err)
	}
	setting := regexp.MustCompile(`(?m)^( *)# ( *[A-Za-z-]+:( .*)?)$`)
	whole := setting.ReplaceAllString(string(text), "$1$2")
	if n := len(setting.FindAllString(string(text), -1)); n < 50 {
		t.Errorf("the example shows only %d settings", n)
	}
	c, err := load(registers.All(), write(t, "whole.yaml", whole), nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, whole)
	}
	for _, e := range c.Registers.endpoints() {
		if !e.configured() {
			t.Errorf("the example leaves out %s", e.Key())
		}
		if e.HelseID() && (e.Audience != e.Endpoint.Audience || e.Scope != e.Endpoint.Scope) {
			t.Errorf("the example gives %s audience %s and scope %s", e.Key(), e.Audience, e.Scope)
		}
	}
}

// A variable is named as its key is.
func TestVariablesAreNamedAsKeys(t *testing.T) {
	capital := regexp.MustCompile(`([a-z])([A-Z])`)
	n := 0
	(&config{Registers: registersOf(registers.All())}).leaves(func(_ section, key, variable string, _ reflect.Value) {
		n++
		parts := strings.Split(key, ".")
		for i, p := range parts {
			parts[i] = strings.ToUpper(capital.ReplaceAllString(p, "${1}_$2"))
		}
		if want := variables + strings.Join(parts, "_"); variable != want {
			t.Errorf("%s is set by %s, not %s", key, variable, want)
		}
	})
	if n < 200 {
		t.Error("only", n)
	}
}

// example is the example with secrets in files.
func example(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../deploy/helsegraf.yaml")
	if err != nil {
		t.Fatal(err)
	}
	idKey := make([]byte, idKeySize)
	_, _ = rand.Read(idKey)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := lab.JWK(private)
	if err != nil {
		t.Fatal(err)
	}
	tlsCertificate, tlsKey := certificate(t)
	secrets := t.TempDir()
	for name, secret := range map[string]string{
		"ids.key": base64.StdEncoding.EncodeToString(idKey) + "\n", "ids.previous.key": base64.StdEncoding.EncodeToString(idKey), "helseid.jwk": string(key), "fastlegeregister.password": "a password\n",
		"tls.crt": tlsCertificate, "tls.key": tlsKey,
		"citizen-web.json": `{"me-1": "query Me { viewer { person { id } } }"}`,
	} {
		if err := os.WriteFile(filepath.Join(secrets, name), []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return write(t, "helsegraf.yaml", strings.NewReplacer("/run/secrets", secrets, "/etc/helsegraf", secrets).Replace(string(text)))
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// endpoint is how an endpoint is reached, by its key.
func (c *config) endpoint(key string) *endpointConfig {
	for _, e := range c.Registers.endpoints() {
		if e.Key() == key {
			return e.endpointConfig
		}
	}
	panic("no endpoint " + key)
}

// settingsOf are a register's own settings, by their type.
func settingsOf[S any](c *config) *S {
	for _, r := range c.Registers {
		if s, ok := any(r.settings).(*S); ok {
			return s
		}
	}
	panic("no such settings")
}
