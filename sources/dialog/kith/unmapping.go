package kith

import (
	"reflect"
	"slices"
	"strings"
)

// Message maps a letter back. It is ErrUnmapped for one that is not as [Mapping.Letter]
// makes it, but for the ids of the Communication and the Binaries: what has another
// shape might be lost. A message that has a receipt is not sent again, so reasons and
// notes are refused.
func (k Mapping) Message(l *Letter) (*Message, error) {
	m, err := k.message(l)
	if err != nil {
		return nil, err
	}
	again, err := k.Letter(m)
	if err != nil || !reflect.DeepEqual(unnamed(again), unnamed(l)) {
		return nil, ErrUnmapped
	}
	return m, nil
}

// unnamed is the Communication of a letter without the ids that are the server's.
func unnamed(l *Letter) Communication {
	c := l.Communication
	c.ID = ""
	c.Payload = slices.Clone(c.Payload)
	for i, w := range c.Payload {
		if w.ContentAttachment != nil {
			a := *w.ContentAttachment
			a.URL = ""
			c.Payload[i].ContentAttachment = &a
		}
	}
	return c
}

func (k Mapping) message(l *Letter) (*Message, error) {
	var p mapper
	c := &l.Communication
	p.must(len(c.Identifier) == 1 && len(c.Category) == 1 && len(c.Category[0].Coding) == 1 && c.Topic != nil && c.StatusReason == nil && c.Note == nil &&
		c.Subject != nil && c.Subject.Identifier != nil && c.Sender != nil && len(c.Recipient) == 1 && k.herID() != "")
	if p.lost {
		return nil, ErrUnmapped
	}
	process := p.code(c.Category[0].Coding[0])
	p.must(process.S == listProcess && processes[process.V] != "")
	m := &Message{Process: Code{V: process.V, DN: process.DN}, Sent: p.instant(c.Sent), ID: p.idOf(&c.Identifier[0]), Ack: &Code{V: "J", DN: "Ja"}}
	m.Patient = &Patient{Idents: p.idents([]Identifier{*c.Subject.Identifier})}
	k.conversation(&p, m, c)
	if p.person(c, *c.Sender) {
		m.Sender, m.Receiver = k.Helsenorge, p.partyOf(c, c.Recipient[0])
		p.must(c.Status == inProgress)
	} else {
		m.Sender, m.Receiver = p.partyOf(c, *c.Sender), k.Helsenorge
		p.must(c.Status == completed && p.person(c, c.Recipient[0]))
	}
	p.content(m, c)
	p.files(m, l)
	if p.lost {
		return nil, ErrUnmapped
	}
	return m, nil
}

// person reports whether a reference is to the subject.
func (p *mapper) person(c *Communication, ref Reference) bool {
	return ref.Type == "Patient" && ref.Identifier != nil && *ref.Identifier == *c.Subject.Identifier
}

func (k Mapping) conversation(p *mapper, m *Message, c *Communication) {
	p.must(len(c.PartOf) <= 1 && len(c.InResponseTo) <= 1)
	if len(c.PartOf) == 0 {
		p.must(len(c.InResponseTo) == 0 || c.InResponseTo[0].Identifier == nil)
		return
	}
	m.Conversation = p.idOf(c.PartOf[0].Identifier)
	if len(c.InResponseTo) == 0 { // MsgHead has both or neither
		p.lost = true
		return
	}
	m.Parent = p.idOf(c.InResponseTo[0].Identifier)
}

// contained is what a reference is to.
func (p *mapper) contained(c *Communication, ref *Reference) *Contained {
	if ref != nil {
		id, ok := strings.CutPrefix(ref.Reference, "#")
		for i := range c.Contained {
			if ok && c.Contained[i].ID == id {
				return &c.Contained[i]
			}
		}
	}
	p.lost = true
	return &Contained{}
}

func (p *mapper) partyOf(c *Communication, ref Reference) (out Party) {
	w := p.contained(c, &ref)
	switch w.ResourceType {
	case "Organization":
		owner := p.contained(c, w.PartOf)
		p.must(owner.ResourceType == "Organization" && owner.PartOf == nil)
		part := p.unitOf(w)
		out = Party{Unit: p.unitOf(owner), Part: &part}
	case "PractitionerRole":
		unit, doctor := p.contained(c, w.Organization), p.contained(c, w.Practitioner)
		p.must(unit.ResourceType == "Organization" && unit.PartOf == nil && doctor.ResourceType == "Practitioner")
		out = Party{Unit: p.unitOf(unit), Professional: p.professional(w, doctor)}
	default:
		p.lost = true
	}
	p.must(out.herID() != "")
	return out
}

func (p *mapper) unitOf(w *Contained) Unit {
	p.must(w.Name.Human == nil)
	return Unit{w.Name.Text, p.idents(w.Identifier)}
}

func (p *mapper) professional(role, doctor *Contained) *Professional {
	name := doctor.Name.Human
	p.must(name != nil && len(name.Given) <= 2 && len(role.Code) <= 1)
	if p.lost {
		return nil
	}
	out := &Professional{Family: name.Family, Idents: p.idents(doctor.Identifier)}
	for i, n := range name.Given {
		*[]*string{&out.Given, &out.Middle}[i] = n
	}
	if len(role.Code) == 1 {
		p.must(len(role.Code[0].Coding) == 1 && role.Code[0].Text == "")
		if !p.lost {
			code := p.code(role.Code[0].Coding[0])
			out.Role = &code
		}
	}
	return out
}

// content is the dialogue itself: a note by the list of its subject, or else a request.
func (p *mapper) content(m *Message, c *Communication) {
	p.must(len(c.Topic.Coding) == 1)
	if p.lost {
		return
	}
	var details []Extension
	for _, e := range c.Extension {
		switch {
		case e.URL == extTitle && m.Title == "" && e.ValueCoding == nil:
			m.Title = e.ValueString
		case e.URL == extIssued && m.Issued == "" && e.ValueCoding == nil:
			m.Issued = e.ValueString
		default:
			details = append(details, e)
		}
	}
	payload := c.Payload
	for len(payload) > 0 && payload[len(payload)-1].ContentAttachment != nil {
		payload = payload[:len(payload)-1]
	}
	var original *Reference
	if len(c.InResponseTo) == 1 && c.InResponseTo[0].Reference != "" {
		original = &c.InResponseTo[0]
	}
	if c.Topic.Coding[0].System != oid+listSubject {
		p.must(original == nil)
		m.Request = p.requestOf(c.Topic, details, payload)
		return
	}
	p.must(len(details) == 0)
	code := p.code(c.Topic.Coding[0])
	m.Note = &Note{Subject: &code, Title: c.Topic.Text, Text: p.words(payload)}
	if original != nil {
		w := p.contained(c, original)
		p.must(w.ResourceType == "Communication" && w.Topic != nil && len(w.Topic.Coding) == 1)
		if !p.lost {
			m.Note.Original = p.requestOf(w.Topic, w.Extension, w.Payload)
		}
	}
}

func (p *mapper) requestOf(topic *Concept, details []Extension, payload []Payload) *Request {
	code := p.code(topic.Coding[0])
	p.must(code.S == listRequest)
	q := &Request{Type: &code, Subject: topic.Text, Question: p.words(payload)}
	for _, e := range details {
		p.must(e.URL == extDetail && e.ValueCoding != nil && e.ValueString == "")
		if !p.lost {
			q.Details = append(q.Details, p.code(*e.ValueCoding))
		}
	}
	return q
}

// words is the one text of a message: KITH has no more.
func (p *mapper) words(payload []Payload) string {
	if len(payload) == 0 {
		return ""
	}
	p.must(len(payload) == 1 && payload[0].ContentAttachment == nil && payload[0].ContentString != "")
	return payload[0].ContentString
}

// files are the prescriptions and the attachments. Those that the Communication has
// and those beside it have to be the same.
func (p *mapper) files(m *Message, l *Letter) {
	about := l.Communication.About
	for _, r := range l.Prescriptions {
		if r.ID != "" {
			p.must(len(about) > 0 && p.idOf(about[0].Identifier) == strings.ToLower(r.ID))
			about = about[min(1, len(about)):]
		}
	}
	p.must(len(about) == 0)
	m.Prescriptions = l.Prescriptions
	binaries := l.Binaries
	for _, w := range l.Communication.Payload {
		a := w.ContentAttachment
		if a == nil {
			continue
		}
		p.must(w.ContentString == "" && len(binaries) > 0 && a.URL == "Binary/"+binaries[0].ID && a.ContentType == binaries[0].ContentType && a.ContentType != "" && a.Size == len(binaries[0].Data))
		if p.lost {
			return
		}
		issued := ""
		if len(a.Extension) > 0 {
			issued = a.Extension[0].ValueString
		}
		m.Attachments = append(m.Attachments, Enclosure{issued, a.ContentType, a.Title, binaries[0].Data})
		binaries = binaries[1:]
	}
	p.must(len(binaries) == 0)
}
