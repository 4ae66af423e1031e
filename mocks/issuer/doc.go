// Package issuer stands in for the token issuers: HelseID, which issues the gateway's
// tokens for the registers, and whose tokens and DPoP proofs the stand-ins check, and
// ID-porten, where citizens log in.
//
// It is as strict as they are: assertions, proofs, nonces and codes work once, and a
// token is for one audience. Only the demonstration's own endpoint gives a token to
// anyone.
package issuer
