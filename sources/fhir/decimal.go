package fhir

import (
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Decimal is a decimal number as text, "3278.00", since floating point would
// lose digits. It has no exponent.
type Decimal string

// longestDecimal bounds the expansion of an exponent.
const longestDecimal = 40

// ParseDecimal reads a decimal number in any JSON form and keeps its precision:
// "1.50e1" is "15.0". It returns nil for anything else, and for an exponent
// that makes the number absurdly long.
func ParseDecimal(s string) *Decimal {
	number, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.ParseInt(s[i+1:], 10, 16)
		if err != nil {
			return nil
		}
		number, exponent = s[:i], int(n)
	}
	unsigned := strings.TrimPrefix(number, "-")
	whole, fraction, point := strings.Cut(unsigned, ".")
	if whole == "" || point && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return nil
	}
	if exponent != 0 {
		if unsigned = moved(whole, fraction, exponent); unsigned == "" {
			return nil
		}
		if strings.HasPrefix(number, "-") {
			unsigned = "-" + unsigned
		}
		number = unsigned
	}
	d := Decimal(number)
	return &d
}

// moved is a number with its decimal point moved right, "" when too long.
func moved(whole, fraction string, by int) string {
	digits, point := whole+fraction, len(whole)+by
	if point > longestDecimal || len(digits)-point > longestDecimal {
		return ""
	}
	if point < 1 {
		digits, point = strings.Repeat("0", 1-point)+digits, 1
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	whole, fraction = strings.TrimLeft(digits[:point-1], "0")+digits[point-1:point], digits[point:]
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// UnmarshalJSONFrom reads the number in any JSON form, as written, so that no
// digit is lost.
func (d *Decimal) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	v, err := from.ReadValue()
	if err != nil {
		return err
	}
	parsed := ParseDecimal(string(v))
	if parsed == nil {
		return ErrNotScalar
	}
	*d = *parsed
	return nil
}

// MarshalGQL writes the number as a string.
func (d Decimal) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(d))) }

// UnmarshalGQL reads the number from a string.
func (d *Decimal) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	parsed := ParseDecimal(s)
	if parsed == nil {
		return ErrNotScalar
	}
	*d = *parsed
	return nil
}

// Integer is a whole number, in any JSON form: 3, 3.0 and 3e0 are the same. Its
// zero value is absent.
type Integer struct {
	n  int
	ok bool
}

// Value is the number, and whether there is one.
func (i Integer) Value() (int, bool) { return i.n, i.ok }

// UnmarshalJSONFrom reads the number; null is none.
func (i *Integer) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	v, err := d.ReadValue()
	if err != nil || v.Kind() == 'n' {
		return err
	}
	n, ok := ParseInteger(string(v))
	if !ok {
		return ErrNotScalar
	}
	*i = Integer{n, true}
	return nil
}

// ParseInteger reads a whole number in any form JSON has for one.
func ParseInteger(s string) (int, bool) {
	d := ParseDecimal(s)
	if d == nil {
		return 0, false
	}
	whole, fraction, _ := strings.Cut(string(*d), ".")
	n, err := strconv.ParseInt(whole, 10, 32)
	if err != nil || strings.Trim(fraction, "0") != "" {
		return 0, false
	}
	return int(n), true
}
