package municipality

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Municipality is a municipality (kommune).
type Municipality struct {
	Code string  // number (kommunenummer), four digits, of which two are the county's
	Name *string // nil for a number that is not in the list
}

//go:embed 3402.tsv
var list string

var all = sync.OnceValue(func() []Municipality {
	var out []Municipality
	for line := range strings.Lines(list) {
		code, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		out = append(out, Municipality{code, &name})
	}
	return out
})

// All are the municipalities, by number. The list is shared and must not be
// modified.
func All() []Municipality { return all() }

// In are those of a county (fylkesnummer, two digits); none for a county there is
// not.
func In(county string) []Municipality {
	var out []Municipality
	for _, m := range all() {
		if len(county) == 2 && strings.HasPrefix(m.Code, county) {
			out = append(out, m)
		}
	}
	return out
}

// Of is the municipality with a number, without a name when it is not in the
// list.
func Of(code string) Municipality {
	i, ok := slices.BinarySearchFunc(all(), code, func(m Municipality, code string) int { return strings.Compare(m.Code, code) })
	if !ok {
		return Municipality{Code: code}
	}
	return all()[i]
}
