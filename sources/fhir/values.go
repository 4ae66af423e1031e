package fhir

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
)

// HumanName is the name of a person.
type HumanName struct {
	Full   string // as it is spoken: given, middle, family
	Given  string
	Middle string
	Family string
}

// Named joins the parts of a name.
func Named(given, middle, family string) *HumanName {
	full := strings.Join(strings.Fields(given+" "+middle+" "+family), " ")
	if full == "" {
		return nil
	}
	return &HumanName{Full: full, Given: given, Middle: middle, Family: family}
}

// Practitioner is a health professional (helsepersonell).
type Practitioner struct {
	Name      *HumanName
	HPRNumber *string // number in Helsepersonellregisteret
}

// Organization is an office, hospital department or pharmacy.
type Organization struct {
	Name               *string
	OrganizationNumber *string // nine digits
	Phone              *string
	Address            *Address
}

// Address is a postal or visiting address.
type Address struct {
	Lines      []string
	PostalCode *string // four digits, leading zeros kept
	City       *string
}

// Coding is a coded value.
type Coding struct {
	Code    string
	System  *string // normalised: "urn:oid:…" or the system's canonical URL
	Display *string // in Norwegian
}

// Quantity is an amount with a unit.
type Quantity struct {
	Value *Decimal
	Unit  *string
}

// Money is an amount in a currency (ISO 4217).
type Money struct {
	Amount   Decimal
	Currency string
}

// Kroner is an amount in Norwegian kroner.
func Kroner(amount Decimal) *Money { return &Money{Amount: amount, Currency: "NOK"} }

// String is a pointer to s, or nil for "": what a register left out is null in
// the schema, never an empty text.
func String(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

var errNotScalar = errors.New("not a value of the scalar")

// Date is a calendar date as ISO 8601, "2026-11-22". Dates compare as strings.
type Date string

// DateOf is the date in the time's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// ParseDate reads "2026-11-22", or the date part of an instant. It returns nil
// for what is neither.
func ParseDate(s string) *Date {
	if len(s) < len(time.DateOnly) {
		return nil
	}
	if len(s) > len(time.DateOnly) && s[len(time.DateOnly)] != 'T' {
		return nil
	}
	s = s[:len(time.DateOnly)]
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return nil
	}
	d := Date(s)
	return &d
}

// ParseInstant reads an instant, or the midnight (UTC) of a date. It returns nil
// for what is neither: a year or a month is no instant.
func ParseInstant(s string) *time.Time {
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return &t
		}
	}
	return nil
}

// In is the midnight that begins the date in zone.
func (d Date) In(zone *time.Location) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), zone)
	return t
}

// MarshalGQL writes the date as a string.
func (d Date) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(d))) }

// UnmarshalGQL reads the date from a string.
func (d *Date) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	parsed := ParseDate(s)
	if parsed == nil || len(s) != len(time.DateOnly) {
		return errNotScalar
	}
	*d = *parsed
	return nil
}

// Decimal is a decimal number as text, "3278.00": floating point would lose
// what the register said.
type Decimal string

// ParseDecimal reads a decimal number with an optional sign and fraction. It
// returns nil for anything else, exponents included.
func ParseDecimal(s string) *Decimal {
	digits, points := 0, 0
	for i, c := range strings.TrimPrefix(s, "-") {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && i > 0 && points == 0:
			points++
		default:
			return nil
		}
	}
	if digits == 0 || strings.HasSuffix(s, ".") {
		return nil
	}
	d := Decimal(s)
	return &d
}

// MarshalGQL writes the number as a string.
func (d Decimal) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(d))) }

// UnmarshalGQL reads the number from a string.
func (d *Decimal) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	parsed := ParseDecimal(s)
	if parsed == nil {
		return errNotScalar
	}
	*d = *parsed
	return nil
}
