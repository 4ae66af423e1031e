package fhir

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"helsegraf/sources/fnr"
)

// PlainText is free text, or nil when it is empty or contains an identity number.
func PlainText(s string) *string {
	var digits []byte
	for _, c := range s + "." {
		switch {
		case unicode.IsDigit(c):
			if len(digits) <= 11 { // more digits are not an identity number
				digits = utf8.AppendRune(digits, c)
			}
		case c != ' ' && len(digits) > 0:
			if _, err := fnr.Parse(string(digits)); err == nil {
				return nil
			}
			digits = digits[:0]
		}
	}
	return String(strings.TrimSpace(s))
}
