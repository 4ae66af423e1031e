package kith

import "encoding/base64"

// Document writes the message. It is ErrUnknown for one that would not be read again.
func (m *Message) Document() (*Document, error) {
	if (m.Request == nil) == (m.Note == nil) {
		return nil, ErrUnknown
	}
	var conversation *Element
	if m.Parent != "" || m.Conversation != "" {
		conversation = el("ConversationRef", text("RefToParent", m.Parent), text("RefToConversation", m.Conversation))
	}
	out := root(spaceHead, "MsgHead", el("MsgInfo",
		m.Process.element("Type"), text("MIGversion", versionHead), text("GenDate", m.Sent), text("MsgId", m.ID), m.Ack.maybe("Ack"), conversation,
		el("Sender", m.Sender.element()), el("Receiver", m.Receiver.element()), m.Patient.element()))
	var note *Element
	if n := m.Note; n != nil {
		note = el("Notat", n.Subject.maybe("TemaKodet"), maybe("Tema", n.Title), text("TekstNotatInnhold", n.Text), n.Original.element())
	}
	dialogue := root(spaceDialog, "Dialogmelding", m.Request.element(), note)
	out.with(el("Document", maybe("ContentDescription", m.Title), refDoc(m.Issued, kindXML, "", "", "", dialogue)))
	for _, p := range m.Prescriptions {
		var m1 *Element
		if len(p.M1) > 0 {
			d, err := Parse(p.M1)
			if err != nil {
				return nil, err
			}
			m1 = d.Root
		}
		out.with(el("Document", refDoc(p.Issued, kindXML, p.ID, "", "", m1)))
	}
	for _, a := range m.Attachments {
		content := root(spaceBase64, "Base64Container")
		content.Children = []Child{{Text: base64.StdEncoding.EncodeToString(a.Content)}}
		out.with(el("Document", refDoc(a.Issued, Code{V: "A", DN: "Vedlegg"}, "", a.ContentType, a.Title, content)))
	}
	// It is read back, so that nothing leaves that a receiver like this one would refuse.
	d, err := Parse((&Document{Root: out}).Bytes())
	if err != nil {
		return nil, err
	}
	if _, err := ReadMessage(d); err != nil {
		return nil, err
	}
	return d, nil
}

// kindXML is the MsgType of what is written as XML.
var kindXML = Code{V: "XML", DN: "XML-instans"}

func refDoc(issued string, kind Code, id, media, description string, content *Element) *Element {
	if content != nil {
		content = el("Content", content)
	}
	return el("RefDoc", value("IssueDate", issued), kind.element("MsgType"), maybe("Id", id), maybe("MimeType", media), maybe("Description", description), content)
}

func (p Party) element() *Element {
	e := el("Organisation", text("OrganisationName", p.Unit.Name)).with(elements(p.Unit.Idents)...)
	if p.Part != nil {
		e.with(el("Organisation", text("OrganisationName", p.Part.Name)).with(elements(p.Part.Idents)...))
	}
	if h := p.Professional; h != nil {
		e.with(el("HealthcareProfessional", h.Role.maybe("RoleToPatient"), maybe("FamilyName", h.Family), maybe("MiddleName", h.Middle), maybe("GivenName", h.Given)).with(elements(h.Idents)...))
	}
	return e
}

func elements(idents []Ident) (all []*Element) {
	for _, i := range idents {
		all = append(all, el("Ident", text("Id", i.ID), i.Type.element("TypeId")))
	}
	return all
}

func (p *Patient) element() *Element {
	if p == nil {
		return nil
	}
	e := el("Patient", maybe("FamilyName", p.Family), maybe("MiddleName", p.Middle), maybe("GivenName", p.Given)).with(elements(p.Idents)...)
	for _, t := range p.Telecom {
		e.with(el("TeleCom", Code{V: t}.element("TeleAddress")))
	}
	return e
}

func (q *Request) element() *Element {
	if q == nil {
		return nil
	}
	e := el("Foresporsel", q.Type.maybe("TypeForesp"), maybe("EmneSporsmal", q.Subject), maybe("Sporsmal", q.Question))
	for _, d := range q.Details {
		e.with(d.element("KodetOpplysning"))
	}
	return e
}
