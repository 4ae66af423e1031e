package sources

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// HelseIDConfig is how the gateway is known to HelseID.
type HelseIDConfig struct {
	// Issuer is HelseID's address, as in the iss of its tokens.
	Issuer string
	// ClientID is the gateway's.
	ClientID string
	// Key is the gateway's private key, a JWK in JSON: P-256 for ES256 or RSA
	// for PS256, unless its alg says otherwise. A kid in it is sent along.
	Key []byte
	// Timeout bounds one fetch of a token, whoever waits for it. Default 2 s.
	Timeout time.Duration
	// Transport and Now are as in [Config].
	Transport http.RoundTripper
	Now       func() time.Time
}

// HelseID gets the gateway's access tokens for the health network's services:
// client credentials with private_key_jwt, each token bound by DPoP (RFC 9449)
// to a key that lives in this process only. It is safe for concurrent use.
type HelseID struct {
	config    HelseIDConfig
	client    *Client
	assertion signer
	proofs    *prover
	tokens    *Cache[accessToken]
	paths     *Cache[string] // of the token endpoint

	mu      sync.Mutex
	renewed map[string]time.Time // when a refused token was last dropped
}

// accessToken is a token and the hash that a proof of possession binds to it.
type accessToken struct {
	authorization string // the header that presents it
	hash          string // in proofs
	until         time.Time
}

const (
	maxTokens    = 128              // one for each service; there are a dozen
	expiryMargin = 30 * time.Second // a token is replaced this long before it expires
	renewPause   = 10 * time.Second
)

// NewHelseID makes a HelseID, or returns what is wrong with the configuration.
// It does not call HelseID yet.
func NewHelseID(c HelseIDConfig) (*HelseID, error) {
	if c.ClientID == "" {
		return nil, errors.New("helseid: client id is missing")
	}
	setDefault(&c.Timeout, 2*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	client, err := New(Config{
		Register: "helseid", BaseURL: c.Issuer, Timeout: c.Timeout, MaxBytes: 64 << 10, Transport: c.Transport, Now: c.Now,
	})
	if err != nil {
		return nil, err
	}
	assertion, err := clientSigner(c.Key)
	if err != nil {
		return nil, err
	}
	proofs, err := newProver(c.Now)
	if err != nil {
		return nil, err
	}
	return &HelseID{
		config: c, client: client, assertion: assertion, proofs: proofs,
		tokens: NewCache[accessToken](maxTokens), paths: NewCache[string](1),
		renewed: map[string]time.Time{},
	}, nil
}

// Status is HelseID's recent health.
func (h *HelseID) Status() Status { return h.client.Status() }

// For authorises requests to one service. HelseID derives the audience from the
// scope and is not sent it; here it keeps apart the tokens of two services
// whose scopes have the same name.
func (h *HelseID) For(audience, scope string) Authorizer {
	return service{h: h, scope: scope, key: audience + " " + scope}
}

// service is the Authorizer of one audience and scope.
type service struct {
	h          *HelseID
	scope, key string
}

// Authorize adds an access token and a new proof for this try.
func (s service) Authorize(ctx context.Context, r *http.Request) error {
	token, err := s.token(ctx)
	if err != nil {
		return err
	}
	proof, err := s.h.proofs.prove(r.Method, r.URL, token.hash)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", token.authorization)
	r.Header.Set("DPoP", proof)
	return nil
}

// Heed stores the nonce that the service wants in the next proof, which any
// response may carry (RFC 9449, section 8.2).
func (s service) Heed(resp *http.Response) { s.h.proofs.takeNonce(resp.Request.URL, resp.Header) }

// Renew allows another try at once when the service only wants its nonce, and
// drops a token that was refused. If the service refuses new tokens too, none
// is fetched for a while, so that HelseID is not called for every request a
// service refuses.
func (s service) Renew(_ context.Context, refused *http.Response) bool {
	if refused.Header.Get("DPoP-Nonce") != "" && !tokenRefused(refused) {
		return true
	}
	token, ok := s.h.tokens.kept(s.key)
	if !ok || refused.Request.Header.Get("Authorization") != token.authorization {
		return true // somebody else has renewed it
	}
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	now := s.h.config.Now()
	if last, ok := s.h.renewed[s.key]; ok && now.Sub(last) < renewPause {
		return false
	}
	s.h.renewed[s.key] = now
	s.h.tokens.Drop(s.key)
	return true
}

// tokenRefused reports whether a response says that the token is invalid (RFC
// 6750, section 3.1), whatever else it wants.
func tokenRefused(resp *http.Response) bool {
	return slices.ContainsFunc(resp.Header.Values("WWW-Authenticate"), func(challenge string) bool {
		return strings.Contains(challenge, "invalid_token")
	})
}

// token is the cached token, or a new one.
func (s service) token(ctx context.Context) (accessToken, error) {
	if t, ok := s.h.tokens.kept(s.key); ok && !s.h.config.Now().Before(t.until) {
		s.h.tokens.Drop(s.key) // the configured clock may run ahead of the cache's
	}
	return s.h.tokens.Get(ctx, s.key, func(context.Context) (accessToken, time.Duration, error) {
		// Detached from the first caller: others wait for the token too, and
		// the fetch belongs in nobody's report.
		ctx, cancel := context.WithTimeout(context.Background(), s.h.config.Timeout)
		defer cancel()
		t, err := s.fetch(ctx)
		if err != nil {
			return accessToken{}, 0, unauthorised(err)
		}
		return t, t.until.Sub(s.h.config.Now()), nil
	})
}

// unauthorised maps a failed token fetch to the Kind of the call that needed
// the token, which need not know whether HelseID was skipped or did not
// respond.
func unauthorised(err error) Kind {
	switch k := KindOf(err); k {
	case Denied, Timeout, Garbled, Internal:
		return k
	case Invalid:
		return Denied
	default:
		return Unavailable
	}
}

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
