package sources

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// TokenCheck is the result of a trial token request, for diagnosing a
// configuration. It contains nothing of the token that could be used.
type TokenCheck struct {
	// Refusal is HelseID's error code (RFC 6749 section 5.2, RFC 8707 or RFC
	// 9449); "" when it did not refuse, or with an unknown code.
	Refusal string
	// Audiences and Scopes are the token's; nil when it cannot be read.
	Audiences, Scopes []string
	Life              time.Duration
}

// knownRefusal is a known error code, or "": any other could be arbitrary text.
func knownRefusal(refusal string) string {
	switch refusal {
	case "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
		"invalid_target", "invalid_dpop_proof", "use_dpop_nonce":
		return refusal
	}
	return ""
}

// Check requests a new token as [HelseID.For] would, and returns the outcome.
// The token is not kept.
func (h *HelseID) Check(ctx context.Context, audience, scope string) (TokenCheck, error) {
	s := service{h: h, scope: scope, key: audience + " " + scope}
	path, err := h.tokenPath(ctx)
	if err != nil {
		return TokenCheck{}, err
	}
	resp, err := s.request(ctx, path)
	if errors.Is(err, errNonce) {
		resp, err = s.request(ctx, path)
	}
	c := TokenCheck{Refusal: knownRefusal(resp.Error)}
	switch {
	case errors.Is(err, errNonce):
		return c, Denied
	case err != nil:
		return c, err
	}
	c.Life = time.Duration(resp.ExpiresIn) * time.Second
	c.Audiences, c.Scopes = readable(resp.AccessToken)
	return c, nil
}

// readable returns the audiences and scopes of an access token that is a JWT.
// Its signature is for the service to verify.
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
		Audience stringList `json:"aud"`
		Scope    stringList `json:"scope"`
	}
	if json.Unmarshal(text, &claims) != nil {
		return nil, nil
	}
	return claims.Audience, claims.Scope
}

// stringList is a claim that is a list, or one space-separated string.
type stringList []string

// UnmarshalJSON reads either form.
func (w *stringList) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*w = strings.Fields(one)
		return nil
	}
	return json.Unmarshal(text, (*[]string)(w))
}
