package lab_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/lab"
	"helsegraf/cmd/registers"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/world"
	"helsegraf/sources"
)

// opened is a lab whose issuer is served.
func opened(t *testing.T) *lab.Lab {
	t.Helper()
	w, err := world.New(world.Options{People: 50})
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.New("test", w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { l.Issuer.ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	if err := l.Issue(strings.TrimPrefix(front.URL, "http://")); err != nil {
		t.Fatal(err)
	}
	return l
}

func address(e registers.Endpoint) map[string]any {
	return map[string]any{"baseUrl": "http://register.invalid/" + e.Key()}
}

// loaded is a lab's configuration as the gateway reads it.
func loaded(t *testing.T, l *lab.Lab, of func(registers.Endpoint) map[string]any, more map[string]any) config.Config {
	t.Helper()
	text, err := l.Configuration(of, more)
	if err != nil {
		t.Fatal(err)
	}
	file, err := l.File("helsegraf.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(file) != l.Dir {
		t.Errorf("written to %s", file)
	}
	c, err := config.Load(registers.All(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The gateway takes the configuration, of every register that there is, and can
// get tokens with the key in it.
func TestConfiguration(t *testing.T) {
	l := opened(t)
	c := loaded(t, l, address, nil)
	for _, e := range c.Registers.Endpoints() {
		if e.BaseURL != "http://register.invalid/"+e.Key() {
			t.Errorf("%s is at %q", e.Key(), e.BaseURL)
		}
		if password := e.User == fastlegeregister.User && e.Password == fastlegeregister.Password; password != e.Endpoint.Password() {
			t.Errorf("%s logs in as %q", e.Key(), e.User)
		}
	}
	helseID, err := sources.NewHelseID(sources.HelseIDConfig{Issuer: c.HelseID.Issuer, ClientID: c.HelseID.ClientID, Key: []byte(c.HelseID.Key)})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := helseID.Check(t.Context(), "nhn:pvk", "nhn:pvk/personverninnstillinger-read"); err != nil || got.Life <= 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// What is added overrides single settings of a section, or a whole value, and
// leaves the rest.
func TestConfigurationIsAddedTo(t *testing.T) {
	l := opened(t)
	plain := loaded(t, l, address, nil)
	c := loaded(t, l, address, map[string]any{
		"drain": "10ms", "rates": map[string]any{"subject": map[string]any{"perMinute": 5}},
		"limits": map[string]any{"inFlight": 256}, "publicUrl": "http://other.invalid",
	})
	if c.Drain != 10*time.Millisecond || c.PublicURL != "http://other.invalid" || c.Limits.InFlight != 256 {
		t.Errorf("%v, %s, %d", c.Drain, c.PublicURL, c.Limits.InFlight)
	}
	if c.Rates.Subject.PerMinute != 5 || c.Rates.Client.PerMinute != plain.Rates.Client.PerMinute {
		t.Errorf("rates are %+v", c.Rates)
	}
	if c.Limits.Calls != plain.Limits.Calls || c.HelseID != plain.HelseID {
		t.Error("what was not added to has changed")
	}
	if one := loaded(t, l, func(registers.Endpoint) map[string]any {
		return map[string]any{"baseUrl": "http://register.invalid", "timeout": "7s"}
	}, nil); one.Registers.Endpoints()[0].Timeout != 7*time.Second {
		t.Error("an endpoint's own settings are lost")
	}
}

// Citizens are those for whom everything is open, and no personas but those
// named.
func TestCitizens(t *testing.T) {
	w, err := world.New(world.Options{People: 200})
	if err != nil {
		t.Fatal(err)
	}
	plain := lab.Citizens(w)
	if len(plain) < 20 || len(plain) >= 200 {
		t.Errorf("%d citizens", len(plain))
	}
	for _, p := range plain {
		if p.Key != "" || p.Consent.Level != "FULL" || len(p.Blocks) > 0 || !p.Died.IsZero() || !p.Adult(w.Now()) {
			t.Errorf("%+v", p)
		}
	}
	keys := map[string]bool{}
	for _, p := range lab.Citizens(w, "line", "arne", "dina") { // arne has blocked all, dina is a child
		keys[p.Key] = true
	}
	if !keys["line"] || keys["arne"] || keys["dina"] || len(keys) != 2 {
		t.Errorf("named: %v", keys)
	}
}

// A power is the holder's, is in force, and has an id of its own.
func TestEmpower(t *testing.T) {
	w, err := world.New(world.Options{People: 50})
	if err != nil {
		t.Fatal(err)
	}
	of := lab.Citizens(w)
	giver, holder := of[0], of[1]
	before := len(giver.Powers)
	lab.Empower(w, giver, holder, 1)
	lab.Empower(w, giver, of[2], 2)
	given := giver.Powers[before:]
	if len(given) != 2 || given[0].Holder != holder.Number || !given[0].All || !given[0].From.Before(w.Now()) || !given[0].Until.IsZero() || given[0].ID == given[1].ID {
		t.Errorf("%+v", given)
	}
}

// A token is the person's, outlives a measurement, and has a subject of its
// own.
func TestToken(t *testing.T) {
	l := opened(t)
	var subjects []string
	for _, p := range lab.Citizens(l.World)[:2] {
		token, err := l.Token(p)
		if err != nil {
			t.Fatal(err)
		}
		body, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
		if err != nil {
			t.Fatal(err)
		}
		var claims struct {
			Pid, Sub string
			Exp      int64
		}
		if err := json.Unmarshal(body, &claims); err != nil {
			t.Fatal(err)
		}
		if claims.Pid != p.Number || slices.Contains(subjects, claims.Sub) || time.Until(time.Unix(claims.Exp, 0)) < time.Hour {
			t.Errorf("%+v", claims)
		}
		subjects = append(subjects, claims.Sub)
	}
}

// Every lab has its own keys, and its own folder, which is removed when it is
// closed.
func TestNothingIsShared(t *testing.T) {
	one, other := opened(t), opened(t)
	a, b := loaded(t, one, address, nil), loaded(t, other, address, nil)
	if a.HelseID.Key == b.HelseID.Key || one.Dir == other.Dir {
		t.Error("keys or folders are shared")
	}
	ids := lab.IDKey()
	if key, err := base64.StdEncoding.DecodeString(ids); err != nil || len(key) != 64 || ids == lab.IDKey() {
		t.Errorf("%d bytes: %v", len(key), err)
	}
	one.Close()
	if _, err := os.Stat(one.Dir); !os.IsNotExist(err) {
		t.Errorf("%s is there: %v", one.Dir, err)
	}
}
