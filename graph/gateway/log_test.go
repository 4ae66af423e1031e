package gateway_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
	"helsegraf/graph/telemetry"
)

// lines are what was logged, read.
func (f *front) lines(t *testing.T) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(f.logged()) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(line)
		}
		all = append(all, one)
	}
	return all
}

// Whoever runs the gateway sees why a token was refused, and in which trace.
// What stood in the token was not checked, and is not seen.
func TestCaseD5RefusedTokensInTheLog(t *testing.T) {
	t.Parallel()
	l := startLogin(t)
	f := start(t, func(o *gateway.Options) { o.Authenticator, o.Observer = l, telemetry.New(nil) })
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	const secret = "MARKED"
	for name, c := range map[string]struct {
		authorization string
		reason        string
	}{
		"another audience":  {"Bearer " + l.token(claim("aud", secret)), "wrong_audience"},
		"expired":           {"Bearer " + l.token(claim("exp", noon.Add(-time.Hour).Unix()), claim("jti", secret)), "token_expired"},
		"another issuer":    {"Bearer " + l.token(claim("iss", "https://"+secret)), "unknown_issuer"},
		"an unknown kid":    {"Bearer " + l.token(head("kid", secret)), "invalid_token"},
		"another client":    {"Bearer " + l.token(claim("client_id", secret)), "unknown_client"},
		"another algorithm": {"Bearer " + l.token(head("alg", secret)), "invalid_token"},
		"no token":          {"Bearer " + secret, "invalid_token"},
		"another scheme":    {secret + " x", "unsupported_scheme"},
	} {
		before := len(f.lines(t))
		r := f.ask(t, `{ actor }`, "Authorization: "+c.authorization, "Traceparent: 00-"+trace+"-00f067aa0ba902b7-01")
		if r.status != http.StatusUnauthorized || !strings.Contains(r.body, `"reason":"`+c.reason+`"`) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
		line := f.lines(t)[before]
		if line["reason"] != c.reason || line["trace"] != trace || line["code"] != "UNAUTHENTICATED" || line["level"] != "INFO" || line["id"] != r.header.Get("X-Request-Id") || line["client"] != "" {
			t.Errorf("%s: %v", name, line)
		}
	}
	if strings.Contains(strings.ToUpper(f.logged()), secret) || strings.Contains(f.logged(), l.url) {
		t.Error("shows what stood in a token:", f.logged())
	}
	// A good one has no reason, and a request without a trace has none.
	f.ask(t, `{ actor }`, "Authorization: Bearer "+l.token())
	last := f.lines(t)[len(f.lines(t))-1]
	if _, reasoned := last["reason"]; reasoned || last["trace"] != nil || last["client"] != "web" {
		t.Error(last)
	}
	// A trace that is no such thing, or holds a number, is none.
	for _, parent := range []string{"00-" + secret + "-00f067aa0ba902b7-01", "00-" + canary + strings.Repeat("a", 21) + "-00f067aa0ba902b7-01"} {
		f.ask(t, `{ actor }`, "Traceparent: "+parent)
		if last := f.lines(t)[len(f.lines(t))-1]; last["trace"] != nil {
			t.Error(last)
		}
	}
}

// An authenticator's own word is not written out as it stands.
func TestCaseD5ReasonsAreAClosedList(t *testing.T) {
	t.Parallel()
	f := start(t, func(o *gateway.Options) { o.Authenticator = saying{refused("kid " + canary)} })
	if r := f.ask(t, `{ actor }`); r.status != http.StatusUnauthorized || !strings.Contains(r.body, `"reason":"invalid_token"`) || strings.Contains(r.body+f.logged(), canary) {
		t.Error(r.body, f.logged())
	}
}

func TestCaseD5LinesAreWorthTheirLevel(t *testing.T) {
	t.Parallel()
	levels := map[string]string{
		"/healthz": "DEBUG", "/readyz": "DEBUG", "/": "DEBUG", "/pages/style.css": "DEBUG", "/pages/nothing": "DEBUG", "/graphiql/settings.json": "DEBUG", "/graphiql/nothing.js": "DEBUG",
		"/schema.graphql": "INFO", "/documents/x": "INFO", "/nothing": "INFO", "/graphql": "INFO",
	}
	f := &front{}
	started := start(t, func(o *gateway.Options) {
		o.Log = slog.New(slog.NewJSONHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
		since := 0
		o.Now = func() time.Time { since++; return noon.Add(time.Duration(since) * 1500 * time.Microsecond) }
	})
	for path, want := range levels {
		before := len(f.lines(t))
		started.send(t, http.MethodGet, path, "")
		line := f.lines(t)[before]
		if line["level"] != want || line["msg"] != "request" {
			t.Errorf("%s: %v", path, line)
		}
		// In milliseconds, and their parts.
		if took, ok := line["took"].(float64); !ok || took < 1.5 || took > 60 || fmt.Sprint(took*2) != fmt.Sprint(int(took*2)) {
			t.Errorf("%s took %v", path, line["took"])
		}
	}
}

// saying is an authenticator that refuses everybody with its own word.
type saying struct{ err error }

func (s saying) Actor(context.Context, *http.Request) (policy.Actor, error) {
	return policy.Actor{}, s.err
}
