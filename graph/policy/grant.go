package policy

import (
	"slices"

	"helsegraf/sources/fnr"
)

// Grant permits reading one subject's data of one service. Only a decision that
// allows mints one, so a register that takes a Grant cannot be reached without
// a decision. The zero Grant opens nothing. Grants are comparable: the same
// decision gives the same Grant, wherever in the query it was needed.
type Grant struct {
	subject       fnr.Number
	service       Service
	extract       Service
	history       bool
	purpose       Purpose
	relations     RelationSet
	tellsSettings bool
}

// Warrant permits changing something about one subject, in one service. Only a
// decision in mode WRITE mints one; nothing that reads takes it, and nothing
// that writes takes a Grant. The zero Warrant permits nothing.
//
// Its fields differ in name and type from those of Grant and Inquiry, since Go
// converts structs of equal fields into each other, unexported ones too.
type Warrant struct {
	of, by fnr.Number
	in     Service
	as     Relation
}

// Subject is the Warrant's subject, if it is for service; else false.
func (w Warrant) Subject(service Service) (fnr.Number, bool) {
	if w.of.IsZero() || w.in != service {
		return fnr.Number{}, false
	}
	return w.of, true
}

// By is who writes, and by which relation to the subject. Registers are told of
// both.
func (w Warrant) By() (fnr.Number, Relation) { return w.by, w.as }

// Subject is the Grant's subject, if it opens service; else false. With Extract
// it is the only way from a Grant to a number, and takes the service so that a
// Grant for one cannot be spent on another.
func (g Grant) Subject(service Service) (fnr.Number, bool) {
	if g.subject.IsZero() || g.service != service || g.extract != 0 {
		return fnr.Number{}, false
	}
	return g.subject, true
}

// Extract is the Grant's subject, if it opens the plain extract of service in
// HEALTH_REGISTERS; else false. It does not open the service itself.
func (g Grant) Extract(service Service) (fnr.Number, bool) {
	if g.subject.IsZero() || g.extract == 0 || g.extract != service {
		return fnr.Number{}, false
	}
	return g.subject, true
}

// Plain is the Grant's subject, if it opens service or the plain extract of it; else
// false. It is for what the extract consists of.
func (g Grant) Plain(service Service) (fnr.Number, bool) {
	if n, ok := g.Subject(service); ok {
		return n, true
	}
	return g.Extract(service)
}

// Opens reports whether the Grant is for this subject and service.
func (g Grant) Opens(subject fnr.Number, service Service) bool {
	has, ok := g.Subject(service)
	return ok && has == subject
}

// Purpose is what the data may be used for.
func (g Grant) Purpose() Purpose { return g.purpose }

// Identifying is the code for fields that identify the subject (name, number,
// exact birth date, address, contact, free text, documents): Open, or
// IDENTIFYING_FIELD for an analyst.
func (g Grant) Identifying() Code {
	return unless(!g.subject.IsZero() && !g.purpose.project(), IdentifyingField)
}

// Self reports whether the holder is the subject.
func (g Grant) Self() bool { return g.relations == RelationSet(0).With(Self) }

// TellsSettings reports whether the holder may know the subject's settings: the
// subject, and a parent of a child under 16.
func (g Grant) TellsSettings() bool { return g.tellsSettings }

// History reports whether the Grant opens the history part of MEDICATION, or of
// its extract, too. It lies in the summary care record.
func (g Grant) History() bool { return g.history }

// Shows reports whether a record that carries these labels of code list 9603
// may be shown to the holder. With several relations the strictest holds.
func (g Grant) Shows(labels ...string) bool { return !g.subject.IsZero() && shows(g.relations, labels) }

// ShownLabels are the codes of list 9603 that let the holder see a record that has
// no other: those for a search of what [Grant.Shows] shows.
func (g Grant) ShownLabels() []string {
	return slices.DeleteFunc(knownLabels(), func(code string) bool { return !g.Shows(code) })
}

// ShowsReservedPrescription reports whether a prescription that the subject has
// kept from parents and guardians (guardiantransparencyreservation) may be
// shown to the holder.
func (g Grant) ShowsReservedPrescription() bool {
	return !g.subject.IsZero() && !g.relations.Has(Parent) && !g.relations.Has(Guardian) && !g.relations.Has(Assigned)
}

// Inquiry permits reading the privacy registers (Personvern, Folkeregisteret)
// about one person before anything is decided. It is minted from a verified
// token, and from there for those the registers name as related to the actor:
// they are always read from the actor's side. The zero Inquiry opens nothing.
type Inquiry struct{ about fnr.Number }

// About is whom the Inquiry is about; false for the zero Inquiry.
func (i Inquiry) About() (fnr.Number, bool) { return i.about, !i.about.IsZero() }

// Inquiry permits further reads of the privacy registers about the subject of a
// Grant for PRIVACY; the zero Inquiry for any other Grant.
func (g Grant) Inquiry() Inquiry {
	if g.service != Privacy {
		return Inquiry{}
	}
	return Inquiry{about: g.subject}
}

// Related are inquiries about people whom a privacy register named in its
// response to i.
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
