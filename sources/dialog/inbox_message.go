package dialog

import (
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

func (c *communication) unread() bool {
	return !c.byPerson && c.Received == "" && c.Status == "completed"
}

// message is Garbled for a status unknown to FHIR: the message may have been
// withdrawn.
func (c *communication) message(g policy.Grant, id fhir.RecordID, answered bool) (ConversationMessage, error) {
	state, err := c.state(answered)
	if err != nil {
		return ConversationMessage{}, err
	}
	m := ConversationMessage{ID: id, SentAt: fhir.ParseInstant(c.Sent), Direction: Inbound, State: state, Text: c.text(), Attachments: c.attachments(g)}
	if c.byPerson {
		m.Direction = Outbound
	}
	m.Sender = c.sender()
	if c.byPerson && g.TellsSettings() {
		m.Representative = c.representative()
	}
	if state != nil && *state == Rejected {
		m.Rejection = fhir.String(c.StatusReason.Words())
	}
	return m, nil
}

// sender is who sent the message: the office or department, or one who works there. The
// person is named only where somebody else's name is.
func (c *communication) sender() *fhir.Author {
	by := c.Party(c.Sender)
	var name *string
	if p := by.Practitioner(); p != nil && p.Name != nil {
		name = &p.Name.Full
	} else if o := by.Office(); o != nil {
		name = o.Name
	}
	if name == nil {
		name = fhir.String(c.Sender.Display)
	}
	if name == nil {
		return nil
	}
	return &fhir.Author{Name: name}
}

// representative is who wrote on the person's behalf, by the label of representation
// (7611). Their number is not read.
func (c *communication) representative() *Representative {
	for _, label := range c.Meta.Security {
		if fhir.NormalSystem(label.System) == systemRelation {
			return &Representative{Name: label.Extension.At(extRepresentative, "name").Name(), Relation: relationOf(label.Code)}
		}
	}
	return nil
}

// relationOf is nil for a role that is unknown.
func relationOf(code string) *policy.Relation {
	if r, ok := relations[code]; ok {
		return &r
	}
	return nil
}

// text is what the message says, without attachments.
func (c *communication) text() *string {
	var said []string
	for _, p := range c.Payload {
		if t := strings.TrimSpace(p.ContentString); t != "" {
			said = append(said, t)
		}
	}
	return fhir.String(strings.Join(said, "\n\n"))
}

// state is how far the message has come; nil when the register does not say.
func (c *communication) state(answered bool) (*MessageState, error) {
	var s MessageState
	switch c.Status {
	case "preparation", "in-progress":
		s = Sent
	case "completed":
		switch {
		case answered:
			s = Answered
		case c.Received != "":
			s = Read
		default:
			s = Delivered
		}
	case notDone, "stopped":
		s = Rejected
		if c.StatusReason.Has(systemNotDone, "recipient-unavailable") {
			s = Expired
		}
	case "on-hold", "unknown":
		return nil, nil //nolint:nilnil // R4 knows no more
	default:
		return nil, sources.Garbled
	}
	return &s, nil
}

// relations are the roles of representation, code list 7611.
var relations = map[string]policy.Relation{"FO": policy.Parent, "FU": policy.PowerOfAttorney, "TD": policy.Assigned, "VE": policy.Guardian}

// attachments are the files that came with the message.
func (c *communication) attachments(g policy.Grant) []Attachment {
	out := []Attachment{}
	for i, p := range c.Payload {
		if p.ContentAttachment == nil {
			continue
		}
		w := p.ContentAttachment
		a := Attachment{Title: fhir.String(w.Title), ContentType: fhir.String(w.ContentType), Grant: g}
		if n, ok := w.Size.Value(); ok {
			a.Size = &n
		}
		if id := (fhir.Reference{Reference: w.URL}).ID("Binary"); id != "" && nhn.MayStream(w.ContentType) {
			a.Ref, a.binary = &AttachmentRef{c.conversation(), c.key(), i}, id
		}
		out = append(out, a)
	}
	return out
}
