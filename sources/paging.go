package sources

import (
	"net/url"
	"strings"
)

// NextPage returns the query of a link to the next page, to be sent to the same
// path. The link may be relative to the path or, as FHIR has it, to its parent;
// may name the scheme's default port; and scheme and host are case-insensitive.
// A link to any other scheme, host or path is Garbled: following it would send
// token and request to where the configuration does not point.
func (c *Client) NextPage(link, path string) (url.Values, error) {
	here := *c.base
	here.Path = strings.TrimSuffix(here.Path, "/") + path
	u, err := here.Parse(link)
	if err != nil || u.User != nil || u.Fragment != "" || u.Scheme != here.Scheme || !sameHost(u, &here) {
		return nil, Garbled
	}
	if u.Path != here.Path {
		under, _, _ := strings.Cut(link, "?")
		if under == "" || strings.HasPrefix(under, "/") || !strings.HasSuffix(here.Path, "/"+under) {
			return nil, Garbled
		}
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(query) == 0 {
		return nil, Garbled
	}
	return query, nil
}

// sameHost compares host names case-insensitively, and ports with the scheme's
// default filled in.
func sameHost(a, b *url.URL) bool {
	return strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}
