package config

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/cmd/registers"
)

// patience is a limit far beyond what anything here takes.
const patience = 30 * time.Second

// minimal is a valid configuration: the registers that are required, one with a
// password, and one with a setting of its own.
func minimal(t *testing.T) string {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := lab.JWK(private)
	if err != nil {
		t.Fatal(err)
	}
	return `publicUrl: "http://127.0.0.1"
ids: {key: ` + strings.Repeat("A", 84) + `AA==}
issuers: [{issuer: "http://127.0.0.1:1", audience: helsegraf, synthetic: true}]
clients: [{id: web, scopes: ["helsegraf:read"]}]
helseId: {issuer: "http://127.0.0.1:1", clientId: helsegraf, keyFile: "` + write(t, "helseid.jwk", string(key)) + `"}
registers:
  personvern: {settings: {baseUrl: "http://127.0.0.1:1"}, powers: {baseUrl: "http://127.0.0.1:1"}}
  folkeregister: {persontjenesten: {baseUrl: "http://127.0.0.1:1"}}
  usagelog: {baseUrl: "http://127.0.0.1:1"}
  fastlegeregister: {baseUrl: "http://127.0.0.1:1", user: helsegraf, password: stand-in}
  frikort: {baseUrl: "http://127.0.0.1:1"}
`
}

// A Kubernetes Service sets variables with our prefix.
func TestCaseD1ServiceLinks(t *testing.T) {
	t.Parallel()
	file := write(t, "helsegraf.yaml", minimal(t))
	for _, service := range []string{"HELSEGRAF", "HELSEGRAF_GATEWAY", "HELSEGRAF_METRICS", "HELSEGRAF_2"} {
		for _, ip := range []string{"10.96.3.7", "fd00::7"} {
			at := "tcp://10.96.3.7:8080"
			if strings.Contains(ip, ":") {
				at = "tcp://[fd00::7]:8080"
			}
			c, err := Load(registers.All(), file, map[string]string{
				service + "_SERVICE_HOST": ip, service + "_SERVICE_PORT": "8080", service + "_SERVICE_PORT_HTTP": "8080", service + "_SERVICE_PORT_HTTP_METRICS": "9090",
				service + "_PORT": at, service + "_PORT_8080_TCP": at, service + "_PORT_8080_TCP_PROTO": "tcp", service + "_PORT_8080_TCP_PORT": "8080",
				service + "_PORT_8080_TCP_ADDR": ip, service + "_PORT_53_UDP": "udp://10.96.3.7:53", service + "_PORT_53_UDP_ADDR": ip, service + "_PORT_9_SCTP": "sctp://10.96.3.7:9",
				"HELSEGRAF_DEADLINE": "3s",
			})
			if err != nil || c.Deadline != 3*time.Second {
				t.Error(service, ip, err)
			}
		}
	}
	for name, value := range map[string]string{
		"HELSEGRAF_PORT": "8080", "HELSEGRAF_LISTEN_PORT": "8080", "HELSEGRAF_METRICS_PORT": "127.0.0.1:9090", "HELSEGRAF_SERVICE_HOST": "helsegraf.example.no",
		"HELSEGRAF_SERVICE_PORT": "http", "HELSEGRAF_PORT_8080_TCP_PROTO": "http", "HELSEGRAF_PORT_8080": "tcp://10.96.3.7:8080", "HELSEGRAF_LISTN": "tcp://10.96.3.7:8080",
		"HELSEGRAF_PUBLIC_URI": "https://helsegraf.example.no", "HELSEGRAF_SERVICE": "10.96.3.7",
	} {
		if _, err := Load(registers.All(), file, map[string]string{name: value}); err == nil || !strings.Contains(err.Error(), name+": there is no such setting") {
			t.Error(name, value, err)
		}
	}
}

// Where text is expected a scalar is its text as written, whatever YAML makes of
// it; where a number is, it is YAML 1.2's.
func TestCaseD2ScalarsAsWritten(t *testing.T) {
	t.Parallel()
	base := minimal(t)
	with := func(t *testing.T, was, is string) (Config, error) {
		t.Helper()
		if strings.Count(base, was) != 1 {
			t.Fatal(was)
		}
		return Load(registers.All(), write(t, "helsegraf.yaml", strings.Replace(base, was, is, 1)), nil)
	}
	for written, want := range map[string]string{
		"0123456": "0123456", "00123": "00123", "007": "007", "1_000": "1_000", "0x1F": "0x1F", "0o17": "0o17", "0b11": "0b11", "1e3": "1e3", "12E03": "12E03", "1.50": "1.50", ".5": ".5", "+12": "+12", "-0": "-0",
		"yes": "yes", "no": "no", "on": "on", "Off": "Off", "y": "y", "true": "true", "False": "False", "~": "~", ".inf": ".inf", ".nan": ".nan", "1:30": "1:30", "08": "08",
		"2024-01-01": "2024-01-01", "2001-12-14t21:59:43.10-05:00": "2001-12-14t21:59:43.10-05:00", "99999999999999999999": "99999999999999999999", "=": "=",
		`"0123"`: "0123", `'0123'`: "0123", "!!str 0123": "0123", `"a\tb"`: "a\tb", "12 34": "12 34", `"null"`: "null", "10 # ten": "10",
	} {
		if strings.Contains(written, "#") {
			written += "\n   "
		}
		c, err := with(t, "password: stand-in", "password: "+written)
		if err != nil || passwordOf(c) != want {
			t.Errorf("password: %s is %q: %v", written, passwordOf(c), err)
		}
		c, err = with(t, "clientId: helsegraf", "clientId: "+written)
		if err != nil || c.HelseID.ClientID != want {
			t.Errorf("clientId: %s is %q: %v", written, c.HelseID.ClientID, err)
		}
		c, err = with(t, "id: web", "id: "+written)
		if err != nil || c.Clients[0].ID != want {
			t.Errorf("clients.0.id: %s is %q: %v", written, c.Clients[0].ID, err)
		}
	}
	for _, written := range []string{"", "null", "Null", "NULL"} {
		if _, err := with(t, "clientId: helsegraf", "clientId: "+written); err == nil || !strings.Contains(err.Error(), "helseId.clientId: is missing") {
			t.Errorf("clientId: %s: %v", written, err)
		}
	}
	for written, want := range map[string]int{"010": 10, "0o10": 8, "0x1F": 31, "+7": 7, "128": 128, `"128"`: 128, "0012": 12, "08": 8} {
		c, err := Load(registers.All(), write(t, "helsegraf.yaml", base+"limits: {inFlight: "+written+"}\n"), nil)
		if err != nil || c.Limits.InFlight != want {
			t.Errorf("inFlight: %s is %d: %v", written, c.Limits.InFlight, err)
		}
	}
	for line, says := range map[string]string{
		"limits: {inFlight: 1_000}": "a whole number", "limits: {inFlight: 1e3}": "a whole number", "limits: {inFlight: 0b11}": "a whole number", "limits: {inFlight: 1.0}": "a whole number",
		"limits: {inFlight: ~}": "a whole number", "limits: {inFlight: yes}": "a whole number", "limits: {inFlight: 0x-1}": "a whole number", "limits: {inFlight: !!binary MTI=}": "a whole number",
		"limits: {inFlight: [1]}": "a whole number", "limits: {inFlight: 99999999999999999999}": "a whole number",
		"deadline: 3": "a duration", "deadline: 3_000ms": "a duration", "hsts: 1:30": "a duration", "logLevel: [info]": "text",
	} {
		_, err := Load(registers.All(), write(t, "helsegraf.yaml", base+line+"\n"), nil)
		if err == nil || !strings.Contains(err.Error(), ": must be "+says) {
			t.Errorf("%s: %v", line, err)
		}
	}
	// An amount is shown as written, so it must be a number.
	for written, will := range map[string]bool{"3278": true, "3278.50": true, `"3278"`: true, "0": true, "03278": false, "-1": false, "+1": false, "3.278e3": false, "3_278": false, "3278.": false, "0xCCE": false, "~": false} {
		_, err := with(t, "frikort: {baseUrl: \"http://127.0.0.1:1\"}", "frikort: {baseUrl: \"http://127.0.0.1:1\", ceilings: {2025: "+written+"}}")
		if says := err != nil && strings.Contains(err.Error(), "registers.frikort.ceilings.2025: must be an amount in kroner"); says == will {
			t.Errorf("ceilings: %s: %v", written, err)
		}
	}
	if _, err := Load(registers.All(), write(t, "helsegraf.yaml", "\uFEFF"+strings.ReplaceAll(base, "\n", "\r\n")), nil); err != nil {
		t.Error("a file as Windows has them:", err)
	}
	// Map keys are text too.
	c, err := with(t, "synthetic: true}", "synthetic: true, assurance: {0123: high, 1e3: substantial, yes: high}}")
	if err != nil || c.Issuers[0].Assurance["0123"] != "high" || c.Issuers[0].Assurance["1e3"] != "substantial" || c.Issuers[0].Assurance["yes"] != "high" {
		t.Error(c.Issuers, err)
	}
}

// A file that is not a configuration is refused at once, however large.
func TestCaseD6FilesThatKeepAParserBusy(t *testing.T) {
	t.Parallel()
	many := func(s string) string { return strings.Repeat(s, 200<<10/len(s)) }
	var stairs strings.Builder
	for i := range 700 {
		stairs.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for what, c := range map[string]struct{ text, says string }{
		"half of a deep file, in braces": {strings.Repeat("{a: ", 10_000), ": is nested more than 32 deep"},
		"half of a deep file, in JSON":   {strings.Repeat(`{"a":`, 10_000), ": is nested more than 32 deep"},
		"half of a real one":             {"registers: {pasientjournal: {NORD: {baseUrl: x, breaker: {window: 10s, ", "is not YAML"},
		"brackets":                       {many("["), "more than"},
		"closed brackets":                {strings.Repeat("[", 5000) + strings.Repeat("]", 5000), ": is nested more than 32 deep"},
		"dashes":                         {strings.Repeat("- ", 10_000), ": is nested more than 32 deep"},
		"questions":                      {strings.Repeat("? ", 10_000), ": is nested more than 32 deep"},
		"tags":                           {strings.Repeat("!!str ", 10_000), ": is nested more than 32 deep"},
		"anchors":                        {strings.Repeat("&a ", 10_000), ":1:1: has an anchor or an alias"},
		"aliases of aliases":             {"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", ":1:4: has an anchor or an alias"},
		"the same key":                   {many("a: 1\n"), "more than"},
		"quotes":                         {many(`"`), "more than"},
		"stairs":                         {stairs.String(), ""},
		"a large one":                    {strings.Repeat("# not a word\n", 100_000), ": is larger than 256 KiB"},
	} {
		begun := time.Now()
		_, err := Load(registers.All(), write(t, "helsegraf.yaml", c.text), nil)
		if err == nil || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 1<<20 {
			t.Errorf("%s: %.300v", what, err)
		}
		if took := time.Since(begun); took > patience {
			t.Error(what, "took", took)
		}
	}
}

// passwordOf is the one password in the minimal configuration.
func passwordOf(c Config) string {
	for _, e := range c.Registers.Endpoints() {
		if e.Password != "" {
			return e.Password
		}
	}
	return ""
}
