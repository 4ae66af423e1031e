package fhir

import "time"

// Span is the time a date may mean, whatever its precision.
type Span struct{ From, To time.Time }

// SpanOf is the time that a date of any precision may mean. A year, a month or a
// day is both the Norwegian one and that of UTC: servers do not agree on which
// they compare by. ok is false for anything else.
func SpanOf(s string) (span Span, ok bool) {
	s = trimmed(s)
	if len(s) > len(time.DateOnly) {
		t, ok := instant(s)
		return Span{t.UTC(), t.UTC()}, ok
	}
	var years, months, days int
	switch len(s) {
	case len("2006"):
		years = 1
	case len("2006-01"):
		months = 1
	case len(time.DateOnly):
		days = 1
	default:
		return Span{}, false
	}
	from, err := time.ParseInLocation(time.DateOnly[:len(s)], s, Norway())
	if err != nil {
		return Span{}, false
	}
	y, m, d := from.Date()
	return Span{from.UTC(), time.Date(y+years, m+time.Month(months), d+days, 0, 0, 0, 0, time.UTC)}, true
}
