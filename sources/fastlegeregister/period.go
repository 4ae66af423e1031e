package fastlegeregister

import (
	"strings"
	"time"

	"helsegraf/sources/fhir"
)

type period struct {
	From string `xml:"http://schemas.nhn.no/reg/Common/en From"`
	To   string `xml:"http://schemas.nhn.no/reg/Common/en To"`
}

// instant reads an xs:dateTime; it is zero when absent, and for 1 January of
// year 1, .NET's default. ok is false for anything else, which is unknown
// rather than absent.
func instant(s string, zone *time.Location) (t time.Time, ok bool) {
	if strings.TrimSpace(s) == "" {
		return time.Time{}, true
	}
	t, ok = fhir.Instant(s)
	if !ok || t.Year() <= 1 {
		return time.Time{}, ok
	}
	return t.In(zone), true
}

// span is half-open; a zero end is open.
type span struct{ from, to time.Time }

// in is the period in the time of zone. ok is false for an unreadable one, and
// for nil, which says neither that something has begun nor that it lasts.
func (p period) in(zone *time.Location) (s span, ok bool) {
	if strings.TrimSpace(p.From) == "" && strings.TrimSpace(p.To) == "" {
		return span{}, false
	}
	from, begins := instant(p.From, zone)
	to, ends := instant(p.To, zone)
	return span{from, to}, begins && ends
}

// holds is false for a period that cannot be read.
func (p period) holds(t time.Time) bool {
	s, ok := p.in(t.Location())
	return ok && s.holds(t)
}

func (s span) holds(t time.Time) bool { return !s.from.After(t) && (s.to.IsZero() || s.to.After(t)) }

func (s span) empty() bool { return !s.to.IsZero() && !s.from.Before(s.to) }

func (s span) and(o span) span {
	if o.from.After(s.from) {
		s.from = o.from
	}
	if s.to.IsZero() || !o.to.IsZero() && o.to.Before(s.to) {
		s.to = o.to
	}
	return s
}

// lastDay is the day before the end, since the end is exclusive.
func (s span) lastDay() *fhir.Date {
	if s.to.IsZero() {
		return nil
	}
	return date(s.to.Add(-1))
}

func date(t time.Time) *fhir.Date {
	if t.IsZero() {
		return nil
	}
	d := fhir.DateOf(t)
	return &d
}
