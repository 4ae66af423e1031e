package issuer

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
)

// PublicClient is an application on people's devices, such as a page, that cannot keep
// a secret. ID-porten has such clients; HelseID does not.
type PublicClient struct {
	ID string
	// Redirects are the addresses that codes are sent to, and AfterLogout those used after
	// logout. They must match exactly.
	Redirects, AfterLogout []string
	// Origins are those whose pages may read the token endpoint's answers.
	Origins []string
	// Scopes are those it may request, besides openid and profile.
	Scopes []string
	// DPoP binds its tokens to a key of its own (RFC 9449).
	DPoP bool
}

// RegisterPublic registers a public client with ID-porten, replacing any with the same
// id.
func (i *Issuer) RegisterPublic(c PublicClient) error {
	if c.ID == "" || len(c.Redirects) == 0 {
		return errors.New("mocks: a public client has an id and an address to send people back to")
	}
	for _, address := range slices.Concat(c.Redirects, c.AfterLogout) {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Fragment != "" || u.User != nil || !safe(u) {
			return errors.New("mocks: people are sent back by https, or to this machine, and to no fragment")
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.public[c.ID] = c
	return nil
}

// safe reports whether nobody can listen in between: TLS, or this machine, where pages
// under development are served without it.
func safe(u *url.URL) bool {
	host, ip := u.Hostname(), net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// publicClient returns the client with an id, if it is a public one.
func (i *Issuer) publicClient(id string) (PublicClient, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	c, ok := i.public[id]
	return c, ok
}

// mayAsk reports whether the client may have a scope.
func (c PublicClient) mayAsk(scope string) bool {
	return scope == "openid" || scope == "profile" || slices.Contains(c.Scopes, scope)
}

// readable lets a page of the client's read the answer. It reports whether the request
// comes from such a page, or from no page.
func (c PublicClient) readable(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	if !slices.Contains(c.Origins, origin) {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", origin)
	w.Header().Set("Access-Control-Expose-Headers", "DPoP-Nonce")
	return true
}

// preflight answers a browser's preflight for the token endpoint, which does not name
// the client.
func (i *Issuer) preflight(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, c := range i.public {
		if r.Header.Get("Origin") != "" && c.readable(w, r) {
			w.Header().Set("Access-Control-Allow-Methods", http.MethodPost)
			w.Header().Set("Access-Control-Allow-Headers", "Content-Type, DPoP")
			break
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// readableByAll is for public documents: metadata and keys.
func readableByAll(w http.ResponseWriter) { w.Header().Set("Access-Control-Allow-Origin", "*") }
