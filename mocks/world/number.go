package world

import (
	"fmt"
	"time"
)

// number makes the next free identity number for a birthday: month +80, an individual
// number for the century and sex, and valid check digits.
func (w *World) number(born time.Time, woman bool) string {
	date := fmt.Sprintf("%02d%02d%02d", born.Day(), int(born.Month())+80, born.Year()%100)
	first := 0
	if born.Year() >= 2000 {
		first = 500
	}
	key := fmt.Sprint(date, woman)
	for n := w.taken[key]; n < 500; n++ {
		individual := first + n
		if (individual%2 == 0) != woman {
			continue
		}
		if s, ok := WithCheckDigits(fmt.Sprintf("%s%03d", date, individual)); ok {
			w.taken[key] = n + 1
			return s
		}
	}
	// About two hundred people of each sex fit on a day; the generator spreads birthdays
	// over ninety years.
	panic("mocks: a birthday is full")
}

// WithCheckDigits appends the two check digits; false if there are none.
func WithCheckDigits(nine string) (string, bool) {
	first, ok := CheckDigit(nine, 3, 7, 6, 1, 8, 9, 4, 5, 2)
	if !ok {
		return "", false
	}
	second, ok := CheckDigit(nine+first, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
	return nine + first + second, ok
}

// CheckDigit returns the digit that makes the weighted sum divisible by eleven; false
// if there is none.
func CheckDigit(s string, weights ...int) (string, bool) {
	sum := 0
	for i, weight := range weights {
		sum += weight * int(s[i]-'0')
	}
	d := (11 - sum%11) % 11
	return fmt.Sprint(d), d < 10
}

// ValidNumber reports whether a register would accept s as an identity number.
func ValidNumber(s string) bool {
	if len(s) != 11 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	again, ok := WithCheckDigits(s[:9])
	return ok && again == s
}

// HoldsNumber reports whether s contains an identity number.
func HoldsNumber(s string) bool {
	for i := range len(s) {
		if i+11 <= len(s) && ValidNumber(s[i:i+11]) {
			return true
		}
	}
	return false
}
