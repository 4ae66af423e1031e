package fhir

import "slices"

// Shape is the part of a resource that is read: a struct that embeds
// [Resource]. A type with further statuses that void a record has a Void of its
// own.
type Shape interface {
	Head() *Resource
	Void() bool
}

// Records are the resources of one type in a [Searchset].
type Records[P Shape] struct {
	set      *Searchset
	name     string
	main     bool
	fresh    func() P
	about    func(*Searchset, P) Owner
	all      []P
	byID     map[string]P
	garbled  int // records that could not be read
	Standing []P // valid records about the subject, latest version only, as received
	Faults   int // unusable records
}

// Collect reads the resources of a type into S. main marks the type searched
// for, which a total counts. about returns whom a resource is about; nil for
// types that are about nobody.
func Collect[S any, P interface {
	*S
	Shape
}](set *Searchset, resourceType string, main bool, about func(*Searchset, P) Owner) *Records[P] {
	k := &Records[P]{set: set, name: resourceType, main: main, about: about, fresh: func() P { return P(new(S)) }}
	set.kinds = append(set.kinds, k)
	return k
}

// Patient is whom a resource's `subject` or `patient` identifies.
func Patient[P Shape](s *Searchset, p P) Owner {
	r := p.Head()
	if r.Patient != (Reference{}) {
		return s.person(r, r.Patient)
	}
	return s.person(r, r.Subject)
}

func (k *Records[P]) collects(resourceType string) (main, ok bool) {
	return k.main, k.name == resourceType
}

func (k *Records[P]) standing() int {
	if k.about == nil {
		return 0
	}
	return len(k.Standing)
}

// take reads one resource and returns its version. One about somebody else need
// not be readable.
func (k *Records[P]) take(e *entry) version {
	p := k.fresh()
	r := p.Head()
	err := e.resource.Decode(p)
	if err != nil {
		p = k.fresh()
		r = p.Head()
		var head struct {
			Subject Reference `json:"subject"`
			Patient Reference `json:"patient"`
		}
		if e.resource.Decode(&head) == nil {
			r.Subject, r.Patient = head.Subject, head.Patient
		}
	}
	r.entry, r.set = e, k.set
	if k.about != nil {
		r.owner = k.about(k.set, p)
	}
	switch {
	case r.owner == somebodyElses:
		k.set.tally.foreign++
	case err != nil:
		k.garbled++
		k.set.tally.faults++
	default:
		k.all = append(k.all, p)
		if k.about != nil {
			k.set.tally.own++
		}
	}
	e.at.id = r.ID
	return version{e.at, r.Meta.VersionID}
}

// settle decides which records stand: those about the subject, of the latest
// version, not retracted and without unknown modifiers. It returns how many are
// about nobody known, and how many have such modifiers.
func (k *Records[P]) settle() (unowned, modified int) {
	own := k.all
	if slices.ContainsFunc(k.all, func(p P) bool { return !k.owned(p) }) {
		own = slices.DeleteFunc(slices.Clone(k.all), func(p P) bool { return !k.owned(p) })
	}
	k.byID = nil
	if len(own) > 0 {
		k.byID = make(map[string]P, len(own))
	}
	for _, p := range own {
		r := p.Head()
		if known, again := k.byID[r.ID]; r.ID != "" && (!again || r.follows(known.Head())) {
			k.byID[r.ID] = p
		}
	}
	k.Standing = make([]P, 0, len(own))
	for _, p := range own {
		r := p.Head()
		r.stands = false
		latest := p
		if r.ID != "" {
			latest = k.byID[r.ID]
		}
		switch {
		case r != latest.Head() && !r.sameVersion(latest.Head()), p.Void(), latest.Void():
		case r.entry.resource.modified():
			modified++
		default:
			r.stands = true
			k.Standing = append(k.Standing, p)
		}
	}
	k.Faults = k.garbled + modified
	return len(k.all) - len(own), modified
}

// owned reports whether a record is about the subject, by what has been read.
func (k *Records[P]) owned(p P) bool {
	r := p.Head()
	if k.about == nil || r.owner == theirs {
		return true
	}
	r.owner = k.about(k.set, p)
	return r.owner == theirs
}

// Find is the record of the type that a reference leads to: contained in the
// resource, or another entry of the response. One that does not stand is not
// found.
func (k *Records[P]) Find(from *Resource, ref Reference) (found P, ok bool) {
	part, e := from.lookup(ref, k.name)
	if e != nil {
		if p, ok := k.byID[e.at.id]; ok {
			return p, p.Head().stands
		}
		i := slices.IndexFunc(k.Standing, func(p P) bool { return p.Head().entry == e })
		if i < 0 {
			return found, false
		}
		return k.Standing[i], true
	}
	if is, _ := part.Type(); is != k.name || part.modified() {
		return found, false
	}
	inside := k.fresh()
	if part.Decode(inside) != nil || inside.Void() {
		return found, false
	}
	// A contained resource refers to its siblings.
	head := inside.Head()
	head.entry, head.set, head.Contained = from.entry, from.set, from.Contained
	return inside, true
}

// Once returns each record once, by its key; those without a key are all
// distinct. A record with several copies is included when every copy may be
// shown.
func Once[P Shape](all []P, key func(P) string, shown func(P) bool) []P {
	hidden := map[string]bool{}
	for _, p := range all {
		if !shown(p) {
			hidden[key(p)] = true
		}
	}
	out := make([]P, 0, len(all))
	for _, p := range all {
		switch k := key(p); {
		case k == "" && shown(p):
			out = append(out, p)
		case k != "" && !hidden[k]:
			hidden[k] = true
			out = append(out, p)
		}
	}
	return out
}
