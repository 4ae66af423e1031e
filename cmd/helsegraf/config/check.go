package config

import (
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"reflect"
	"strings"
	"time"

	"helsegraf/graph/gateway/token"
	"helsegraf/graph/policy"
	"helsegraf/sources"
)

// check fills in defaults and secrets, and records every fault.
func (l *loader) check(c *Config) {
	l.checkNumbers(c)
	setDefault(&c.Listen, "127.0.0.1:8080")
	setDefault(&c.Drain, DefaultDrain)
	if c.Drain > mostDrain {
		l.wrong("drain", fmt.Sprintf("must be at most %v", mostDrain))
	}
	if l.required("publicUrl", c.PublicURL) && l.checkURL("publicUrl", c.PublicURL) {
		c.PublicURL = l.canonical("publicUrl", c.PublicURL)
	}
	setDefault(&c.LogLevel, "info")
	if new(slog.LevelVar).UnmarshalText([]byte(c.LogLevel)) != nil {
		l.wrong("logLevel", "must be debug, info, warn or error")
	}
	l.checkFront(c)
	l.checkPages(&c.Pages)
	l.checkIDs(&c.IDs)
	l.checkCallers(c)
	l.checkLogin(c)
	l.checkHelseID(&c.HelseID)
	l.checkRegisters(c.Registers)
}

func setDefault[T comparable](v *T, preset T) {
	var zero T
	if *v == zero {
		*v = preset
	}
}

// checkNumbers checks that durations and numbers are sensible.
func (l *loader) checkNumbers(c *Config) {
	c.leaves(func(_ section, key, _ string, v reflect.Value) {
		switch {
		case v.CanInt() && v.Int() < 0 && !strings.HasSuffix(key, ".retry.max") && !strings.HasSuffix(key, ".perMinute"):
			l.wrong(key, "must not be negative")
		case v.CanFloat() && !(v.Float() >= 0 && v.Float() <= 1):
			l.wrong(key, "must be between 0 and 1")
		}
	})
}

func (l *loader) required(key, value string) bool {
	if value == "" {
		l.wrong(key, "is missing")
	}
	return value != ""
}

// secret reads a secret from its file, if it has one.
func (l *loader) secret(key string, value *string, fileKey, file string) bool {
	if file == "" {
		return *value != ""
	}
	if *value != "" {
		l.wrong(fileKey, "is set together with "+key+"; set only one of them")
		return false
	}
	text, err := os.ReadFile(file) //nolint:gosec // the configuration names it
	if err != nil {
		l.wrong(fileKey, "names a file that cannot be read")
		return false
	}
	*value = strings.TrimSpace(string(text))
	if *value == "" {
		l.wrong(fileKey, "names an empty file")
	}
	return *value != ""
}

// Allowed values, and defaults.
const (
	IDKeySize    = 64
	DefaultDrain = 5 * time.Second
	mostDrain    = 5 * time.Minute
)

func (l *loader) checkIDs(c *IDs) {
	for _, k := range []struct {
		key   string
		value *string
		file  string
	}{{"ids.key", &c.Key, c.KeyFile}, {"ids.previousKey", &c.Previous, c.PreviousFile}} {
		if !l.secret(k.key, k.value, k.key+"File", k.file) {
			continue
		}
		key, err := base64.StdEncoding.DecodeString(*k.value)
		if err != nil || len(key) != IDKeySize {
			l.wrong(k.key, "must be 64 random bytes in base64 (openssl rand -base64 64)")
		}
		c.keys = append(c.keys, key)
	}
	if c.Key == "" && c.KeyFile == "" {
		l.wrong("ids.key", "is missing")
	}
}

// checkCallers checks issuers, clients, and what may be delegated.
func (l *loader) checkCallers(c *Config) {
	if len(c.Issuers) == 0 {
		l.wrong("issuers", "is missing")
	}
	for i, issuer := range c.Issuers {
		key := fmt.Sprintf("issuers.%d.", i)
		if l.required(key+"issuer", issuer.Issuer) {
			l.checkURL(key+"issuer", issuer.Issuer)
		}
		if issuer.KeysURL != "" && !token.KeysAreSafe(issuer.Issuer, issuer.KeysURL) {
			l.wrong(key+"jwksUri", "must be a URL, and https if the issuer is")
		}
		l.required(key+"audience", issuer.Audience)
		for value, level := range issuer.Assurance {
			if assurance(level) == policy.AssuranceLow {
				l.wrong(key+"assurance."+value, "must be high or substantial")
			}
		}
	}
	if len(c.Clients) == 0 {
		l.wrong("clients", "is missing")
	}
	for i := range c.Clients {
		client, key := &c.Clients[i], fmt.Sprintf("clients.%d.", i)
		l.required(key+"id", client.ID)
		setDefault(&client.Name, client.ID)
		if r := client.Rates; min(r.Client.AtOnce, r.Subject.AtOnce, r.Changes.AtOnce) < 0 {
			l.wrong(key+"rates", "must not have a negative atOnce")
		}
		if len(client.Scopes) == 0 {
			l.wrong(key+"scopes", "is missing")
		}
		for j, origin := range client.Origins {
			if u, err := url.Parse(origin); err != nil || u.Host == "" || !strings.EqualFold(origin, u.Scheme+"://"+u.Host) {
				l.wrong(fmt.Sprintf("%sorigins.%d", key, j), "must be an origin, as in https://app.example.no")
			}
			// Apps may use a scheme of their own, which is left as is.
			if address, err := token.CanonicalURL(origin); err == nil {
				client.Origins[j] = strings.TrimSuffix(address, "/")
			}
		}
	}
	l.checkDocuments(c)
	for i, name := range c.Delegable {
		if _, err := policy.ParseService(name); err != nil {
			l.wrong(fmt.Sprintf("delegable.%d", i), "is not a service in the schema")
		}
	}
	l.checkTogether(c)
}

// checkTogether uses the front door's own check for the rest: an issuer or
// client listed twice, an unknown algorithm or scope.
func (l *loader) checkTogether(c *Config) {
	if len(l.faults) > 0 {
		return // it would report the same faults again
	}
	if _, err := c.Verifier(nil); err != nil {
		for line := range strings.Lines(err.Error()) {
			l.faults = append(l.faults, Fault{Where: l.file, What: strings.TrimSpace(line)})
		}
	}
}

func (l *loader) checkHelseID(c *HelseID) {
	if l.required("helseId.issuer", c.Issuer) {
		l.checkURL("helseId.issuer", c.Issuer)
	}
	l.required("helseId.clientId", c.ClientID)
	if !l.secret("helseId.key", &c.Key, "helseId.keyFile", c.KeyFile) {
		if c.KeyFile == "" {
			l.wrong("helseId.key", "is missing")
		}
		return
	}
	// Only the key is being checked: no call is made.
	if _, err := sources.NewHelseID(sources.HelseIDConfig{Issuer: "https://localhost", ClientID: "x", Key: []byte(c.Key)}); err != nil {
		l.wrong("helseId.key", "must be a private JWK for ES256, PS256 or RS256")
	}
}

func (l *loader) checkRegisters(c Registers) {
	for _, r := range c {
		if r.Own != nil {
			r.Own.Check(func(key, what string) { l.wrong("registers."+r.Key+"."+key, what) })
		}
	}
	for _, e := range c.Endpoints() {
		if key := "registers." + e.Key(); e.Needed() || e.Configured() || l.says(key) {
			l.checkEndpoint(key, e)
		}
	}
}

// says reports whether anything was set below a key.
func (l *loader) says(key string) bool {
	for set := range l.set {
		if strings.HasPrefix(set, key+".") {
			return true
		}
	}
	return false
}

func (l *loader) checkEndpoint(key string, e Reachable) {
	if l.required(key+".baseUrl", e.BaseURL) {
		l.checkURL(key+".baseUrl", e.BaseURL)
	}
	hasPassword := l.secret(key+".password", &e.Password, key+".passwordFile", e.PasswordFile)
	hasKey := l.secret(key+".key", &e.Subscription, key+".keyFile", e.KeyFile)
	switch {
	case e.User != "" && !hasPassword && e.PasswordFile == "":
		l.wrong(key+".password", "is missing")
	case e.User == "" && hasPassword:
		l.wrong(key+".user", "is missing")
	case e.User != "" && (e.Audience != "" || e.Scope != ""):
		l.wrong(key+".user", "is set together with audience or scope; a register has only one login")
	case e.KeyHeader == "" && (hasKey || e.KeyFile != ""):
		l.wrong(key+".key", "is for registers that take a subscription key, and this one takes none")
	case e.User != "":
	case e.KeyHeader != "":
		if !hasKey && e.KeyFile == "" {
			l.wrong(key+".key", "is missing")
		}
	case e.Open:
	default:
		setDefault(&e.Audience, e.Endpoint.Audience)
		setDefault(&e.Scope, e.Endpoint.Scope)
		if e.Audience == "" || e.Scope == "" {
			l.wrong(key, "needs user and password, or audience and scope")
		}
	}
}
