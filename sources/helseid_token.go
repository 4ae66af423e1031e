package sources

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The operations of HelseID.
var (
	discoveryOperation = Operation{Name: "Discovery", Repeatable: true, Accepts: []string{"application/json"}}
	// An unknown client may get 401 (RFC 6749, section 5.2).
	tokenOperation = Operation{Name: "Token", Accepts: []string{"application/json"}, Statuses: []int{http.StatusBadRequest, http.StatusUnauthorized}}
)

const (
	metadataLife = 24 * time.Hour
	assertionAge = 30 * time.Second // HelseID accepts up to 60
)

// fetch requests a token, once more if HelseID wants a nonce in the proof.
func (s service) fetch(ctx context.Context) (accessToken, error) {
	path, err := s.h.tokenPath(ctx)
	if err != nil {
		return accessToken{}, err
	}
	answer, err := s.request(ctx, path)
	if errors.Is(err, errNonce) {
		answer, err = s.request(ctx, path)
	}
	if errors.Is(err, errNonce) {
		return accessToken{}, Denied
	}
	if err != nil {
		return accessToken{}, err
	}
	return accessToken{
		authorization: "DPoP " + answer.AccessToken, hash: digest(answer.AccessToken),
		until: s.h.config.Now().Add(time.Duration(answer.ExpiresIn)*time.Second - expiryMargin),
	}, nil
}

// tokenResponse is the success or error response of RFC 6749 section 5.
type tokenResponse struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	Error       string `json:"error"`
}

// errNonce: the token endpoint wants its nonce in the proof, and has sent it.
var errNonce = errors.New("nonce wanted")

func (s service) request(ctx context.Context, path string) (tokenResponse, error) {
	h := s.h
	assertion, err := h.assert()
	if err != nil {
		return tokenResponse{}, err
	}
	endpoint := h.client.address(path)
	proof, err := h.proofs.prove(http.MethodPost, endpoint, "")
	if err != nil {
		return tokenResponse{}, err
	}
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {h.config.ClientID}, "scope": {s.scope},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {assertion},
	}
	var answer tokenResponse
	nonce := false
	err = h.client.Call(ctx, tokenOperation, Request{
		Method: http.MethodPost, Path: path, Header: http.Header{"Dpop": {proof}},
		ContentType: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
	}, func(resp *Response) error {
		gotNonce := h.proofs.takeNonce(endpoint, resp.Header) // also with a token (RFC 9449, section 8.2)
		if err := DecodeJSON(resp.Body, &answer); err != nil {
			return err
		}
		switch {
		case resp.Status/100 != 2:
			nonce = answer.Error == "use_dpop_nonce" && gotNonce
			return Denied
		case answer.AccessToken == "" || answer.ExpiresIn <= 0 || !strings.EqualFold(answer.TokenType, "DPoP"):
			// A Bearer token could be used by whoever gets hold of it.
			return Garbled
		}
		return nil
	})
	if nonce {
		return tokenResponse{}, errNonce
	}
	return answer, err
}

// tokenPath is the path of the token endpoint under the issuer.
func (h *HelseID) tokenPath(ctx context.Context) (string, error) {
	return h.paths.Get(ctx, "token", func(ctx context.Context) (string, time.Duration, error) {
		var path string
		err := h.client.Call(ctx, discoveryOperation, Request{Method: http.MethodGet, Path: "/.well-known/openid-configuration"}, func(resp *Response) error {
			var err error
			path, err = h.readMetadata(resp.Body)
			return err
		})
		return path, metadataLife, err
	})
}

// readMetadata finds the token endpoint. One that is not under the issuer is
// refused: the client assertion would go there.
func (h *HelseID) readMetadata(body []byte) (string, error) {
	var metadata struct {
		Issuer        string `json:"issuer"`
		TokenEndpoint string `json:"token_endpoint"`
	}
	if err := DecodeJSON(body, &metadata); err != nil {
		return "", err
	}
	path, ok := strings.CutPrefix(metadata.TokenEndpoint, strings.TrimSuffix(h.config.Issuer, "/")+"/")
	if !ok || metadata.Issuer != h.config.Issuer || strings.ContainsAny(path, "?#") {
		return "", Garbled
	}
	return "/" + path, nil
}

// assert makes a single-use client assertion (RFC 7523).
func (h *HelseID) assert() (string, error) {
	now := h.config.Now()
	return h.assertion.sign(map[string]any{
		"iss": h.config.ClientID, "sub": h.config.ClientID, "aud": h.config.Issuer, "jti": rand.Text(),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(assertionAge).Unix(),
	})
}
