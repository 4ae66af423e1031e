package nhn

import (
	"context"
	"net/url"
	"slices"
	"time"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Paged is a list that the register sorts, latest first, and pages.
type Paged[T any, P fhir.Shape] struct {
	Search // its Form is changed
	// Sort is the search parameter that the list is sorted by, "date".
	Sort string
	// Most is the most records a page may have.
	Most int
	// Records are the records searched for, and Date is each one's value of Sort.
	Records *fhir.Records[P]
	Date    func(P) string
	// Read makes rows of what Records has received, in any order: those that may
	// be shown. It is called after each page.
	Read func() (Found[T], error)
}

// Found is what was made of the records received.
type Found[T any] struct {
	Rows   []Row[T]
	Lost   int // records that could not be read, and are not shown
	Faults int // others with faults
}

// spare is how many records are requested beyond those wanted, so that what is
// left out rarely takes another call: records that may not be shown, and those
// at the position where the page begins.
const spare = 20

// Page reads the part of a list that a window shows. It is a search for records
// no later than where the window begins, so that records that come in later
// shift nothing.
//
// A register decides itself how records of the same instant are ordered, and how
// those with only a day are compared with others. So a record is in its place once
// everything still to come is earlier than it, and further pages are read until
// enough records are, up to Search.Pages. A register that has more and does not
// sort is Garbled. A record without a date has no place in a part of a list: it
// is left out, and makes the part incomplete.
func Page[T any, P fhir.Shape](ctx context.Context, c *Client, subject fnr.Number, set *fhir.Searchset, l Paged[T, P], w Window) (out Rows[T], err error) {
	s := l.search(w)
	var found Found[T]
	read := func(ends bool) error {
		var earliest time.Time
		if !ends {
			var sorted bool
			if earliest, sorted = horizon(l.Records.Standing, l.Date); !sorted {
				return sources.Garbled
			}
		}
		if found, err = l.Read(); err != nil {
			return err
		}
		out.Rows = slices.DeleteFunc(found.Rows, func(r Row[T]) bool {
			if r.At.IsZero() && w.First > 0 {
				found.Lost++
				return true
			}
			return !r.follows(w.After) || !ends && !r.At.After(earliest)
		})
		return nil
	}
	stopped := false
	if w.First > 0 {
		s.enough = func() (bool, error) {
			err := read(false)
			stopped = err == nil && len(out.Rows) > w.First
			return stopped, err
		}
	}
	err = c.Ask(ctx, subject, s, set, func(r *sources.Response, whole bool) error {
		if err := read(!stopped); err != nil {
			return err
		}
		r.Faulty(found.Lost + found.Faults)
		out.Complete = whole && found.Lost == 0
		if found.Lost > 0 {
			r.Short()
			if len(out.Rows) == 0 {
				return sources.Garbled
			}
		}
		out.Whole = !stopped && w.After == Position{}
		if n, ok := set.Total(); ok && w.After == (Position{}) {
			out.Total = &n
		}
		if out.Rows == nil {
			out.Rows = []Row[T]{}
		}
		slices.SortFunc(out.Rows, func(a, b Row[T]) int { return a.Compare(b.Position) })
		return nil
	})
	if err != nil {
		return Rows[T]{}, err
	}
	return out, nil
}

// search is the search for a window.
func (l *Paged[T, P]) search(w Window) Search {
	s := l.Search
	if s.Form == nil {
		s.Form = url.Values{}
	}
	s.Form.Set("_sort", "-"+l.Sort)
	if !w.After.At.IsZero() {
		s.Form.Add(l.Sort, w.After.until())
	}
	if s.Count = l.Most; w.First > 0 {
		s.Count = min(w.First+spare, l.Most)
	}
	return s
}
