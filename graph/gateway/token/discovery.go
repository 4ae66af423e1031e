package token

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"helsegraf/sources"
)

// MetadataAddresses are where an issuer's metadata may be, in the order they are
// tried: by OpenID Connect Discovery and by RFC 8414, with the issuer's path after
// or before the well-known one.
func MetadataAddresses(issuer string) []string {
	const oidc, oauth = "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"
	issuer = strings.TrimRight(issuer, "/")
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" {
		return nil
	}
	path := u.EscapedPath()
	if path == "" {
		return []string{issuer + oidc, issuer + oauth}
	}
	host := strings.TrimSuffix(issuer, path)
	return []string{issuer + oidc, host + oauth + path, issuer + oauth, host + oidc + path}
}

// KeysAreSafe reports whether keys fetched from an address can be trusted as the
// issuer's: over plain HTTP anybody could have sent them.
func KeysAreSafe(issuer, at string) bool {
	u, err := url.Parse(at)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http" && strings.HasPrefix(issuer, "http:"))
}

// mostOfAnIssuer bounds an issuer's responses, in bytes.
const mostOfAnIssuer = 256 << 10

// discovery locates and fetches an issuer's keys.
type discovery struct {
	issuer string
	keys   string // their address; "" takes it from the issuer's metadata
	http   *http.Client
}

func newDiscovery(i Issuer, o Options) (*discovery, error) {
	u, err := url.Parse(i.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(i.URL, "?#") {
		return nil, errors.New("issuer: its base URL must be http(s)://host[/path] with no query and no fragment")
	}
	if i.KeysURL != "" && !KeysAreSafe(i.URL, i.KeysURL) {
		return nil, errors.New("issuer " + i.URL + ": its keys must be at an address of their own, over https where the issuer is")
	}
	return &discovery{issuer: i.URL, keys: i.KeysURL, http: &http.Client{
		Transport: o.Transport, Timeout: o.Timeout,
		// The configuration decides which host is trusted, not whoever answers there.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// fetch returns the keys. The error is a [sources.Kind].
func (d *discovery) fetch(ctx context.Context) (keySet, error) {
	at := d.keys
	if at == "" {
		var err error
		if at, err = d.keysAt(ctx); err != nil {
			return keySet{}, err
		}
	}
	body, err := d.get(ctx, at)
	if err != nil {
		return keySet{}, err
	}
	keys, err := usable(body)
	if err != nil || len(keys.all()) == 0 {
		return keySet{}, sources.Garbled
	}
	return keys, nil
}

// keysAt returns the issuer's jwks_uri from the first address with metadata. After
// a timeout the next address is not tried.
func (d *discovery) keysAt(ctx context.Context) (string, error) {
	var fault error
	for _, address := range MetadataAddresses(d.issuer) {
		body, err := d.get(ctx, address)
		if err == nil {
			var m struct {
				Issuer string `json:"issuer"`
				Keys   string `json:"jwks_uri"`
			}
			err = sources.DecodeJSON(withoutMark(body), &m)
			if err == nil && m.Issuer == d.issuer && KeysAreSafe(d.issuer, m.Keys) {
				return m.Keys, nil
			}
			err = sources.Garbled
		}
		if fault == nil || fault == sources.NotFound { //nolint:errorlint // a Kind is not wrapped here
			fault = err
		}
		if err == sources.Timeout || ctx.Err() != nil { //nolint:errorlint // as above
			break
		}
	}
	return "", fault
}

// get reads a public document. Its media type is ignored: more than one issuer
// serves keys as text/plain, and what is not JSON fails to parse anyway.
func (d *discovery) get(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, sources.Garbled
	}
	r.Header.Set("Accept", "application/json, application/jwk-set+json, */*;q=0.1")
	resp, err := d.http.Do(r)
	if err != nil {
		var slow interface{ Timeout() bool }
		if errors.As(err, &slow) && slow.Timeout() {
			return nil, sources.Timeout
		}
		return nil, sources.Unavailable
	}
	defer func() { _ = resp.Body.Close() }()
	switch {
	case resp.StatusCode >= http.StatusInternalServerError, resp.StatusCode == http.StatusTooManyRequests:
		return nil, sources.Unavailable
	case resp.StatusCode == http.StatusNotFound:
		return nil, sources.NotFound
	case resp.StatusCode != http.StatusOK:
		return nil, sources.Garbled
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, mostOfAnIssuer+1))
	switch {
	case err != nil:
		return nil, sources.Unavailable
	case len(body) > mostOfAnIssuer:
		return nil, sources.Garbled
	}
	return body, nil
}
