package sources

import (
	"net/url"
	"strings"
)

// NextPage is the query of a link to the following page of an answer, to be
// asked of the same path again. The link may be written in any way that means
// that place: relative to the path or, as FHIR has it, to what the path lies
// under; with the scheme's own port; in large or small letters where that is the
// same. A link to any other scheme, host or path is refused as Garbled:
// followed, it would carry token and question to where the configuration does
// not point.
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

// sameHost compares names without regard to letters, and ports without regard to
// whether the scheme's own is said.
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
