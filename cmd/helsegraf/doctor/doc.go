// Package doctor checks a configuration and what it points at: keys, issuers, the
// login of GraphiQL, the clock, and for each endpoint its address, certificate,
// token and one call. It finds what would fail in production before a citizen does,
// and says what to do about it.
//
// It makes no call about a person, never completes a login, and prints no secret:
// no key, token, path or body of a response. It changes nothing. The registers'
// clients are those the gateway would use, made by the caller.
package doctor
