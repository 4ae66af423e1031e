package fastlegeregister

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"helsegraf/sources"
)

// SearchQuery is a search of the open directory.
type SearchQuery struct {
	Municipality    string // number in code list 3402
	Name            string // words of the names of doctor and office; "" is every list
	AcceptsPatients *bool  // nil is both
}

// Directory is the result of a search. It is complete when every list that the
// register counts is there; otherwise the total is unknown.
type Directory struct {
	Lists []GeneralPractitioner
	Whole bool
}

// Search returns every list in a municipality (QueryGPContracts), or those
// whose regular GP matches a text (SearchForGP), ordered by id so that pages
// are stable. A municipality is cached for a minute; names people type are not.
// A query without a municipality, or with digits in the name, is Invalid
// without a call. The result is shared and must not be modified.
func (c *Client) Search(ctx context.Context, q SearchQuery) (Directory, error) {
	q.Name = strings.TrimSpace(q.Name)
	if !q.WellFormed() {
		return Directory{}, sources.Invalid
	}
	var all Directory
	var err error
	if q.Name == "" {
		all, err = c.municipalities.Get(ctx, q.Municipality, func(ctx context.Context) (Directory, time.Duration, error) {
			found, err := c.pages(ctx, q)
			return found, kept, err
		})
	} else {
		all, err = c.pages(ctx, q)
	}
	if err != nil {
		return Directory{}, err
	}
	wanted := make([]GeneralPractitioner, 0, len(all.Lists))
	for _, g := range all.Lists {
		if q.AcceptsPatients == nil || accepts(g, *q.AcceptsPatients) {
			wanted = append(wanted, g)
		}
	}
	return Directory{Lists: wanted, Whole: all.Whole}, nil
}

// accepts matches known values only: a list that does not say is neither.
func accepts(g GeneralPractitioner, wanted bool) bool {
	l := g.PatientList
	return l != nil && l.AcceptsPatients != nil && *l.AcceptsPatients == wanted
}

// pages fetches the first page, and then the rest.
func (c *Client) pages(ctx context.Context, q SearchQuery) (Directory, error) {
	first, err := c.page(ctx, q, 1)
	if err != nil {
		return Directory{}, err
	}
	if first.total > maxLists {
		return Directory{}, sources.Garbled
	}
	pages := make([]found, 1+max(0, first.total-1)/c.options.PageSize)
	pages[0] = first
	faults := make([]error, len(pages))
	var rest sync.WaitGroup
	for i := 1; i < len(pages); i++ {
		rest.Go(func() { pages[i], faults[i] = c.page(ctx, q, i+1) })
	}
	rest.Wait()
	for _, err := range faults {
		if err != nil {
			return Directory{}, err
		}
	}
	return directory(pages), nil
}

// page fetches one page. Records the register counts but does not send, or
// sends unreadable, are missing; a page of nothing else is refused.
func (c *Client) page(ctx context.Context, q SearchQuery, number int) (f found, err error) {
	operation, request := opContracts, requestContracts(q, number, c.options.PageSize)
	if q.Name != "" {
		operation, request = opSearch, requestSearch(q, number, c.options.PageSize)
	}
	now := c.now()
	err = c.call(ctx, operation, request, func(a *response, r *sources.Response) error {
		if err := a.fault(); err != nil {
			return err
		}
		var ok bool
		if f, ok = a.found(q.Municipality, now); !ok {
			return sources.Garbled
		}
		due := min(c.options.PageSize, f.total-(number-1)*c.options.PageSize)
		f.faulty += max(0, due-f.records)
		r.Faulty(f.faulty)
		if f.faulty > 0 && len(f.lists) == 0 {
			return sources.Garbled
		}
		return nil
	})
	return f, err
}

// listing is a list with the id that orders and identifies it.
type listing struct {
	id string
	GeneralPractitioner
}

// found is the content of a page.
type found struct {
	lists   []listing
	total   int // of all pages, by the register's count
	records int // on this page
	faulty  int // unreadable ones among them
}

// found reads a page: the lists in use in the municipality. A doctor found may
// have lists elsewhere, have had others, and substitute on those of colleagues.
// ok is false when the response is not that of a search.
func (a *response) found(municipality string, now time.Time) (f found, ok bool) {
	add := func(c *contract, gp person, hprNumber string) {
		valid, ok := c.Valid.in(now.Location())
		switch {
		case !ok || c.ID == "" || c.Place.Value == "" || !readable(c.Cycles, now.Location()):
			f.faulty++
		case c.Place.Value == municipality && valid.holds(now):
			f.lists = append(f.lists, listing{c.ID, GeneralPractitioner{c.ID, practitioner(gp, hprNumber), c.Office.model(), c.list(), municipality}})
		}
	}
	var said string
	switch {
	case a.Contracts != nil:
		said, f.records = a.Contracts.Total, len(a.Contracts.Records)
		for i := range a.Contracts.Records {
			c, d := &a.Contracts.Records[i], cycle{}
			if valid := doctor(c.Cycles, now); valid != nil {
				d = *valid
			}
			add(c, d.GP, d.HPRNumber)
		}
	case a.Search != nil:
		said, f.records = a.Search.Total, len(a.Search.Records)
		for i := range a.Search.Records {
			gp := &a.Search.Records[i]
			if gp.HPRNumber == "" && gp.GP == (person{}) {
				f.faulty++
			}
			for _, c := range gp.Contracts {
				if c.Contract != nil && c.Relationship.Value == regular && c.Valid.holds(now) {
					add(c.Contract, gp.GP, gp.HPRNumber)
				}
			}
		}
	}
	n := number(said)
	if n == nil || *n < 0 {
		return found{}, false
	}
	f.total = *n
	return f, true
}

// directory orders the lists of all pages, without duplicates.
func directory(pages []found) Directory {
	d := Directory{Whole: true}
	var all []listing
	for _, p := range pages {
		all = append(all, p.lists...)
		d.Whole = d.Whole && p.faulty == 0
	}
	slices.SortStableFunc(all, func(a, b listing) int { return cmp.Compare(a.id, b.id) })
	all = slices.CompactFunc(all, func(a, b listing) bool { return a.id == b.id })
	d.Lists = make([]GeneralPractitioner, len(all))
	for i, l := range all {
		d.Lists[i] = l.GeneralPractitioner
	}
	return d
}

// WellFormed reports whether a search may be sent. A name has no digits, so
// that no identity number typed into an open search goes anywhere.
func (q SearchQuery) WellFormed() bool {
	_, err := strconv.ParseUint(q.Municipality, 10, 16)
	return err == nil && len(q.Municipality) == 4 && !strings.ContainsAny(q.Name, "0123456789")
}
