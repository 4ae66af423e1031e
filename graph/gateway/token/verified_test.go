package token_test

import (
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/token"
)

// A remembered signature exempts a token from no other rule.
func TestTokenSeenBeforeIsHeldAgainstEveryRule(t *testing.T) {
	now := noon
	l := startLogin(t, func(_ *token.Issuer, o *token.Options) { o.Now = func() time.Time { return now } })
	token := l.token(claim("exp", noon.Add(time.Minute).Unix()))
	for range 2 {
		if _, err := l.actor(token); err != nil {
			t.Fatal(err)
		}
	}
	parts := strings.Split(token, ".")
	other := strings.Split(l.token(claim("scope", "helsegraf:gp_information.read")), ".")
	for _, forged := range []string{
		strings.Join([]string{parts[0], parts[1], other[2]}, "."),
		strings.Join([]string{parts[0], other[1], parts[2]}, "."),
		token[:len(token)-4],
	} {
		l.refused(l.ask("Bearer "+forged), "invalid_token")
	}
	if _, err := l.actor(token); err != nil {
		t.Errorf("refused after forged ones: %v", err)
	}
	now = noon.Add(2 * time.Minute)
	l.refused(l.ask("Bearer "+token), "token_expired")
	now = noon.Add(-2 * time.Minute)
	l.refused(l.ask("Bearer "+token), "token_not_yet_valid")
}
