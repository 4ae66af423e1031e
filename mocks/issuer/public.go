package issuer

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
)

// PublicClient is an application in people's hands, such as a page, that can
// keep no secret. ID-porten has such clients; HelseID has not.
type PublicClient struct {
	ID string
	// Redirects are where people are sent back to with a code, and AfterLogout
	// where to when they have logged out. They are compared to the letter.
	Redirects, AfterLogout []string
	// Origins are those whose pages may read what the token endpoint answers.
	Origins []string
	// Scopes are those it may ask for, beside openid and profile.
	Scopes []string
	// DPoP has its tokens bound to a key of its own (RFC 9449).
	DPoP bool
}

// RegisterPublic makes a public client known to ID-porten, in place of one of
// the same id.
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

// safe reports whether nobody listens on the way: TLS, or this machine, where a
// page is served plainly while it is tested.
func safe(u *url.URL) bool {
	host, ip := u.Hostname(), net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// publicClient is the client of an id, if it is a public one.
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

// readable lets a page of the client's read the answer. It reports whether
// whoever asks is no page, or such a one.
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

// preflight answers a browser that asks whether a page may ask for a token. It
// does not say for which client.
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

// readableByAll is for what is public: metadata and keys.
func readableByAll(w http.ResponseWriter) { w.Header().Set("Access-Control-Allow-Origin", "*") }
