package mocks

import "net/http"

// claims are what a stand-in needs to know of a caller.
type claims struct {
	ClientID     string
	Organization string // the client's organisation number
}

// admit checks the HelseID access token and the DPoP proof of a request, as
// the real services do, against the audience and scope this service asks for.
// When it returns false it has not answered: the caller answers with the
// register's own error body and this status and WWW-Authenticate challenge.
func (s *StandIn) admit(r *http.Request, audience, scope string) (claims, int, string) {
	return s.issuer.admit(r, audience, scope)
}
