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

// ErrNoSearchset is that what came is no answer to a search.
var ErrNoSearchset = errors.New("not a searchset")

// Searchset gathers the pages of a search about one person, and knows how much
// of it can be believed. The types that are read are named by [Collect] before
// the first page; what else comes is kept until a reference points to it.
type Searchset struct {
	subject fnr.Number
	kinds   []kind
	entries []*entry

	total   Integer           // the most that any page has told of
	matched []version         // what was searched for and came
	unnamed int               // and has no id
	sent    int               // entries of all kinds
	moded   bool              // one of which says whether it was searched for
	others  bool              // something came that nobody asked for
	issues  []Issue           // what the register says of the search
	people  *Searchset        // its patients, by whom records are told
	byURL   map[string]*entry // made when the first reference is followed, as the next two are
	byID    map[local]*entry
	byName  map[named]*entry
	tally   struct{ own, foreign, faults int }
}

// entry is one resource of an answer.
type entry struct {
	FullURL  string `json:"fullUrl"`
	Resource Part   `json:"resource"`
	Search   struct {
		Mode string `json:"mode"`
	} `json:"search"`

	at local
}

// local is what a relative reference says.
type local struct{ resourceType, id string }

// named is what a business identifier says.
type named struct{ resourceType, system, value string }

type version struct {
	local
	number string
}

// kind is the records of one type.
type kind interface {
	collects(resourceType string) (main, ok bool)
	take(*entry) version
	settle()
	standing() int
}

// NewSearchset is an answer about the subject of which nothing has come yet.
func NewSearchset(subject fnr.Number) *Searchset { return &Searchset{subject: subject} }

// Page is what one page had.
type Page struct {
	Next    string // the link to the following page, "" after the last
	Own     int    // records about the subject, or nobody yet
	Foreign int    // records about somebody else, which were dropped
}

// bundle is a page as it is sent, with entries E.
type bundle[E any] struct {
	ResourceType string  `json:"resourceType"`
	Type         string  `json:"type"`
	Total        Integer `json:"total"`
	Link         []Link  `json:"link"`
	Entry        []E     `json:"entry"`
}

// read reads a page. Where it cannot be read as it stands each entry is read by
// itself, so that one takes no other along.
func read(body []byte) (bundle[entry], error) {
	var b bundle[entry]
	err := json.Unmarshal(body, &b)
	if err == nil {
		return b, nil
	}
	var apart bundle[Part]
	if json.Unmarshal(body, &apart) != nil {
		return b, err
	}
	b = bundle[entry]{apart.ResourceType, apart.Type, apart.Total, apart.Link, make([]entry, len(apart.Entry))}
	for i, part := range apart.Entry {
		var e entry
		if part.Decode(&e) == nil {
			b.Entry[i] = e
		}
	}
	return b, nil
}

// Add takes in a page.
func (s *Searchset) Add(body []byte) (Page, error) {
	b, err := read(bytes.TrimPrefix(body, []byte("\ufeff")))
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
	s.entries = slices.Grow(s.entries, len(b.Entry))
	s.matched = slices.Grow(s.matched, len(b.Entry))
	s.sent += len(b.Entry)
	// People first: others are told by them.
	for i := range b.Entry {
		e := &b.Entry[i]
		s.moded = s.moded || e.Search.Mode != ""
		e.at.resourceType, _ = e.Resource.Type()
		if e.at.resourceType == "Patient" {
			e.at.id, _ = e.Resource.ID()
			s.keep(e)
		}
	}
	for i := range b.Entry {
		if e := &b.Entry[i]; e.at.resourceType != "Patient" {
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

// keep remembers an entry for those that refer to it.
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
		s.hear(e.Resource)
		return
	}
	defer s.keep(e)
	for _, k := range s.kinds {
		main, ok := k.collects(e.at.resourceType)
		if !ok {
			continue
		}
		at := k.take(e)
		if main || e.Search.Mode == "match" {
			s.match(at)
		}
		return
	}
	e.at.id, _ = e.Resource.ID()
	switch {
	case e.Search.Mode == "match" && aside(e.at.resourceType):
		s.match(version{local: e.at}) // some call all they send so
	case e.Search.Mode == "match":
		s.tally.faults++
	case !aside(e.at.resourceType):
		s.others = true
	}
}

// aside reports whether resources of the type come along with those searched
// for: who and where, and where it is from.
func aside(resourceType string) bool {
	switch resourceType {
	case "Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location", "Device", "Medication",
		"Provenance", "Parameters", "Basic", "Binary", "Endpoint", "HealthcareService", "Substance", "CareTeam", "Group",
		"Composition", "List":
		return true
	}
	return false
}

// came is how many records that were searched for came, each once.
func (s *Searchset) came() int {
	slices.SortFunc(s.matched, func(a, b version) int {
		return cmp.Or(strings.Compare(a.id, b.id), strings.Compare(a.resourceType, b.resourceType), strings.Compare(a.number, b.number))
	})
	s.matched = slices.Compact(s.matched)
	return len(s.matched) + s.unnamed
}

// match counts a record that was searched for. One that comes twice, on two
// pages perhaps, is one.
func (s *Searchset) match(v version) {
	if v.id == "" {
		s.unnamed++
		return
	}
	s.matched = append(s.matched, v)
}

// Settle is called once, after the last page: it decides which records stand,
// and gives the records that turned out to be about nobody known, and those that
// cannot be used.
func (s *Searchset) Settle() (foreign, faults int) {
	before := s.tally.foreign
	for _, k := range s.kinds {
		k.settle()
	}
	return s.tally.foreign - before, s.tally.faults
}

// Standing is how many records about the subject stand.
func (s *Searchset) Standing() int {
	n := 0
	for _, k := range s.kinds {
		n += k.standing()
	}
	return n
}

// Own is how many records about the subject came, those that do not stand
// included.
func (s *Searchset) Own() int { return s.tally.own }

// Whole reports whether all that was searched for has come and can be used.
// Withheld is how many records the register says it has kept back on purpose.
func (s *Searchset) Whole(withheld int) bool {
	for _, i := range s.issues {
		if i.loses() {
			return false
		}
	}
	// Some count all that they send, and do not say what was searched for.
	if total, told := s.total.Value(); told && s.came()+withheld < total && (s.moded || s.sent != total) {
		return false
	}
	return s.tally.faults == 0 && (!s.others || s.Standing() > 0)
}
