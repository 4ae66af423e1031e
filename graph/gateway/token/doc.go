// Package token authenticates citizens: it verifies the access token of a
// request and makes the [policy.Actor] that the rest of the graph decides by.
//
// A [Verifier] knows its issuers (OpenID Connect or RFC 8414 metadata, JWKS) and
// the applications that may use their tokens. It checks the signature, the
// claims, the scopes and, where an issuer binds tokens to keys, the DPoP proof
// with its nonce (RFC 9449). Keys are fetched from where the configuration says,
// never from where a token says.
//
// It knows nothing of GraphQL and writes no response: it tells why a token is
// refused by a [Refusal], and package gateway answers. Nothing of a token stays
// but digests: of those whose signature is verified, and of used proofs.
package token
