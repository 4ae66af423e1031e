package token

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// CanonicalURL returns an http or https address in the form shared by all its
// spellings: scheme and host in lower case, no default port, no needless
// percent-encoding, no dot segments, no query and no fragment (RFC 3986 sections
// 6.2.2 and 6.2.3). The path is otherwise left as it is.
func CanonicalURL(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", errors.New("no http or https address")
	}
	host, err := canonicalHost(u.Hostname())
	if err != nil {
		return "", err
	}
	if port := u.Port(); port != "" && port != map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		host += ":" + port
	}
	return u.Scheme + "://" + host + canonicalPath(u.EscapedPath()), nil
}

// canonicalHost returns a host name or an IP address. A trailing dot does not change
// a name.
func canonicalHost(host string) (string, error) {
	if strings.Contains(host, ":") {
		ip, err := netip.ParseAddr(host)
		if err != nil || ip.Zone() != "" {
			return "", errors.New("no IPv6 address")
		}
		return "[" + ip.String() + "]", nil
	}
	name, err := idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
	if err != nil || name == "" {
		// Test machines' names may have an underscore, which no domain has.
		name = strings.ToLower(strings.TrimSuffix(host, "."))
	}
	if name == "" {
		return "", errors.New("no host")
	}
	return name, nil
}

// canonicalPath returns a path, given percent-encoded, in its one canonical form.
func canonicalPath(path string) string {
	var out strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] != '%' || i+2 >= len(path) {
			out.WriteByte(path[i])
			continue
		}
		escape := path[i : i+3]
		i += 2
		if plain, err := url.PathUnescape(escape); err == nil && unreserved(plain) {
			out.WriteString(plain)
		} else {
			out.WriteString(strings.ToUpper(escape))
		}
	}
	return withoutDots(out.String())
}

// unreserved reports whether a character means the same with and without
// percent-encoding (RFC 3986 section 2.3).
func unreserved(s string) bool {
	c := s[0]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// withoutDots resolves the segments "." and ".." of a path (RFC 3986 section
// 5.2.4). Empty segments stay: they are segments.
func withoutDots(path string) string {
	var kept []string
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, segment := range segments {
		last := i == len(segments)-1
		switch segment {
		case ".":
		case "..":
			kept = kept[:max(0, len(kept)-1)]
		default:
			kept = append(kept, segment)
			continue
		}
		if last {
			kept = append(kept, "")
		}
	}
	return "/" + strings.Join(kept, "/")
}
