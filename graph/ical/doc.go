// Package ical writes an event as an iCalendar file (RFC 5545): one VEVENT and the
// time zone of Norway.
//
// Times are local, as calendars show them, but for those in the hour that occurs
// twice when summer time ends: a local time there means the first of them, so
// they are written in UTC.
//
// It knows nothing of appointments or people.
package ical
