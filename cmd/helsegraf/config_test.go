package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/lab"
	"helsegraf/cmd/registers"
	"helsegraf/sources/frikort"
)

var update = flag.Bool("update", false, "write golden files anew")

// All faults of a configuration are reported at once, each with its place and
// key, and none with the value, which may be a secret.
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

// The example is valid as it is, once its secrets exist.
func TestExample(t *testing.T) {
	c, err := config.Load(registers.All(), example(t), map[string]string{
		"HELSEGRAF_DEADLINE": "3s", "HELSEGRAF_REGISTERS_PASIENTJOURNAL_SOR_OST_TIMEOUT": "900ms",
		"HELSEGRAF_REGISTERS_FASTLEGEREGISTER_BREAKER_FAILURE_RATIO": "0.4", "HELSEGRAF_LISTEN": "",
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, ok := range map[string]bool{
		"file":               c.Listen == "0.0.0.0:8080",
		"variable":           c.Deadline == 3*time.Second,
		"nested variable":    endpointOf(c.Registers, "pasientjournal.SOR_OST").Timeout == 900*time.Millisecond,
		"inlined variable":   endpointOf(c.Registers, "fastlegeregister").Breaker.FailureRatio == 0.4,
		"secret from a file": endpointOf(c.Registers, "fastlegeregister").Password == "a password",
		"default":            c.Drain == config.DefaultDrain && endpointOf(c.Registers, "kjernejournal").Scope == "nhn:kjernejournal/critical-information-read",
		"map":                settingsOf[frikort.Settings](&c).Ceilings[2025] == "3278",
		"key":                len(c.IDs.Decoded()) == 1 && len(c.IDs.Decoded()[0]) == 64,
	} {
		if !ok {
			t.Errorf("%s: %+v", what, c)
		}
	}
	if _, err := wire(c, surroundings{}); err != nil {
		t.Error(err)
	}
}

// Every key commented out in the example exists, with the value shown as its
// default.
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
	c, err := config.Load(registers.All(), write(t, "whole.yaml", whole), nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, whole)
	}
	for _, e := range c.Registers.Endpoints() {
		if !e.Configured() {
			t.Errorf("the example leaves out %s", e.Key())
		}
		if e.HelseID() && (e.Audience != e.Endpoint.Audience || e.Scope != e.Endpoint.Scope) {
			t.Errorf("the example gives %s audience %s and scope %s", e.Key(), e.Audience, e.Scope)
		}
	}
}

// example is the example configuration with secrets in files.
func example(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../deploy/helsegraf.yaml")
	if err != nil {
		t.Fatal(err)
	}
	idKey := make([]byte, config.IDKeySize)
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
		"ids.key": base64.StdEncoding.EncodeToString(idKey) + "\n", "ids.previous.key": base64.StdEncoding.EncodeToString(idKey), "helseid.jwk": string(key), "fastlegeregister.password": "a password\n", "helsedirektoratet.key": "a key\n",
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

// endpointOf is an endpoint's configuration, by its key.
func endpointOf(of config.Registers, key string) *config.Address {
	for _, e := range of.Endpoints() {
		if e.Key() == key {
			return e.Address
		}
	}
	panic("no endpoint " + key)
}

// settingsOf are a register's own settings, by their type.
func settingsOf[S any](c *config.Config) *S {
	for _, r := range c.Registers {
		if s, ok := any(r.Own).(*S); ok {
			return s
		}
	}
	panic("no such settings")
}
