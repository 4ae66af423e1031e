package ical_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"helsegraf/graph/ical"
)

func written(t interface{ Fatal(...any) }, e ical.Event) string {
	var b strings.Builder
	norway, err := time.LoadLocation("Europe/Oslo")
	if err == nil {
		err = ical.Write(&b, norway, e)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func event(start time.Time) ical.Event {
	return ical.Event{UID: "a24606dd-754a-49b7-aad9-db34dfa30a94", Summary: "Ortopedisk poliklinikk", Start: start, End: start.Add(30 * time.Minute), Status: ical.Confirmed, UpdatedAt: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)}
}

func TestEvent(t *testing.T) {
	e := event(time.Date(2026, 12, 14, 8, 30, 0, 0, time.UTC))
	e.Location, e.Description, e.URL = "Prøveveien 12, 0450 Oslo", "Møt fastende; ta med: kort\nPlan 2", "https://video.example.no/rom/1?a=b,c;d"
	text := written(t, e)
	for _, line := range []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Helsegraf//Timeavtaler//NO", "BEGIN:VTIMEZONE", "TZID:Europe/Oslo",
		"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "TZOFFSETFROM:+0100", "UID:a24606dd-754a-49b7-aad9-db34dfa30a94", "DTSTAMP:20261101T080000Z", "SEQUENCE:215683200",
		"STATUS:CONFIRMED", "DTSTART;TZID=Europe/Oslo:20261214T093000", "DTEND;TZID=Europe/Oslo:20261214T100000",
		`LOCATION:Prøveveien 12\, 0450 Oslo`, `DESCRIPTION:Møt fastende\; ta med: kort\nPlan 2`, "URL:https://video.example.no/rom/1?a=b,c;d", "END:VCALENDAR",
	} {
		if !strings.Contains(text, "\r\n"+line+"\r\n") && !strings.HasPrefix(text, line+"\r\n") {
			t.Errorf("no %s in\n%s", line, text)
		}
	}
	if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") || strings.Count(text, "METHOD") != 0 {
		t.Error("a bare line break, or a method")
	}
	later := e
	later.UpdatedAt = e.UpdatedAt.Add(time.Second)
	later.End, later.Status = time.Time{}, ical.Cancelled
	if text := written(t, later); !strings.Contains(text, "SEQUENCE:215683201\r\n") || !strings.Contains(text, "STATUS:CANCELLED\r\n") || strings.Contains(text, "DTEND") {
		t.Error(text)
	}
}

// The nights when clocks change: an hour that is left out, and one that comes twice.
func TestClockChanges(t *testing.T) {
	for instant, want := range map[string]string{
		"2026-03-29T00:30:00Z":      "DTSTART;TZID=Europe/Oslo:20260329T013000",
		"2026-03-29T01:00:00Z":      "DTSTART;TZID=Europe/Oslo:20260329T030000",
		"2026-10-24T23:59:00Z":      "DTSTART;TZID=Europe/Oslo:20261025T015900",
		"2026-10-25T02:00:00+02:00": "DTSTART:20261025T000000Z",
		"2026-10-25T02:30:00+02:00": "DTSTART:20261025T003000Z",
		"2026-10-25T02:30:00+01:00": "DTSTART:20261025T013000Z",
		"2026-10-25T02:00:00Z":      "DTSTART;TZID=Europe/Oslo:20261025T030000",
		"2026-12-31T18:30:00-05:00": "DTSTART;TZID=Europe/Oslo:20270101T003000",
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if text := written(t, event(at)); !strings.Contains(text, "\r\n"+want+"\r\n") {
			t.Errorf("%s is not %s in\n%s", instant, want, text)
		}
	}
}

// Whatever the texts are, lines are at most 75 octets, no character is split, and a
// reader gets them back.
func TestTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := event(time.Date(2026, 12, 14, 8, 30, 0, 0, time.UTC))
		said := rapid.StringOf(rapid.RuneFrom([]rune("aø\\;,:\"<> \n🙂BEGIN\r\x00"))).Draw(t, "text")
		e.Description, e.Summary = said, "Time"+said
		text := written(t, e)
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("%q", line)
			}
		}
		c, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		want := strings.TrimSpace(strings.Map(func(r rune) rune {
			if r == '\r' || r == 0 {
				return -1
			}
			return r
		}, e.Summary))
		if got := c.Events()[0].GetProperty(ics.ComponentPropertySummary).Value; len(c.Events()) != 1 || got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
