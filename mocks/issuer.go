package mocks

import "net/http"

// Issuer stands in for the token issuers.
type Issuer struct {
	world *World
	url   string
}

// NewIssuer makes an issuer that calls itself url.
func NewIssuer(w *World, url string) (*Issuer, error) { return &Issuer{world: w, url: url}, nil }

// ServeHTTP answers the issuer's endpoints.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

func (i *Issuer) admit(*http.Request, string, string) (claims, int, string) {
	return claims{}, http.StatusOK, ""
}
