package fhir

import (
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // days are Norwegian, wherever this runs
)

// Norway is Norwegian time.
var Norway = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		panic(err) //nolint:forbidigo // it is embedded, and no day can be computed without it
	}
	return zone
})

// Date is a calendar date as ISO 8601, "2026-11-22". Dates compare as strings.
type Date string

// DateOf is the date in the time's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// ParseDate reads the day a register means: a date, the Norwegian day of an
// instant, or the day of a time without an offset, which is Norwegian already.
// It reads FHIR's forms and those of XML Schema (surrounding blanks, an offset
// after a date, 24:00:00). It returns nil for anything else; a year or a month
// is not a day.
func ParseDate(s string) *Date {
	s = trimmed(s)
	if len(s) < len(time.DateOnly) {
		return nil
	}
	if len(s) > len(time.DateOnly) && s[len(time.DateOnly)] == 'T' {
		t, ok := instant(s)
		if !ok {
			return nil
		}
		return dayOf(t, s[:len(time.DateOnly)])
	}
	// xs:date may have an offset, and is still a day and not an instant.
	if len(s) > len(time.DateOnly) {
		if _, err := time.Parse("Z07:00", s[len(time.DateOnly):]); err != nil {
			return nil
		}
		s = s[:len(time.DateOnly)]
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return nil
	}
	d := Date(s)
	return &d
}

// dayOf is the Norwegian day of an instant, usually the one it is written with.
// The last instant of the year 9999, which systems use for "forever", stays in
// that year.
func dayOf(t time.Time, written string) *Date {
	local := t.In(Norway())
	if year := local.Year(); year < 1 || year > 9999 {
		local = t
	}
	d := Date(written)
	var day [len(time.DateOnly)]byte
	if now := local.AppendFormat(day[:0], time.DateOnly); string(now) != written {
		d = Date(now)
	}
	return &d
}

// Began is the start of a date or an instant, for ordering: zero when unknown,
// which sorts first.
func Began(s string) time.Time {
	s = trimmed(s)
	if len(s) > len(time.DateOnly) {
		t, _ := instant(s)
		return t
	}
	if s == "" {
		return time.Time{}
	}
	t, _ := time.Parse(time.DateOnly[:len(s)], s)
	return t
}

// ParseInstant is [Instant] with nil instead of false.
func ParseInstant(s string) *time.Time {
	if t, ok := Instant(s); ok {
		return &t
	}
	return nil
}

// Instant reads an instant, a time without an offset as Norwegian, or the
// midnight (UTC) of a date. ok is false for anything else; a year or a month is
// not an instant.
func Instant(s string) (t time.Time, ok bool) {
	s = trimmed(s)
	if len(s) == len(time.DateOnly) {
		t, err := time.Parse(time.DateOnly, s)
		return t, err == nil
	}
	return instant(s)
}

func instant(s string) (time.Time, bool) {
	s, extra := ordinary(s)
	t, err := time.ParseInLocation(layoutOf(s), s, Norway())
	if err != nil {
		return time.Time{}, false
	}
	return t.AddDate(0, 0, extra.days).Add(extra.time), true
}

// layoutOf is the layout of a time: with or without seconds and an offset.
func layoutOf(s string) string {
	const minute = "2006-01-02T15:04"
	if len(s) <= len(minute) {
		return minute
	}
	rest := s[len(minute):]
	seconds, offset := rest[0] == ':', strings.ContainsAny(rest, "Z+-")
	switch {
	case seconds && offset:
		return time.RFC3339
	case seconds:
		return "2006-01-02T15:04:05"
	case offset:
		return minute + "Z07:00"
	}
	return minute
}

type extra struct {
	days int
	time time.Duration
}

// ordinary rewrites a time for package time, and returns what to add to it:
// 24:00:00 is the next day's midnight, and a leap second the second after 59.
func ordinary(s string) (string, extra) {
	const clock = len("2006-01-02T")
	if len(s) < clock {
		return s, extra{}
	}
	switch day, rest := s[:clock], s[clock:]; {
	case strings.HasPrefix(rest, "24:00:00"):
		// Any fraction is zero: there is no time after 24:00.
		if fraction, ok := strings.CutPrefix(rest[len("24:00:00"):], "."); ok && strings.Trim(fraction[:digits(fraction)], "0") != "" {
			return "", extra{}
		}
		return day + "00" + rest[2:], extra{days: 1}
	case strings.HasPrefix(rest, "23:59:60"):
		return day + "23:59:59" + rest[len("23:59:60"):], extra{time: time.Second}
	}
	return s, extra{}
}

// digits is how many digits s begins with.
func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

// trimmed is s without the blanks that XML Schema allows around a value.
func trimmed(s string) string { return strings.Trim(s, " \t\r\n") }

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
		return ErrNotScalar
	}
	*d = *parsed
	return nil
}

// PartialDate is the known part of a date: "2019", "2019-03" or "2019-03-07".
type PartialDate string

// ParsePartialDate reads a year, a month, or a day as [ParseDate] does. It
// returns nil for anything else.
func ParsePartialDate(s string) *PartialDate {
	s = trimmed(s)
	if len(s) == len("2006") || len(s) == len("2006-01") {
		if _, err := time.Parse(time.DateOnly[:len(s)], s); err != nil {
			return nil
		}
		d := PartialDate(s)
		return &d
	}
	return (*PartialDate)(ParseDate(s))
}

// MarshalGQL writes the date as a string.
func (d PartialDate) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(d))) }

// UnmarshalGQL reads the date from a string.
func (d *PartialDate) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	parsed := ParsePartialDate(s)
	if parsed == nil || len(s) > len(time.DateOnly) {
		return ErrNotScalar
	}
	*d = *parsed
	return nil
}
