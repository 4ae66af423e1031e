package fhir

import (
	"errors"
	"net/url"
	"strings"
)

// HumanName is the name of a person.
type HumanName struct {
	Full   string // as spoken: given, middle, family
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

// Author is who wrote something: a department or a person.
type Author struct{ Name *string }

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

// Coding is a coded value, or text when there is no code.
type Coding struct {
	Code    *string
	System  *string // normalised: "urn:oid:…" or the system's canonical URL
	Display *string // in Norwegian
}

// Is reports whether c is the code.
func (c *Coding) Is(code string) bool { return c != nil && c.Code != nil && *c.Code == code }

// Equal reports whether o has the same code and text.
func (c *Coding) Equal(o Coding) bool {
	same := func(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
	return same(c.Code, o.Code) && same(c.System, o.System) && same(c.Display, o.Display)
}

// Named adds a display text to a code that has none.
func (c *Coding) Named(names map[string]string) *Coding {
	if c != nil && c.Code != nil && c.Display == nil {
		c.Display = String(names[*c.Code])
	}
	return c
}

// InWords is a Coding with text only, nil for "".
func InWords(words string) *Coding {
	if words = strings.TrimSpace(words); words == "" {
		return nil
	}
	return &Coding{Display: &words}
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

// String is a pointer to s, or nil for "": an absent value is null in the
// schema, never an empty string.
func String(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// WebAddress is an https address that a web page may link to, nil if it is not one.
func WebAddress(s string) *string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil
	}
	whole := u.String()
	return &whole
}

// Known is what a register told, or the zero value.
func Known[T any](told *T) (v T) {
	if told != nil {
		v = *told
	}
	return v
}

// ErrNotScalar is the error of an argument that is no value of its scalar.
var ErrNotScalar = errors.New("not a value of the scalar")
