package ical

import (
	"io"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
)

// ContentType is the media type of a file.
const ContentType = "text/calendar; charset=utf-8"

// Event is what is written. UID, Summary, Start and UpdatedAt are required.
type Event struct {
	// UID identifies the event in all its versions.
	UID         string
	Summary     string
	Description string
	Location    string
	URL         string
	Start       time.Time
	End         time.Time // zero when it is not known
	Status      Status
	// UpdatedAt tells versions apart, and gives their sequence.
	UpdatedAt time.Time
}

// Status is the status of an event.
type Status = ics.ObjectStatus

// The statuses of an event.
const (
	Confirmed Status = ics.ObjectStatusConfirmed
	Tentative Status = ics.ObjectStatusTentative
	Cancelled Status = ics.ObjectStatusCancelled
)

const (
	zone     = "Europe/Oslo"
	local    = "20060102T150405"
	utc      = local + "Z"
	producer = "-//Helsegraf//Timeavtaler//NO"
)

// sequenceFrom is the zero of sequences, which are seconds: they grow with each
// change, and fit RFC 5545's integer until 2088.
var sequenceFrom = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes an event as a file; norway is Norwegian time.
func Write(w io.Writer, norway *time.Location, e Event) error {
	c := ics.NewCalendar()
	c.SetProductId(producer)
	addZone(c)
	v := c.AddEvent(e.UID)
	v.SetDtStampTime(e.UpdatedAt)
	v.SetModifiedAt(e.UpdatedAt)
	v.SetSequence(max(0, int(e.UpdatedAt.Sub(sequenceFrom)/time.Second)))
	v.SetStatus(e.Status)
	at(v, ics.ComponentPropertyDtStart, e.Start.In(norway))
	if !e.End.IsZero() {
		at(v, ics.ComponentPropertyDtEnd, e.End.In(norway))
	}
	v.SetSummary(printable(e.Summary))
	if text := printable(e.Description); text != "" {
		v.SetDescription(text)
	}
	if text := printable(e.Location); text != "" {
		v.SetLocation(text)
	}
	if e.URL != "" {
		v.SetURL(e.URL)
	}
	return c.SerializeTo(w, ics.WithNewLine("\r\n"))
}

// at writes a local time, or in UTC where that would be ambiguous.
func at(v *ics.VEvent, property ics.ComponentProperty, t time.Time) {
	if ambiguous(t) {
		v.SetProperty(property, t.UTC().Format(utc))
		return
	}
	v.SetProperty(property, t.Format(local), &ics.KeyValues{Key: "TZID", Value: []string{zone}})
}

// ambiguous reports whether the local time also is an hour earlier or later.
func ambiguous(t time.Time) bool {
	shown := t.Format(local)
	return t.Add(-time.Hour).Format(local) == shown || t.Add(time.Hour).Format(local) == shown
}

// addZone adds Norwegian time, by the rules in force since 1996.
func addZone(c *ics.Calendar) {
	z := c.AddTimezone(zone)
	part := func(p *ics.ComponentBase, name, from, to, begins, month string) {
		p.AddProperty(ics.ComponentPropertyDtStart, begins)
		p.AddProperty(ics.ComponentPropertyRrule, "FREQ=YEARLY;BYMONTH="+month+";BYDAY=-1SU")
		p.AddProperty("TZOFFSETFROM", from)
		p.AddProperty("TZOFFSETTO", to)
		p.AddProperty("TZNAME", name)
	}
	summer := &ics.Daylight{}
	part(&summer.ComponentBase, "CEST", "+0100", "+0200", "19810329T020000", "3")
	winter := z.AddStandard()
	part(&winter.ComponentBase, "CET", "+0200", "+0100", "19961027T030000", "10")
	z.Components = append(z.Components, summer)
}

// printable leaves out what TEXT may not hold: controls but for line breaks.
func printable(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}
