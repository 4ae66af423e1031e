package config

import "strings"

// Faults are what is wrong with a configuration. All are told at once.
type Faults []Fault

// Fault is one of them: where, which key, and what it should be. What it is
// instead is left out, since it may be a secret.
type Fault struct {
	line, column int
	Where, What  string
}

// Error is a line for each.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Where + ": " + one.What
	}
	return strings.Join(lines, "\n")
}

// wrong notes a fault of a key, at the place where it, or what it should stand
// in, was set.
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
