package policy

import "helsegraf/sources/fnr"

// Grant lets a register of health data be read about one subject for one
// service. Only a decision that allows mints one, so a register that takes a
// Grant cannot be reached without a decision. The zero Grant opens nothing.
// Grants are comparable: the same decision gives the same Grant, by whatever
// road through the query it was reached.
type Grant struct {
	subject       fnr.Number
	service       Service
	extract       Service
	history       bool
	purpose       Purpose
	relations     RelationSet
	tellsSettings bool
}

// Warrant lets a register be told to change something about one subject, by one
// service. Only a decision in mode WRITE mints one; nothing that reads takes
// it, and nothing that writes takes a Grant. The zero Warrant changes nothing.
type Warrant struct {
	subject  fnr.Number
	service  Service
	relation Relation
}

// Subject is whom the Warrant is about, if it is for service; else false.
func (w Warrant) Subject(service Service) (fnr.Number, bool) {
	if w.subject.IsZero() || w.service != service {
		return fnr.Number{}, false
	}
	return w.subject, true
}

// Relation is the relation by which the actor may write.
func (w Warrant) Relation() Relation { return w.relation }

// Subject is whom the Grant is about, if it opens service; else false. With
// Extract it is the only way from a Grant to a number, and asks for the service
// so that a Grant for one cannot be spent on another.
func (g Grant) Subject(service Service) (fnr.Number, bool) {
	if g.subject.IsZero() || g.service != service || g.extract != 0 {
		return fnr.Number{}, false
	}
	return g.subject, true
}

// Extract is whom the Grant is about, if it opens the plain extract of service
// inside HEALTH_REGISTERS; else false. It does not open the service itself.
func (g Grant) Extract(service Service) (fnr.Number, bool) {
	if g.subject.IsZero() || g.extract == 0 || g.extract != service {
		return fnr.Number{}, false
	}
	return g.subject, true
}

// Opens reports whether the Grant is for this subject and service.
func (g Grant) Opens(subject fnr.Number, service Service) bool {
	has, ok := g.Subject(service)
	return ok && has == subject
}

// Purpose is what the data may be used for.
func (g Grant) Purpose() Purpose { return g.purpose }

// Identifying is the code of a field that tells who the subject is (name,
// number, exact birth date, address, contact, free text, documents): Open, or
// IDENTIFYING_FIELD to an analyst.
func (g Grant) Identifying() Code {
	return unless(!g.subject.IsZero() && !g.purpose.project(), IdentifyingField)
}

// Self reports whether the subject asks for themselves.
func (g Grant) Self() bool { return g.relations == RelationSet(0).With(Self) }

// TellsSettings reports whether the holder may know what the subject has
// chosen: the subject, and a parent of a child under 16.
func (g Grant) TellsSettings() bool { return g.tellsSettings }

// History reports whether the Grant opens the history part of MEDICATION, or of
// its extract, too. It lies in the summary care record.
func (g Grant) History() bool { return g.history }

// Shows reports whether a record that carries these labels of code list 9603
// may be shown to the holder. With several relations the strictest holds.
func (g Grant) Shows(labels ...string) bool { return !g.subject.IsZero() && shows(g.relations, labels) }

// ShowsReservedPrescription reports whether a prescription that the subject has
// kept from parents and guardians (guardiantransparencyreservation) may be
// shown to the holder.
func (g Grant) ShowsReservedPrescription() bool {
	return !g.subject.IsZero() && !g.relations.Has(Parent) && !g.relations.Has(Guardian) && !g.relations.Has(Assigned)
}

// Inquiry lets the privacy registers (Personvern, Folkeregisteret) be asked
// about one person before anything is decided. It is minted from a checked
// token, and from there for those the registers name as related to the actor:
// the questions are always asked from the actor's side. The zero Inquiry opens
// nothing.
type Inquiry struct{ about fnr.Number }

// About is whom the Inquiry is about; false for the zero Inquiry.
func (i Inquiry) About() (fnr.Number, bool) { return i.about, !i.about.IsZero() }

// Inquiry lets the privacy registers be asked more about the subject of a
// Grant for PRIVACY; the zero Inquiry for any other.
func (g Grant) Inquiry() Inquiry {
	if g.service != Privacy {
		return Inquiry{}
	}
	return Inquiry{about: g.subject}
}

// Related are inquiries about people whom a privacy register has named in its
// answer to i.
func (i Inquiry) Related(named ...fnr.Number) []Inquiry {
	if i.about.IsZero() {
		return nil
	}
	out := make([]Inquiry, 0, len(named))
	for _, n := range named {
		out = append(out, Inquiry{n})
	}
	return out
}
