package config

import (
	"net/netip"
	"regexp"
)

// linked are the variables that Kubernetes sets in every container for a Service
// in the same namespace, named after it: a Service named helsegraf, or
// helsegraf-gateway, sets some with our prefix.
var linked = []struct {
	name  *regexp.Regexp
	value func(string) bool
}{
	{regexp.MustCompile(`_SERVICE_HOST$`), isAddress},
	{regexp.MustCompile(`_SERVICE_PORT(_[A-Z0-9_]+)?$`), regexp.MustCompile(`^\d+$`).MatchString},
	{regexp.MustCompile(`_PORT(_\d+_(TCP|UDP|SCTP))?$`), regexp.MustCompile(`^(tcp|udp|sctp)://`).MatchString},
	{regexp.MustCompile(`_PORT_\d+_(TCP|UDP|SCTP)_PROTO$`), regexp.MustCompile(`^(tcp|udp|sctp)$`).MatchString},
	{regexp.MustCompile(`_PORT_\d+_(TCP|UDP|SCTP)_PORT$`), regexp.MustCompile(`^\d+$`).MatchString},
	{regexp.MustCompile(`_PORT_\d+_(TCP|UDP|SCTP)_ADDR$`), isAddress},
}

func isAddress(value string) bool {
	_, err := netip.ParseAddr(value)
	return err == nil
}

// isLinked reports whether a variable is one of those, by name and value: a
// misspelt setting must not pass for one.
func isLinked(name, value string) bool {
	for _, l := range linked {
		if l.name.MatchString(name) && l.value(value) {
			return true
		}
	}
	return false
}
