package config

import "strings"

// Faults are all the faults of a configuration, reported together.
type Faults []Fault

// Fault is one of them: where, which key, and what it should be. The actual
// value is left out, since it may be a secret.
type Fault struct {
	line, column int
	Where, What  string
}

// Error has a line for each fault.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Where + ": " + one.What
	}
	return strings.Join(lines, "\n")
}

// wrong records a fault of a key, at the place where the key, or the section it
// belongs in, was set.
func (l *loader) wrong(key, what string) {
	at := Fault{Where: l.file}
	for k := key; k != ""; k = k[:max(0, strings.LastIndexByte(k, '.'))] {
		if set, ok := l.set[k]; ok {
			at = set
			break
		}
	}
	if !strings.HasPrefix(at.Where, variables) {
		at.Where += ": " + key
	}
	at.What = what
	l.faults = append(l.faults, at)
}
