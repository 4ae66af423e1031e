package gateway

import (
	"net/http"
	"strings"
	"time"
)

// refusal is why a token is not taken: a stable word, which tells nothing of
// the token.
type refusal string

// The reasons of refusals.
const (
	tokenInvalid      refusal = "invalid_token"
	tokenExpired      refusal = "token_expired"
	tokenNotYetValid  refusal = "token_not_yet_valid" //nolint:gosec // a reason, no credential
	tokenElsewhere    refusal = "wrong_audience"
	tokenBound        refusal = "proof_of_possession_unsupported"
	tokenUnbound      refusal = "token_not_bound"
	proofMissing      refusal = "proof_of_possession_required"
	proofInvalid      refusal = "invalid_dpop_proof"
	proofExpired      refusal = "dpop_proof_expired"
	proofReplayed     refusal = "dpop_proof_replayed"
	proofNonce        refusal = "use_dpop_nonce"
	proofsFull        refusal = "too_many_proofs"
	schemeUnsupported refusal = "unsupported_scheme"
	issuerUnknown     refusal = "unknown_issuer"
	issuerSilent      refusal = "issuer_unavailable"
	clientUnknown     refusal = "unknown_client"
	numberSynthetic   refusal = "synthetic_number"
)

// refusals are all of them.
func refusals() []refusal {
	return []refusal{
		tokenInvalid, tokenExpired, tokenNotYetValid, tokenElsewhere, tokenBound, tokenUnbound, proofMissing, proofInvalid, proofExpired,
		proofReplayed, proofNonce, proofsFull, schemeUnsupported, issuerUnknown, issuerSilent, clientUnknown, numberSynthetic,
	}
}

// Error is the reason in words.
func (r refusal) Error() string { return "access token refused: " + string(r) }

// Code is the reason.
func (r refusal) Code() string { return string(r) }

// challenged is a refusal with the headers that tell a client what would do.
type challenged struct {
	refusal
	headers http.Header
}

// Unwrap is the refusal.
func (c challenged) Unwrap() error { return c.refusal }

// Headers are those to send with the refusal.
func (c challenged) Headers() http.Header { return c.headers }

// challenge dresses a refusal of a token that should be, or was, sent with a
// proof.
func (p *proofs) challenge(err error, now time.Time) error {
	why, ok := err.(refusal) //nolint:errorlint // ours, not wrapped yet
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
