package gateway

import (
	"strings"

	"helsegraf/graph/policy"
)

// scopes are the services that scopes open, by what is done with them.
type scopes struct{ read, write policy.ServiceSet }

// scopesOf reads the gateway's scopes: helsegraf:read and helsegraf:write are
// all services, helsegraf:medication.read is one. Words that are not the
// gateway's are somebody else's and open nothing here.
func scopesOf(words []string) scopes {
	var s scopes
	for _, word := range words {
		name, ok := strings.CutPrefix(word, "helsegraf:")
		if !ok {
			continue
		}
		mode, services := name, policy.SetOf(policy.Services()...)
		if at := strings.LastIndexByte(name, '.'); at >= 0 {
			mode, services = name[at+1:], serviceOf(name[:at])
		}
		switch mode {
		case "read":
			s.read |= services
		case "write":
			s.write |= services
		}
	}
	return s
}

// serviceOf is the service of its name in small letters; none for any other.
func serviceOf(name string) policy.ServiceSet {
	s, err := policy.ParseService(strings.ToUpper(name))
	if err != nil || name != strings.ToLower(name) {
		return 0
	}
	return policy.SetOf(s)
}

// and is what both open.
func (s scopes) and(t scopes) scopes { return scopes{s.read & t.read, s.write & t.write} }

// Sees are the services of which the application may ever be shown anything.
func (c Client) Sees() policy.ServiceSet { return scopesOf(c.Scopes).read }
