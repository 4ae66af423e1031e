package fhir

import (
	"strconv"
	"strings"

	"helsegraf/sources/fnr"
)

// systemHPR numbers health personnel in Helsepersonellregisteret.
const systemHPR = "urn:oid:2.16.578.1.12.4.1.4.4"

// About tells whether r names the person by number, in the number's own system
// or in none.
func (r Reference) About(n fnr.Number) bool {
	i := r.Identifier
	return !n.IsZero() && i.Value == n.Digits() && (i.System == "" || i.System == n.System())
}

// LogicalID is the id at the end of a reference, be it relative or absolute.
func (r Reference) LogicalID() string {
	return r.Reference[strings.LastIndexByte(r.Reference, '/')+1:]
}

// HPRNumber is the number of i when it is one of health personnel, or nil.
func (i Identifier) HPRNumber() *string {
	if i.System != systemHPR {
		return nil
	}
	return ParseHPRNumber(i.Value)
}

// ParseHPRNumber reads at most nine digits: what is longer is another number,
// perhaps the person's own. It returns nil for what is none.
func ParseHPRNumber(s string) *string {
	s = strings.TrimSpace(s)
	if _, err := strconv.ParseUint(s, 10, 64); err != nil || len(s) > 9 {
		return nil
	}
	return &s
}
