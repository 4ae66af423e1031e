package nhn

import (
	"slices"
	"strings"
	"time"

	"helsegraf/sources/fhir"
)

// Position is a record's place in a list that is latest first: by instant, and
// then by key. The zero Position is before the first record, and one without an
// instant is after those that have one. It is comparable.
type Position struct {
	At  time.Time // UTC
	Key string
}

// PositionOf is the place of a record with this date and key.
func PositionOf(date, key string) Position {
	span, _ := fhir.SpanOf(date)
	return Position{span.From, key}
}

// Compare is negative when p comes before o.
func (p Position) Compare(o Position) int {
	if by := o.At.Compare(p.At); by != 0 {
		return by
	}
	return strings.Compare(p.Key, o.Key)
}

// follows reports whether a record at p is in the part of the list after o.
func (p Position) follows(o Position) bool { return o == Position{} || p.Compare(o) > 0 }

// until is the value of the search parameter that leaves out records later than
// p and no other: lt, which every register that takes a date has. A register may
// read a day as that of UTC, which begins after the Norwegian one; records that
// are later than p anyway are left out by the reader.
func (p Position) until() string {
	at := p.At
	y, m, d := at.In(fhir.Norway()).Date()
	if midnight := time.Date(y, m, d, 0, 0, 0, 0, time.UTC); at.Before(midnight) {
		at = midnight
	}
	return "lt" + at.Truncate(time.Second).Add(time.Second).UTC().Format(time.RFC3339)
}

// Window is the part of a list to read: at least First records after a position.
// The zero Window is the whole list.
type Window struct {
	First int
	After Position
}

// Row is a record and its place.
type Row[T any] struct {
	Position
	Value T
}

// Rows are a part of a list, in order.
type Rows[T any] struct {
	Rows []Row[T] // more than Window.First, unless the list ends with them
	// Whole reports that they are the list from beginning to end.
	Whole bool
	// Complete reports that none of these is known to be missing.
	Complete bool
	// Total is the register's own count of the list, which may include records
	// that are not shown; nil when it is unknown.
	Total *int
}

// After are the rows after a position.
func (r Rows[T]) After(p Position) []Row[T] {
	i := slices.IndexFunc(r.Rows, func(row Row[T]) bool { return row.follows(p) })
	if i < 0 {
		return nil
	}
	return r.Rows[i:]
}

// Values are the records without their places; nil if r was not read.
func (r Rows[T]) Values() []T {
	if r.Rows == nil {
		return nil
	}
	out := make([]T, len(r.Rows))
	for i := range r.Rows {
		out[i] = r.Rows[i].Value
	}
	return out
}

// horizon is the earliest time that the records received so far may have: those
// still to come in a sorted list are no later. sorted is false if one of these is.
// A record sent twice counts once.
func horizon[P fhir.Shape](received []P, date func(P) string) (earliest time.Time, sorted bool) {
	seen := make(map[string]bool, len(received))
	earliest = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	for _, p := range received {
		id := p.Head().ID
		span, ok := fhir.SpanOf(date(p))
		if !ok || id != "" && seen[id] {
			continue
		}
		if seen[id] = true; span.From.After(earliest) {
			return earliest, false
		}
		if span.To.Before(earliest) {
			earliest = span.To
		}
	}
	return earliest, true
}
