// Package token authenticates citizens: it verifies the access token of a request
// and makes the [policy.Actor] by which the rest of the graph decides.
//
// A [Verifier] knows its issuers (OpenID Connect or RFC 8414 metadata, JWKS) and the
// applications that may use their tokens. It checks the signature, the claims, the
// scopes and, where an issuer binds tokens to keys, the DPoP proof with its nonce
// (RFC 9449). Keys are fetched from where the configuration says, never from where
// a token says.
//
// It knows nothing of GraphQL and writes no response: a [Refusal] says why a token
// is refused, and package gateway answers. Of tokens it keeps only digests: those of
// tokens with a verified signature, and those of used proofs.
package token
