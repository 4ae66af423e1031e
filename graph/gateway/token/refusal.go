package token

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Refusal is why a token is not accepted: a stable code that holds nothing of the
// token.
type Refusal string

// Codes of refusals.
const (
	tokenInvalid      Refusal = "invalid_token"
	tokenExpired      Refusal = "token_expired"
	tokenNotYetValid  Refusal = "token_not_yet_valid" //nolint:gosec // a reason, not a credential
	tokenElsewhere    Refusal = "wrong_audience"
	tokenBound        Refusal = "proof_of_possession_unsupported"
	tokenUnbound      Refusal = "token_not_bound"
	proofMissing      Refusal = "proof_of_possession_required"
	proofInvalid      Refusal = "invalid_dpop_proof"
	proofExpired      Refusal = "dpop_proof_expired"
	proofReplayed     Refusal = "dpop_proof_replayed"
	proofNonce        Refusal = "use_dpop_nonce"
	proofsFull        Refusal = "too_many_proofs"
	schemeUnsupported Refusal = "unsupported_scheme"
	issuerUnknown     Refusal = "unknown_issuer"
	issuerSilent      Refusal = "issuer_unavailable"
	clientUnknown     Refusal = "unknown_client"
	numberSynthetic   Refusal = "synthetic_number"
)

// refusals lists them all.
func refusals() []Refusal {
	return []Refusal{
		tokenInvalid, tokenExpired, tokenNotYetValid, tokenElsewhere, tokenBound, tokenUnbound, proofMissing, proofInvalid, proofExpired,
		proofReplayed, proofNonce, proofsFull, schemeUnsupported, issuerUnknown, issuerSilent, clientUnknown, numberSynthetic,
	}
}

// Error says that the token was refused, with the code.
func (r Refusal) Error() string { return "access token refused: " + string(r) }

// Code is the stable code.
func (r Refusal) Code() string { return string(r) }

// Transient reports that the token cannot be checked right now but may be valid:
// nobody needs to log in again.
func (r Refusal) Transient() bool { return r == issuerSilent || r == proofsFull }

// RefusalOf returns why a token was refused, by the Code method of an authenticator's
// error. The result is always from a closed list, whatever the method returns: it is
// sent to the client and logged, where nothing of an unverified token may appear.
func RefusalOf(err error) Refusal {
	if coded, ok := errors.AsType[interface {
		error
		Code() string
	}](err); ok && slices.Contains(refusals(), Refusal(coded.Code())) {
		return Refusal(coded.Code())
	}
	return tokenInvalid
}

// challenged is a refusal with the headers that say what would be accepted.
type challenged struct {
	Refusal
	headers http.Header
}

// Unwrap returns the refusal.
func (c challenged) Unwrap() error { return c.Refusal }

// Headers returns the headers to send with the refusal.
func (c challenged) Headers() http.Header { return c.headers }

// challenge adds the DPoP challenge to a refusal.
func (p *proofs) challenge(err error, now time.Time) error {
	why, ok := err.(Refusal) //nolint:errorlint // a Refusal is not wrapped yet
	if !ok {
		return err
	}
	code := "invalid_token"
	h := http.Header{}
	if why == proofInvalid || why == proofExpired || why == proofReplayed {
		code = string(proofInvalid)
	}
	if why == proofNonce {
		code = string(proofNonce)
		h.Set("DPoP-Nonce", p.nonces.now(now))
	}
	h.Set("WWW-Authenticate", `DPoP error="`+code+`", algs="`+strings.Join(asymmetric(), " ")+`"`)
	return challenged{why, h}
}
