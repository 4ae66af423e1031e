package fhir

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"helsegraf/sources/fnr"
)

// ErrNoSearchset is that the response is not a searchset.
var ErrNoSearchset = errors.New("not a searchset")

// Searchset collects the pages of a search about one person, and tracks how
// much of it can be trusted. The types to read are declared by [Collect] before
// the first page; other resources are kept for references to them.
type Searchset struct {
	subject fnr.Number
	kinds   []kind
	entries []*entry

	total   Integer           // the highest total of any page
	matched []version         // matches received
	unnamed int               // matches without an id
	sent    int               // all entries
	moded   bool              // an entry has a search mode
	others  bool              // there were unrequested entries
	issues  []Issue           // the register's issues with the search
	people  *Searchset        // its Patients, which identify the owners of records
	byURL   map[string]*entry // built on the first reference, like the next two
	byID    map[local]*entry
	byName  map[named]*entry
	tally   struct{ own, foreign, faults int }
	settled struct{ unowned, modified int } // of the records, by the latest Settle
}

// entry is one resource of a response.
type entry struct {
	fullURL  string
	resource Part
	mode     string // the search mode
	at       local
}

// entryWire is an entry as it is sent.
type entryWire struct {
	FullURL  string `json:"fullUrl"`
	Resource span   `json:"resource"`
	Search   struct {
		Mode string `json:"mode"`
	} `json:"search"`
}

// in is the entry of a page.
func (e entryWire) in(page []byte) entry {
	return entry{fullURL: e.FullURL, resource: e.Resource.in(page), mode: e.Search.Mode}
}

// local is a relative reference.
type local struct{ resourceType, id string }

// named is a business identifier of a type.
type named struct{ resourceType, system, value string }

type version struct {
	local
	number string
}

// kind is the records of one type.
type kind interface {
	collects(resourceType string) (main, ok bool)
	take(*entry) version
	settle() (unowned, modified int)
	standing() int
}

// NewSearchset is an empty response about the subject.
func NewSearchset(subject fnr.Number) *Searchset { return &Searchset{subject: subject} }

// Page is the content of one page.
type Page struct {
	Next    string // the link to the following page, "" after the last
	Own     int    // records about the subject, or not yet known to be
	Foreign int    // records about somebody else, dropped
}

// bundle is a page as it is sent, with entries E.
type bundle[E any] struct {
	head
	Entry []E `json:"entry"`
}

type head struct {
	ResourceType string  `json:"resourceType"`
	Type         string  `json:"type"`
	Total        Integer `json:"total"`
	Link         []Link  `json:"link"`
}

// read reads a page, which the entries keep. If it cannot be decoded as a whole
// each entry is decoded separately, so that one bad entry loses no other.
func read(page []byte) (head, []entry, error) {
	var b bundle[entryWire]
	err := json.Unmarshal(page, &b)
	if err == nil {
		entries := make([]entry, len(b.Entry))
		for i, e := range b.Entry {
			entries[i] = e.in(page)
		}
		return b.head, entries, nil
	}
	var apart bundle[span]
	if json.Unmarshal(page, &apart) != nil {
		return b.head, nil, err
	}
	entries := make([]entry, len(apart.Entry))
	for i, at := range apart.Entry {
		part := at.in(page)
		var e entryWire
		if part.Decode(&e) == nil {
			entries[i] = e.in(part.text)
		}
	}
	return apart.head, entries, nil
}

// Add adds a page.
func (s *Searchset) Add(body []byte) (Page, error) {
	b, entries, err := read(bytes.TrimPrefix(body, []byte("\ufeff")))
	if err != nil {
		return Page{}, err
	}
	if b.ResourceType != "Bundle" || b.Type != "searchset" {
		return Page{}, ErrNoSearchset
	}
	if n, ok := b.Total.Value(); ok {
		if most, told := s.total.Value(); !told || n > most {
			s.total = b.Total
		}
	}
	before := s.tally
	s.entries = slices.Grow(s.entries, len(entries))
	s.matched = slices.Grow(s.matched, len(entries))
	s.sent += len(entries)
	// Patients first: they identify the owners of others.
	for i := range entries {
		e := &entries[i]
		s.moded = s.moded || e.mode != ""
		e.at.resourceType, _ = e.resource.Type()
		if e.at.resourceType == "Patient" {
			e.at.id, _ = e.resource.ID()
			s.keep(e)
		}
	}
	for i := range entries {
		if e := &entries[i]; e.at.resourceType != "Patient" {
			s.take(e)
		}
	}
	page := Page{Own: s.tally.own - before.own, Foreign: s.tally.foreign - before.foreign}
	for _, l := range b.Link {
		if l.Relation == "next" {
			page.Next = l.URL
			break
		}
	}
	return page, nil
}

// keep indexes an entry for references to it.
func (s *Searchset) keep(e *entry) {
	s.entries = append(s.entries, e)
	s.byURL, s.byID, s.byName = nil, nil, nil
	if e.at.resourceType != "Patient" {
		return
	}
	if s.people == nil {
		s.people = &Searchset{}
	}
	s.people.entries = append(s.people.entries, e)
	s.people.byURL, s.people.byID, s.people.byName = nil, nil, nil
}

func (s *Searchset) take(e *entry) {
	switch e.at.resourceType {
	case "":
		s.tally.faults++
		return
	case "OperationOutcome":
		s.addIssues(e.resource)
		return
	}
	defer s.keep(e)
	for _, k := range s.kinds {
		main, ok := k.collects(e.at.resourceType)
		if !ok {
			continue
		}
		at := k.take(e)
		if main || e.mode == "match" {
			s.match(at)
		}
		return
	}
	e.at.id, _ = e.resource.ID()
	switch {
	case e.mode == "match" && aside(e.at.resourceType):
		s.match(version{local: e.at}) // some registers mark all entries as matches
	case e.mode == "match":
		s.tally.faults++
	case !aside(e.at.resourceType):
		s.others = true
	}
}

// aside reports whether resources of the type accompany matches: who and where,
// and provenance.
func aside(resourceType string) bool {
	switch resourceType {
	case "Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location", "Device", "Medication",
		"Provenance", "Parameters", "Basic", "Binary", "Endpoint", "HealthcareService", "Substance", "CareTeam", "Group",
		"Composition", "List":
		return true
	}
	return false
}

// matchedCount is how many distinct records were matched.
func (s *Searchset) matchedCount() int {
	slices.SortFunc(s.matched, func(a, b version) int {
		return cmp.Or(strings.Compare(a.id, b.id), strings.Compare(a.resourceType, b.resourceType), strings.Compare(a.number, b.number))
	})
	s.matched = slices.Compact(s.matched)
	return len(s.matched) + s.unnamed
}

// match counts a matched record. One repeated on two pages counts once.
func (s *Searchset) match(v version) {
	if v.id == "" {
		s.unnamed++
		return
	}
	s.matched = append(s.matched, v)
}

// Settle decides which of the records received so far stand, and returns how
// many turned out to be about nobody known, and how many are unusable. It may be
// called again after further pages.
func (s *Searchset) Settle() (foreign, faults int) {
	s.settled.unowned, s.settled.modified = 0, 0
	for _, k := range s.kinds {
		unowned, modified := k.settle()
		s.settled.unowned += unowned
		s.settled.modified += modified
	}
	return s.settled.unowned, s.faults()
}

func (s *Searchset) faults() int { return s.tally.faults + s.settled.modified }

// Total is the number of matches by the register's own count, which includes
// what is not shown. It is not to be trusted when there are records about others.
func (s *Searchset) Total() (n int, ok bool) {
	n, ok = s.total.Value()
	return n, ok && s.tally.foreign+s.settled.unowned == 0
}

// Standing is how many records about the subject stand.
func (s *Searchset) Standing() int {
	n := 0
	for _, k := range s.kinds {
		n += k.standing()
	}
	return n
}

// Own is how many records about the subject were received, whether or not they
// stand.
func (s *Searchset) Own() int { return s.tally.own - s.settled.unowned }

// Whole reports whether all matches were received and are usable. withheld is
// how many records the register says it deliberately left out.
func (s *Searchset) Whole(withheld int) bool {
	for _, i := range s.issues {
		if i.loses() {
			return false
		}
	}
	// Some registers count all entries, and set no search mode.
	if total, told := s.total.Value(); told && s.matchedCount()+withheld < total && (s.moded || s.sent != total) {
		return false
	}
	return s.faults() == 0 && (!s.others || s.Standing() > 0)
}
