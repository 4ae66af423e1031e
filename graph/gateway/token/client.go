package token

import (
	"strings"

	"helsegraf/graph/policy"
)

// scopes are the services that OAuth scopes open, for reading and for writing.
type scopes struct{ read, write policy.ServiceSet }

// scopesOf parses the gateway's scopes: helsegraf:read and helsegraf:write open
// all services, helsegraf:medication.read one. Scopes of other APIs open nothing.
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

// serviceOf returns the service with this name in lower case, or none.
func serviceOf(name string) policy.ServiceSet {
	s, err := policy.ParseService(strings.ToUpper(name))
	if err != nil || name != strings.ToLower(name) {
		return 0
	}
	return policy.SetOf(s)
}

// and is the intersection: the client's scopes bound the token's.
func (s scopes) and(t scopes) scopes { return scopes{s.read & t.read, s.write & t.write} }

// Client is an application as registered with its issuers.
type Client struct {
	ID   string
	Name string // display name
	// Scopes are the most its tokens may open, for example helsegraf:read or
	// helsegraf:medication.read.
	Scopes []string
}

// Sees returns the services that the application's tokens can ever read or change.
func (c Client) Sees() policy.ByMode {
	s := scopesOf(c.Scopes)
	return policy.ByMode{policy.Read: s.read, policy.Write: s.write}
}
