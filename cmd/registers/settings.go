package registers

import "helsegraf/sources"

// settings are a register's own settings, before configuration.
func settings[S any, P interface {
	*S
	sources.Settings
}]() sources.Settings {
	return P(new(S))
}

// notKept are own settings with which open data is read for each request.
func notKept() map[string]any { return map[string]any{"keep": "1ns", "stale": "1ns"} }

// set returns a register's own settings as configured.
func set[S any](c Connection) *S {
	s, ok := any(c.Settings).(*S)
	if !ok {
		return new(S)
	}
	return s
}
