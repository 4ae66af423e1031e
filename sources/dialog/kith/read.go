package kith

import (
	"encoding/base64"
	"slices"
	"strings"
)

// ReadMessage reads what a MsgHead says. It is ErrUnknown for anything that is not in
// Message, wherever it stands.
func ReadMessage(d *Document) (*Message, error) {
	if d.Root.Space != spaceHead || d.Root.Local != "MsgHead" {
		return nil, ErrUnknown
	}
	var r reader
	m := r.message(d.Root)
	if r.bad {
		return nil, ErrUnknown
	}
	return m, nil
}

func (r *reader) message(root *Element) *Message {
	m := &Message{}
	c := r.within(root)
	r.head(m, c.take("MsgInfo"))
	for i, e := range c.all("Document") {
		r.document(m, e, root, i == 0)
	}
	c.done()
	if (m.Request == nil) == (m.Note == nil) {
		r.bad = true
	}
	return m
}

func (r *reader) head(m *Message, e *Element) {
	c := r.within(e)
	m.Process = r.must(c.take("Type"))
	if r.text(c.take("MIGversion")) != versionHead {
		r.bad = true
	}
	m.Sent, m.ID = r.token(c.take("GenDate")), r.token(c.take("MsgId"))
	m.Ack = r.code(c.take("Ack"))
	if ref := c.take("ConversationRef"); ref != nil {
		c := r.within(ref)
		m.Parent, m.Conversation = r.token(c.take("RefToParent")), r.token(c.take("RefToConversation"))
		c.done()
	}
	m.Sender, m.Receiver = r.party(c.take("Sender")), r.party(c.take("Receiver"))
	if p := c.take("Patient"); p != nil {
		c := r.within(p)
		m.Patient = &Patient{Family: r.text(c.take("FamilyName")), Middle: r.text(c.take("MiddleName")), Given: r.text(c.take("GivenName")), Idents: r.idents(c)}
		for _, t := range c.all("TeleCom") {
			c := r.within(t)
			m.Patient.Telecom = append(m.Patient.Telecom, r.value(c.take("TeleAddress")))
			c.done()
		}
		c.done()
	}
	c.done()
}

func (r *reader) party(e *Element) (p Party) {
	outer := r.within(e)
	c := r.within(outer.take("Organisation"))
	outer.done()
	p.Unit = r.unit(c)
	if e := c.take("Organisation"); e != nil {
		c := r.within(e)
		part := r.unit(c)
		p.Part = &part
		c.done()
	}
	if e := c.take("HealthcareProfessional"); e != nil {
		c := r.within(e)
		p.Professional = &Professional{
			Role: r.code(c.take("RoleToPatient")), Family: r.text(c.take("FamilyName")), Middle: r.text(c.take("MiddleName")), Given: r.text(c.take("GivenName")), Idents: r.idents(c),
		}
		c.done()
	}
	c.done()
	return p
}

func (r *reader) unit(c *cursor) Unit {
	return Unit{r.text(c.take("OrganisationName")), r.idents(c)}
}

func (r *reader) idents(c *cursor) (all []Ident) {
	for _, e := range c.all("Ident") {
		c := r.within(e)
		all = append(all, Ident{r.token(c.take("Id")), r.must(c.take("TypeId"))})
		c.done()
	}
	return all
}

// document reads one of the Documents. The first is the dialogue.
func (r *reader) document(m *Message, e, root *Element, first bool) {
	c := r.within(e)
	title := r.text(c.take("ContentDescription"))
	ref := c.take("RefDoc")
	c.done()
	c = r.within(ref)
	issued, kind := r.value(c.take("IssueDate")), r.must(c.take("MsgType"))
	id, media, description := r.text(c.take("Id")), r.text(c.take("MimeType")), r.text(c.take("Description"))
	content := c.take("Content")
	c.done()
	var inside *Element
	if content != nil {
		inside = r.only(content)
	}
	switch {
	case r.bad:
	case first:
		r.bad = kind.V != "XML" || id != "" || media != "" || description != "" || inside == nil
		m.Title, m.Issued = title, issued
		r.dialogue(m, inside)
	case title != "":
		r.bad = true
	case kind.V == "A":
		r.bad = id != ""
		m.Attachments = append(m.Attachments, Enclosure{issued, media, description, r.base64(inside)})
	case kind.V == "XML":
		r.bad = media != "" || description != "" || id == "" && inside == nil
		p := Renewal{ID: id, Issued: issued}
		if inside != nil {
			r.bad = r.bad || !isM1(inside)
			p.M1 = alone(inside, content, ref, e, root)
		}
		m.Prescriptions = append(m.Prescriptions, p)
	default:
		r.bad = true
	}
}

// only is the one element in another, of any namespace.
func (r *reader) only(e *Element) *Element {
	c := r.within(e)
	if len(c.rest) != 1 {
		r.bad = true
		return nil
	}
	return c.rest[0]
}

func (r *reader) dialogue(m *Message, e *Element) {
	if e == nil || e.Space != spaceDialog || e.Local != "Dialogmelding" {
		r.bad = true
		return
	}
	c := r.within(e)
	m.Request = r.request(c.take("Foresporsel"))
	if n := c.take("Notat"); n != nil {
		c := r.within(n)
		m.Note = &Note{r.code(c.take("TemaKodet")), r.text(c.take("Tema")), r.text(c.take("TekstNotatInnhold")), r.request(c.take("Foresporsel"))}
		c.done()
	}
	c.done()
}

func (r *reader) request(e *Element) *Request {
	if e == nil {
		return nil
	}
	c := r.within(e)
	q := &Request{Type: r.code(c.take("TypeForesp")), Subject: r.text(c.take("EmneSporsmal")), Question: r.text(c.take("Sporsmal"))}
	for _, e := range c.all("KodetOpplysning") {
		q.Details = append(q.Details, r.must(e))
	}
	c.done()
	return q
}

func (r *reader) base64(e *Element) []byte {
	if e == nil || e.Space != spaceBase64 || e.Local != "Base64Container" {
		r.bad = true
		return nil
	}
	// Decoding skips line breaks, but neither blanks nor tabs.
	content, err := base64.StdEncoding.Strict().DecodeString(strings.Join(strings.Fields(r.text(e)), ""))
	if err != nil || len(content) == 0 {
		r.bad = true
	}
	return content
}

func isM1(e *Element) bool { return spacesM1[e.Space] && e.Local == "Resept" }

// alone is an element as a document of its own, with the namespaces it has from those
// around it, the nearest first.
func alone(e *Element, around ...*Element) []byte {
	out := *e
	out.Attrs = slices.Clone(e.Attrs)
	for _, o := range around {
		for _, a := range o.Attrs {
			if (a.Name == "xmlns" || strings.HasPrefix(a.Name, "xmlns:")) && !slices.ContainsFunc(out.Attrs, func(b Attr) bool { return b.Name == a.Name }) {
				out.Attrs = append(out.Attrs, a)
			}
		}
	}
	return (&Document{Root: &out}).Bytes()
}
