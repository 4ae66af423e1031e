package token_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph/gateway"
	"helsegraf/graph/telemetry"
)

// An operator sees why a token was refused, and in which trace. The contents of the
// token are unverified, and do not show.
func TestCaseD5RefusedTokensInTheLog(t *testing.T) {
	t.Parallel()
	l := startLogin(t)
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Authenticator, o.Observer = l, telemetry.New(nil) })
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
		before := len(f.Lines(t))
		r := f.Ask(t, `{ actor }`, "Authorization: "+c.authorization, "Traceparent: 00-"+trace+"-00f067aa0ba902b7-01")
		if r.Status != http.StatusUnauthorized || !strings.Contains(r.Body, `"reason":"`+c.reason+`"`) {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
		line := f.Lines(t)[before]
		if line["reason"] != c.reason || line["trace"] != trace || line["code"] != "UNAUTHENTICATED" || line["level"] != "INFO" || line["id"] != r.Header.Get("X-Request-Id") || line["client"] != "" {
			t.Errorf("%s: %v", name, line)
		}
	}
	if strings.Contains(strings.ToUpper(f.Logged()), secret) || strings.Contains(f.Logged(), l.url) {
		t.Error("shows what stood in a token:", f.Logged())
	}
	// A valid token has no reason, and a request without a trace has no trace id.
	f.Ask(t, `{ actor }`, "Authorization: Bearer "+l.token())
	last := f.Lines(t)[len(f.Lines(t))-1]
	if _, reasoned := last["reason"]; reasoned || last["trace"] != nil || last["client"] != "web" {
		t.Error(last)
	}
	// A malformed trace, or one that holds an identity number, is ignored.
	for _, parent := range []string{"00-" + secret + "-00f067aa0ba902b7-01", "00-" + gatewaytest.Canary + strings.Repeat("a", 21) + "-00f067aa0ba902b7-01"} {
		f.Ask(t, `{ actor }`, "Traceparent: "+parent)
		if last := f.Lines(t)[len(f.Lines(t))-1]; last["trace"] != nil {
			t.Error(last)
		}
	}
}
