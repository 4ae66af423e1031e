package kith

import (
	"strconv"
	"strings"
)

// Mapping maps messages of citizens. The person's side of each is Helsenorge.
type Mapping struct {
	Helsenorge Party
}

// Statuses of a Communication.
const (
	inProgress = "in-progress" // sent, and no receipt yet
	completed  = "completed"
	notDone    = "not-done"
)

// Extensions, named by namespace and element.
const (
	extTitle  = spaceHead + "#ContentDescription"
	extIssued = spaceHead + "#IssueDate"
	extDetail = spaceDialog + "#KodetOpplysning"
)

// Ids of contained resources.
const (
	idUnit     = "unit"
	idOwner    = "owner"
	idRole     = "role"
	idDoctor   = "doctor"
	idOriginal = "original"
)

// Letter maps a message. It is ErrUnmapped when something would be lost.
func (k Mapping) Letter(m *Message) (*Letter, error) {
	var p mapper
	id := p.id(m.ID)
	p.must(processes[m.Process.V] != "" && m.Patient != nil)
	process := p.coding(Code{V: m.Process.V, DN: m.Process.DN}, listProcess)
	c := Communication{
		ResourceType: "Communication", ID: strings.TrimPrefix(id.Value, prefixUUID), Identifier: []Identifier{id}, Status: completed,
		Category: []Concept{{Coding: []CodedValue{process}}}, Sent: p.instant(m.Sent),
	}
	if m.Conversation != "" || m.Parent != "" {
		first, before := p.id(m.Conversation), p.id(m.Parent)
		c.PartOf = []Reference{{Type: "Communication", Identifier: &first}}
		c.InResponseTo = []Reference{{Type: "Communication", Identifier: &before}}
	}
	c.Subject = p.subject(m.Patient)
	switch ours := k.herID(); {
	case ours == "":
		p.lost = true
	case m.Sender.herID() == ours:
		c.Status, c.Sender, c.Recipient = inProgress, c.Subject, []Reference{p.party(&c, m.Receiver)}
	case m.Receiver.herID() == ours:
		by := p.party(&c, m.Sender)
		c.Sender, c.Recipient = &by, []Reference{*c.Subject}
	default:
		p.lost = true
	}
	c.Extension = append(worded(extTitle, m.Title), p.issued(m.Issued)...)
	if m.Request != nil {
		topic, details, payload := p.request(m.Request)
		c.Topic, c.Extension, c.Payload = topic, append(c.Extension, details...), payload
	}
	if m.Note != nil {
		p.note(&c, m.Note)
	}
	out := &Letter{Prescriptions: m.Prescriptions}
	for _, r := range m.Prescriptions {
		if r.ID != "" {
			i := p.id(r.ID)
			c.About = append(c.About, Reference{Type: "MedicationRequest", Identifier: &i})
		}
	}
	for i, a := range m.Attachments {
		b := Binary{c.ID + "-" + strconv.Itoa(i+1), a.ContentType, a.Content}
		p.must(a.ContentType != "")
		out.Binaries = append(out.Binaries, b)
		c.Payload = append(c.Payload, Payload{ContentAttachment: &File{a.ContentType, "Binary/" + b.ID, len(a.Content), a.Title, p.issued(a.Issued)}})
	}
	if p.lost {
		return nil, ErrUnmapped
	}
	out.Communication = c
	return out, nil
}

// worded is an extension with a text, if there is one.
func worded(url, s string) []Extension {
	if s == "" {
		return nil
	}
	return []Extension{{URL: url, ValueString: s}}
}

// issued is an IssueDate. It may be without a zone, which no element of FHIR for times
// may.
func (p *mapper) issued(s string) []Extension {
	p.must(s == "" || timestamp.MatchString(s))
	return worded(extIssued, s)
}

func (k Mapping) herID() string { return k.Helsenorge.herID() }

// herID is that of the inner level of a party, which is whom the message is to or from;
// "" without one.
func (p Party) herID() string {
	var idents []Ident
	switch {
	case p.Part != nil && p.Professional == nil:
		idents = p.Part.Idents
	case p.Part == nil && p.Professional != nil:
		idents = p.Professional.Idents
	}
	for _, i := range idents {
		if i.Type.V == "HER" {
			return i.ID
		}
	}
	return ""
}

// subject is the person by number.
func (p *mapper) subject(of *Patient) *Reference {
	ref := &Reference{Type: "Patient"}
	if of != nil {
		if ids := p.identifiers(of.Idents); len(ids) == 1 && (ids[0].System == systemPerson || ids[0].System == systemDNumber) {
			ref.Identifier = &ids[0]
		}
	}
	p.must(ref.Identifier != nil)
	return ref
}

// party adds the other side to what is contained, and refers to it.
func (p *mapper) party(c *Communication, of Party) Reference {
	p.must(of.herID() != "")
	if of.Part != nil {
		c.Contained = append(c.Contained,
			Contained{ResourceType: "Organization", ID: idUnit, Identifier: p.identifiers(of.Part.Idents), Name: Name{Text: of.Part.Name}, PartOf: &Reference{Reference: "#" + idOwner}},
			Contained{ResourceType: "Organization", ID: idOwner, Identifier: p.identifiers(of.Unit.Idents), Name: Name{Text: of.Unit.Name}})
		return Reference{Reference: "#" + idUnit}
	}
	c.Contained = append(c.Contained, Contained{ResourceType: "Organization", ID: idUnit, Identifier: p.identifiers(of.Unit.Idents), Name: Name{Text: of.Unit.Name}})
	h := of.Professional
	if h == nil {
		return Reference{Reference: "#" + idUnit}
	}
	role := Contained{ResourceType: "PractitionerRole", ID: idRole, Practitioner: &Reference{Reference: "#" + idDoctor}, Organization: &Reference{Reference: "#" + idUnit}}
	if h.Role != nil {
		role.Code = []Concept{{Coding: []CodedValue{p.coding(*h.Role, "")}}}
	}
	name := PersonName{Family: h.Family}
	for _, n := range []string{h.Given, h.Middle} {
		if n != "" {
			name.Given = append(name.Given, n)
		}
	}
	p.must(h.Middle == "" || h.Given != "")
	c.Contained = append(c.Contained, role, Contained{ResourceType: "Practitioner", ID: idDoctor, Identifier: p.identifiers(h.Idents), Name: Name{Human: &name}})
	return Reference{Reference: "#" + idRole}
}

func (p *mapper) request(q *Request) (topic *Concept, details []Extension, payload []Payload) {
	topic = p.topic(q.Type, listRequest, q.Subject)
	for _, d := range q.Details {
		c := p.coding(d, "")
		details = append(details, Extension{URL: extDetail, ValueCoding: &c})
	}
	return topic, details, said(q.Question)
}

// topic is what a message is about, by its code and in words.
func (p *mapper) topic(c *Code, list, words string) *Concept {
	if c == nil {
		p.lost = true // neither a request nor a note could be told from the other
		return nil
	}
	coding := p.coding(*c, list)
	p.must(coding.System == oid+list)
	return &Concept{Coding: []CodedValue{coding}, Text: words}
}

func said(s string) []Payload {
	if s == "" {
		return nil
	}
	return []Payload{{ContentString: s}}
}

// note has the original question as a contained Communication.
func (p *mapper) note(c *Communication, n *Note) {
	c.Topic, c.Payload = p.topic(n.Subject, listSubject, n.Title), said(n.Text)
	if n.Original == nil {
		return
	}
	original := Contained{ResourceType: "Communication", ID: idOriginal, Status: "unknown"}
	original.Topic, original.Extension, original.Payload = p.request(n.Original)
	c.Contained = append(c.Contained, original)
	if c.InResponseTo == nil {
		c.InResponseTo = []Reference{{Type: "Communication"}}
	}
	c.InResponseTo[0].Reference = "#" + idOriginal
}
