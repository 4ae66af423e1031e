package token

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
)

// Issuer logs citizens in; its fields say how its access tokens are read.
type Issuer struct {
	// URL is the exact iss of its tokens; its keys are found from there.
	URL string
	// KeysURL is where its keys are, for an issuer without metadata; "" takes it from
	// the metadata.
	KeysURL string
	// Audience is the only aud allowed in its tokens.
	Audience string
	// Algorithms are those its tokens may be signed with. Default RS256, PS256, ES256.
	Algorithms []string
	// Types are the allowed typ of its tokens. Default at+jwt and JWT.
	Types []string
	// NumberClaim holds the identity number. Default pid.
	NumberClaim string
	// ScopeClaim holds the token's scopes: scope, or scp in tokens of Helsenorge's STS.
	// Default scope. NoScopes is for an issuer whose tokens have none of ours, such as
	// TokenX: then only the client's scopes apply.
	ScopeClaim string
	// AssuranceClaim holds the level of assurance of the login. Default acr.
	AssuranceClaim string
	// Assurance maps the values of AssuranceClaim to levels; an unlisted value is low.
	// Default those of ID-porten, TokenX and HelseID.
	Assurance map[string]policy.Assurance
	// Synthetic accepts identity numbers made for testing. Never in production.
	Synthetic bool
	// DPoP accepts its tokens only with a proof of the key they are bound to (RFC 9449),
	// and never as Bearer tokens; without DPoP, only as Bearer tokens.
	DPoP bool
	// DPoPNonce requires proofs to hold a recent nonce of ours, so that a proof made
	// ahead of time is useless. It costs clients one extra request per minute. Processes
	// with the same NonceKeys accept each other's nonces.
	DPoPNonce bool
}

// Meanings returns the effective Assurance, defaults included.
func (i Issuer) Meanings() map[string]policy.Assurance { return i.withDefaults().Assurance }

// NoScopes is the ScopeClaim of an issuer whose tokens have no scopes of ours.
const NoScopes = "none"

// defaultAssurance are the words of ID-porten, of TokenX (which translates
// them) and of HelseID's security_level.
func defaultAssurance() map[string]policy.Assurance {
	return map[string]policy.Assurance{
		"idporten-loa-high": policy.AssuranceHigh, "idporten-loa-substantial": policy.AssuranceSubstantial,
		"Level4": policy.AssuranceHigh, "Level3": policy.AssuranceSubstantial,
		"4": policy.AssuranceHigh, "3": policy.AssuranceSubstantial,
	}
}

// Options configure a Verifier.
type Options struct {
	// Now is the clock for tokens and for the age of keys. Default time.Now.
	Now func() time.Time
	// Transport fetches keys; nil makes one.
	Transport http.RoundTripper
	// Timeout bounds one fetch of an issuer's keys. Default 2 s.
	Timeout time.Duration
	// Pause is the minimum time between two fetches from one issuer that found no new
	// key, however many unknown keys tokens name. Default 30 s.
	Pause time.Duration
	// KeyLife is how long keys are used before a refetch. Default 1 h.
	KeyLife time.Duration
	// StaleLife is how long keys are used while the issuer is unreachable. Default 24 h.
	StaleLife time.Duration
	// PublicURL is where clients reach the gateway, and what proofs must be made for.
	// Required if an issuer has DPoP. The Host header of a request is ignored.
	PublicURL string
	// NonceKeys are secrets for making nonces, the same in all processes behind one
	// address. All are used, so that one can be rotated while they run; without any, a
	// process makes its own key.
	NonceKeys [][]byte
	// ProofAge is how old a proof may be, beyond 5 s of clock skew.
	// Default 10 s.
	ProofAge time.Duration
}

// Verifier checks citizens' access tokens. Nothing else makes an Actor. It is safe
// for concurrent use.
//
// A token that is bound to a key (cnf) is accepted only with a proof of that key: as
// a Bearer token it would work for whoever stole it.
type Verifier struct {
	now     func() time.Time
	proofs  *proofs
	issuers map[string]*issuer // by iss
	clients map[string]client  // by id
}

// issuer is an Issuer with its keys.
type issuer struct {
	Issuer
	keys *keyring
}

// client is a registered application with its scopes parsed.
type client struct {
	name   string
	scopes scopes
}

// NewVerifier makes a Verifier, or returns an error that names every fault of the
// configuration. It fetches no keys yet.
func NewVerifier(issuers []Issuer, clients []Client, o Options) (*Verifier, error) {
	o = o.withDefaults()
	v := &Verifier{now: o.Now, proofs: newProofs(o), issuers: map[string]*issuer{}, clients: map[string]client{}}
	var faults []error
	if len(issuers) == 0 {
		faults = append(faults, errors.New("no issuer of tokens is known"))
	}
	for _, i := range issuers {
		if i.DPoP && o.PublicURL == "" {
			faults = append(faults, fmt.Errorf("issuer %s: proofs of possession need the public URL", i.URL))
		}
		faults = append(faults, v.addIssuer(i.withDefaults(), o))
	}
	for _, c := range clients {
		faults = append(faults, v.addClient(c))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return v, nil
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			TLSHandshakeTimeout: o.Timeout, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: 64 << 10,
		}
	}
	for _, d := range []struct {
		value  *time.Duration
		preset time.Duration
	}{{&o.Timeout, 2 * time.Second}, {&o.Pause, 30 * time.Second}, {&o.KeyLife, time.Hour}, {&o.StaleLife, 24 * time.Hour}, {&o.ProofAge, 10 * time.Second}} {
		if *d.value == 0 {
			*d.value = d.preset
		}
	}
	return o
}

func (i Issuer) withDefaults() Issuer {
	if i.Algorithms == nil {
		i.Algorithms = []string{"RS256", "PS256", "ES256"}
	}
	if i.Types == nil {
		i.Types = []string{"at+jwt", "JWT"}
	}
	if i.NumberClaim == "" {
		i.NumberClaim = "pid"
	}
	if i.ScopeClaim == "" {
		i.ScopeClaim = "scope"
	}
	if i.AssuranceClaim == "" {
		i.AssuranceClaim = "acr"
	}
	if i.Assurance == nil {
		i.Assurance = defaultAssurance()
	}
	return i
}

func (v *Verifier) addIssuer(i Issuer, o Options) error {
	keys, err := newKeyring(i, o)
	if err != nil {
		return err
	}
	var faults []error
	if i.Audience == "" {
		faults = append(faults, fmt.Errorf("issuer %s: audience is missing", i.URL))
	}
	for _, alg := range i.Algorithms {
		if !slices.Contains(asymmetric(), alg) {
			faults = append(faults, fmt.Errorf("issuer %s: algorithm %q is not one of %s", i.URL, alg, strings.Join(asymmetric(), " ")))
		}
	}
	if _, twice := v.issuers[i.URL]; twice {
		faults = append(faults, fmt.Errorf("issuer %s: stands twice", i.URL))
	}
	v.issuers[i.URL] = &issuer{i, keys}
	return errors.Join(faults...)
}

func (v *Verifier) addClient(c Client) error {
	if c.ID == "" {
		return errors.New("a client has no id")
	}
	if _, twice := v.clients[c.ID]; twice {
		return fmt.Errorf("client %s: stands twice", c.ID)
	}
	var faults []error
	for _, word := range c.Scopes {
		if scopesOf([]string{word}) == (scopes{}) {
			faults = append(faults, fmt.Errorf("client %s: scope %q is not one of the gateway's", c.ID, word))
		}
	}
	v.clients[c.ID] = client{name: c.Name, scopes: scopesOf(c.Scopes)}
	return errors.Join(faults...)
}

// Check fetches the keys of every issuer; the error names the issuers that failed.
func (v *Verifier) Check(ctx context.Context) error {
	var faults []error
	for url, i := range v.issuers {
		if err := i.keys.refresh(ctx); err != nil {
			faults = append(faults, fmt.Errorf("issuer %s: %w", url, err))
		}
	}
	return errors.Join(faults...)
}

// Actor returns the citizen whose token r carries, or the zero Actor without one. An
// error is a [Refusal], possibly with headers to answer with.
func (v *Verifier) Actor(ctx context.Context, r *http.Request) (policy.Actor, error) {
	sent, err := present(r)
	if err != nil || sent.token == "" {
		return policy.Actor{}, err
	}
	t, err := parseToken(sent.token)
	if err != nil {
		return policy.Actor{}, err
	}
	iss, _ := t.claims.text("iss")
	i, ok := v.issuers[iss]
	if !ok {
		return policy.Actor{}, issuerUnknown
	}
	c, err := v.verify(ctx, r, i, t, sent)
	if err != nil && i.DPoP {
		err = v.proofs.challenge(err, v.now())
	}
	if err != nil {
		return policy.Actor{}, err
	}
	return policy.Authenticated(c), nil
}

// verify checks that the issuer made the token for this gateway, that it is current,
// and that the sender may use it.
func (v *Verifier) verify(ctx context.Context, r *http.Request, i *issuer, t compactToken, sent presented) (policy.Credentials, error) {
	switch {
	case i.DPoP && !sent.proven:
		return policy.Credentials{}, proofMissing
	case !i.DPoP && sent.proven:
		return policy.Credentials{}, schemeUnsupported
	case !slices.Contains(i.Algorithms, t.header.Algorithm), !slices.ContainsFunc(i.Types, t.header.is):
		return policy.Credentials{}, tokenInvalid
	}
	// Only this issuer's keys: one issuer must not speak for another.
	if err := i.keys.verify(ctx, t); err != nil {
		return policy.Credentials{}, err
	}
	c, err := v.credentials(i.Issuer, t.claims)
	if err != nil || !i.DPoP {
		return c, err
	}
	thumbprint, ok := t.claims.thumbprint()
	if !ok {
		return policy.Credentials{}, tokenUnbound
	}
	if err := v.proofs.check(r, sent.token, thumbprint, i.DPoPNonce, v.now()); err != nil {
		return policy.Credentials{}, err
	}
	return c, nil
}
