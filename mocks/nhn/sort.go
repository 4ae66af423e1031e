package nhn

import (
	"slices"
	"strings"
	"time"
)

// Sort is a date that a search may be limited to and sorted by: `date=lt2026-11-01`
// and `_sort=-date`.
type Sort struct {
	// Param is the search parameter; "" if there is none.
	Param string
	// Element is the element it reads, at the top of the resource.
	Element string

	zone *time.Location
}

// dates is a limit: a prefix of FHIR's, and the time that the value means, to its end.
type dates struct {
	prefix   string
	from, to time.Time
}

// readDates reads a limit.
func readDates(value string, zone *time.Location) (d dates, ok bool) {
	d.prefix = "eq"
	for _, prefix := range []string{"eq", "lt", "gt", "le", "ge"} {
		if rest, found := strings.CutPrefix(value, prefix); found {
			d.prefix, value = prefix, rest
		}
	}
	d.from, d.to, ok = meant(value, zone)
	return d, ok
}

// meant returns the time that a date, with or without a time, means: the end is not a
// part of it. A time without an offset is not valid.
func meant(value string, zone *time.Location) (from, to time.Time, ok bool) {
	if at, err := time.Parse(time.RFC3339Nano, value); err == nil {
		precision := time.Second
		if at.Nanosecond() != 0 {
			precision = time.Millisecond
		}
		return at, at.Add(precision), true
	}
	day, err := time.ParseInLocation(time.DateOnly, value, zone)
	return day, day.AddDate(0, 0, 1), err == nil
}

// includes applies a limit as FHIR R4 does: le and ge include what overlaps the value.
func (d dates) includes(from, to time.Time) bool {
	switch d.prefix {
	case "lt":
		return from.Before(d.from)
	case "gt":
		return to.After(d.to)
	case "le":
		return from.Before(d.to)
	case "ge":
		return to.After(d.from)
	}
	return !from.Before(d.from) && !to.After(d.to)
}

// apply returns the records within the limits, sorted. Those without a date are outside
// of any limit, and are sorted first, as databases do.
func (s Sort) apply(q Query, all []Record) []Record {
	if q.sort == "" && len(q.dates) == 0 {
		return all
	}
	type row struct {
		Record
		from, to time.Time
		dated    bool
	}
	rows := make([]row, 0, len(all))
	for _, record := range all {
		r := row{Record: record}
		value, _ := record.Resource(q.Number)[s.Element].(string)
		r.from, r.to, r.dated = meant(value, s.zone)
		if !slices.ContainsFunc(q.dates, func(d dates) bool { return !r.dated || !d.includes(r.from, r.to) }) {
			rows = append(rows, r)
		}
	}
	if q.sort != "" {
		slices.SortStableFunc(rows, func(a, b row) int {
			switch {
			case a.dated != b.dated && a.dated:
				return 1
			case a.dated != b.dated:
				return -1
			case strings.HasPrefix(q.sort, "-"):
				return b.from.Compare(a.from)
			}
			return a.from.Compare(b.from)
		})
	}
	out := make([]Record, len(rows))
	for i := range rows {
		out[i] = rows[i].Record
	}
	return out
}
