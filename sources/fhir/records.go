package fhir

import "slices"

// Shape is a resource as far as it is read: a struct that embeds [Resource]. One
// to whose type some status means more than that nothing came of it has a Void of
// its own.
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
	Standing []P // those about the subject that stand, of the latest version
	Faults   int // those that cannot be used
}

// Collect has the resources of a type read into S. Main are those that are
// searched for, which a total counts. About is whom a resource is about; nil for
// those that are about nobody.
func Collect[S any, P interface {
	*S
	Shape
}](set *Searchset, resourceType string, main bool, about func(*Searchset, P) Owner) *Records[P] {
	k := &Records[P]{set: set, name: resourceType, main: main, about: about, fresh: func() P { return P(new(S)) }}
	set.kinds = append(set.kinds, k)
	return k
}

// Patient tells whom a resource says in `subject` or `patient` that it is about.
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

// take reads one, and gives which version it is of what. What is somebody else's
// need not be readable.
func (k *Records[P]) take(e *entry) version {
	p := k.fresh()
	r := p.Head()
	err := e.Resource.Decode(p)
	if err != nil {
		p = k.fresh()
		r = p.Head()
		var head struct {
			Subject Reference `json:"subject"`
			Patient Reference `json:"patient"`
		}
		if e.Resource.Decode(&head) == nil {
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
		k.fault()
	default:
		k.all = append(k.all, p)
		if k.about != nil {
			k.set.tally.own++
		}
	}
	e.at.id = r.ID
	return version{e.at, r.Meta.VersionID}
}

func (k *Records[P]) fault() {
	k.Faults++
	k.set.tally.faults++
}

// settle finds out which records stand: those about the subject, of the latest
// version, that were not taken back and say nothing that is not understood.
func (k *Records[P]) settle() {
	k.all = slices.DeleteFunc(k.all, k.nobodys)
	if len(k.all) > 0 {
		k.byID = make(map[string]P, len(k.all))
	}
	for _, p := range k.all {
		r := p.Head()
		if known, again := k.byID[r.ID]; r.ID != "" && (!again || r.follows(known.Head())) {
			k.byID[r.ID] = p
		}
	}
	k.Standing = make([]P, 0, len(k.all))
	for _, p := range k.all {
		r := p.Head()
		latest := p
		if r.ID != "" {
			latest = k.byID[r.ID]
		}
		switch {
		case !r.sameVersion(latest.Head()), p.Void(), latest.Void():
		case r.entry.Resource.modified():
			k.fault()
		default:
			r.stands = true
			k.Standing = append(k.Standing, p)
		}
	}
}

// nobodys reports whether a record is about nobody that the answer knows, now
// that all of it has come.
func (k *Records[P]) nobodys(p P) bool {
	r := p.Head()
	if k.about == nil || r.owner == theirs {
		return false
	}
	if r.owner = k.about(k.set, p); r.owner == theirs {
		return false
	}
	k.set.tally.foreign++
	k.set.tally.own--
	return true
}

// Find is the record of the type that a reference of a resource leads to: inside
// it, or beside it in the answer. What does not stand is not found.
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
	// What is contained refers to its neighbours.
	head := inside.Head()
	head.entry, head.set, head.Contained = from.entry, from.set, from.Contained
	return inside, true
}

// Once returns each record once, by its key; those without one are different.
// One that came in several copies is there when every copy may be shown.
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
