package sources

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// TokenCheck is what came of asking HelseID for a token, for those who look
// for what is wrong with a configuration. It holds nothing of the token that
// could be used.
type TokenCheck struct {
	// Refusal is the error code of RFC 6749 section 5.2, RFC 8707 or RFC 9449 with which
	// HelseID said no; "" when it did not, or with a code that is none of these.
	Refusal string
	// Audiences and Scopes are those of the token; nil when it cannot be read.
	Audiences, Scopes []string
	Life              time.Duration
}

// known is the code of a refusal. Others than these could be any text.
func known(refusal string) string {
	switch refusal {
	case "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
		"invalid_target", "invalid_dpop_proof", "use_dpop_nonce":
		return refusal
	}
	return ""
}

// Check asks for a new token as [HelseID.For] would, and tells how it went. The
// token is not kept.
func (h *HelseID) Check(ctx context.Context, audience, scope string) (TokenCheck, error) {
	s := service{h: h, scope: scope, key: audience + " " + scope}
	path, err := h.tokenPath(ctx)
	if err != nil {
		return TokenCheck{}, err
	}
	answer, err := s.ask(ctx, path)
	if errors.Is(err, errNonce) {
		answer, err = s.ask(ctx, path)
	}
	c := TokenCheck{Refusal: known(answer.Error)}
	switch {
	case errors.Is(err, errNonce):
		return c, Denied
	case err != nil:
		return c, err
	}
	c.Life = time.Duration(answer.ExpiresIn) * time.Second
	c.Audiences, c.Scopes = readable(answer.AccessToken)
	return c, nil
}

// readable are audiences and scopes of an access token that is a JWT. Its
// signature is the service's to check.
func readable(token string) (audiences, scopes []string) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, nil
	}
	var claims struct {
		Audience words `json:"aud"`
		Scope    words `json:"scope"`
	}
	if json.Unmarshal(text, &claims) != nil {
		return nil, nil
	}
	return claims.Audience, claims.Scope
}

// words is a claim that is a list, or one string with blanks between.
type words []string

// UnmarshalJSON reads either.
func (w *words) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*w = strings.Fields(one)
		return nil
	}
	return json.Unmarshal(text, (*[]string)(w))
}
