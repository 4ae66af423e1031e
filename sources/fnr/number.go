package fnr

import (
	"errors"
	"fmt"
	"log/slog"
	"time"
	"unique"
)

// ErrInvalid is the only error of [Parse]. It says nothing of the input.
var ErrInvalid = errors.New("not a national identity number")

// The identifier systems of Norwegian health care, as OID URNs.
const (
	SystemNational = "urn:oid:2.16.578.1.12.4.1.4.1" // fødselsnummer
	SystemD        = "urn:oid:2.16.578.1.12.4.1.4.2" // D-nummer
)

const masked = "***********"

// Number is a valid national identity number or D-number. It is comparable and
// works as a map key. The zero Number is nobody's.
//
// The digits lie behind a pointer because fmt prints unexported struct fields
// without asking the type: a plain string or integer would show through
// fmt.Printf("%v", struct{ n fnr.Number }{n}).
type Number struct {
	digits unique.Handle[string]
}

// Parse reads eleven digits, with an optional space after the sixth. The
// check digits and the date must hold. Synthetic numbers (month +80 as in
// Tenor, +65 and +40 as in the health network's own test series) are numbers
// like any other here; whether they are wanted is the caller's decision, see
// [Number.Synthetic].
func Parse(s string) (Number, error) {
	if len(s) == 12 && s[6] == ' ' {
		s = s[:6] + s[7:]
	}
	if len(s) != 11 {
		return Number{}, ErrInvalid
	}
	var d [11]int
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return Number{}, ErrInvalid
		}
		d[i] = int(s[i] - '0')
	}
	if !checks(d) || !dated(d) {
		return Number{}, ErrInvalid
	}
	return Number{unique.Make(s)}, nil
}

// checks reports whether both check digits hold. For numbers given from
// 2032-01-01 the first sum may leave 0, 1, 2 or 3; the second is unchanged.
func checks(d [11]int) bool {
	first := [10]int{3, 7, 6, 1, 8, 9, 4, 5, 2, 1}
	second := [11]int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}
	a, b := 0, 0
	for i, w := range first {
		a += w * d[i]
	}
	for i, w := range second {
		b += w * d[i]
	}
	return a%11 <= 3 && b%11 == 0
}

// dated reports whether the first six digits are a day in some century, after
// the offsets for D-numbers (day +40) and synthetic people are taken off.
func dated(d [11]int) bool {
	day, month := 10*d[0]+d[1], 10*d[2]+d[3]
	if day > 40 {
		day -= 40
	}
	month -= offset(month)
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	// The century is not in the number for certain, and 29 February exists in
	// some century for two-digit years divisible by four.
	year := 2000 + 10*d[4] + d[5]
	return day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// offset is what is added to the month of synthetic people.
func offset(month int) int {
	switch {
	case month > 80:
		return 80
	case month > 65:
		return 65
	case month > 40:
		return 40
	}
	return 0
}

// IsZero reports whether n is nobody's number.
func (n Number) IsZero() bool { return n == Number{} }

// Digits are the eleven digits, to be written into a register's request and
// nowhere else. The zero Number has none.
func (n Number) Digits() string {
	if n.IsZero() {
		return ""
	}
	return n.digits.Value()
}

// DNumber reports whether n is a D-number (given to people who are not
// residents).
func (n Number) DNumber() bool { return !n.IsZero() && n.digits.Value()[0] >= '4' }

// Synthetic reports whether n is made for testing and can belong to nobody.
func (n Number) Synthetic() bool { return !n.IsZero() && n.digits.Value()[2] >= '4' }

// System is the identifier system of n as an OID URN.
func (n Number) System() string {
	if n.DNumber() {
		return SystemD
	}
	return SystemNational
}

// String is eleven asterisks.
func (n Number) String() string { return masked }

// Format writes eleven asterisks for every verb, %x and %#v included.
func (n Number) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(masked)) }

// LogValue is eleven asterisks.
func (n Number) LogValue() slog.Value { return slog.StringValue(masked) }

// MarshalText returns eleven asterisks, for JSON, XML and map keys alike: a
// register request that should hold a number asks for [Number.Digits].
func (n Number) MarshalText() ([]byte, error) { return []byte(masked), nil }
