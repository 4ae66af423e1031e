package gateway_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
)

// An authenticator's own word is never logged verbatim.
func TestCaseD5ReasonsAreAClosedList(t *testing.T) {
	t.Parallel()
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Authenticator = saying{gatewaytest.Refused("kid " + gatewaytest.Canary)} })
	if r := f.Ask(t, `{ actor }`); r.Status != http.StatusUnauthorized || !strings.Contains(r.Body, `"reason":"invalid_token"`) || strings.Contains(r.Body+f.Logged(), gatewaytest.Canary) {
		t.Error(r.Body, f.Logged())
	}
}

func TestCaseD5LinesAreWorthTheirLevel(t *testing.T) {
	t.Parallel()
	levels := map[string]string{
		"/healthz": "DEBUG", "/readyz": "DEBUG", "/": "DEBUG", "/pages/style.css": "DEBUG", "/pages/nothing": "DEBUG", "/graphiql/settings.json": "DEBUG", "/graphiql/nothing.js": "DEBUG",
		"/schema.graphql": "INFO", "/documents/x": "INFO", "/nothing": "INFO", "/graphql": "INFO",
	}
	f := &gatewaytest.Front{}
	started := gatewaytest.Start(t, func(o *gateway.Options) {
		o.Log = slog.New(slog.NewJSONHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
		since := 0
		o.Now = func() time.Time { since++; return noon.Add(time.Duration(since) * 1500 * time.Microsecond) }
	})
	for path, want := range levels {
		before := len(f.Lines(t))
		started.Send(t, http.MethodGet, path, "")
		line := f.Lines(t)[before]
		if line["level"] != want || line["msg"] != "request" {
			t.Errorf("%s: %v", path, line)
		}
		// In milliseconds, with fractions.
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
