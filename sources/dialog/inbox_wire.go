package dialog

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

// Code systems of a message, and the extension of a label of representation.
const (
	systemProcess  = fhir.VolvenOID + "8279"
	systemInbox    = "http://helsenorge.no/fhir/CodeSystem/innboks" // ours: what no process of 8279 is for
	systemRelation = fhir.VolvenOID + "7611"
	systemRole     = fhir.VolvenOID + "9034" // to the patient
	roleGP         = "6"
	systemArea     = fhir.VolvenOID + "7619"           // of municipal services; no code is for GPs
	systemRESH     = "urn:oid:2.16.578.1.12.4.1.4.102" // of units in specialist care
	systemNotDone  = "http://terminology.hl7.org/CodeSystem/communication-not-done-reason"

	extRepresentative = "http://helsenorge.no/fhir/StructureDefinition/hn-extension-representant"
)

// conversations are what the processes of code list 8279 are for; other processes are
// for something else.
var conversations = map[string]ConversationKind{
	"DIALOG_INNBYGGER_EKONTAKT":           ByContact,
	"DIALOG_INNBYGGER_EKONSULTASJON":      ByEConsultation,
	"DIALOG_INNBYGGER_RESEPTFORNYELSE":    ByRenewal,
	"DIALOG_INNBYGGER_TIMER":              ByAppointment,
	"DIALOG_INNBYGGER_TIMERESERVASJON":    ByAppointment,
	"DIALOG_INNBYGGER_TIMEONSKE":          ByAppointment,
	"DIALOG_INNBYGGER_TIMEONSKEUNGDOM":    ByAppointment,
	"DIALOG_INNBYGGER_AVTALEUTSENDING":    ByAppointment,
	"DIALOG_INNBYGGER_AVTALEAVBESTILLING": ByAppointment,
}

// changeOfGP is the code of a receipt of a change of GP, in systemInbox.
const changeOfGP = "BYTTE_FASTLEGE"

type communication struct {
	fhir.Resource
	Identifier   []fhir.Identifier     `json:"identifier"`
	PartOf       []fhir.Reference      `json:"partOf"`
	InResponseTo []fhir.Reference      `json:"inResponseTo"`
	StatusReason *fhir.CodeableConcept `json:"statusReason"`
	Category     fhir.Concepts         `json:"category"`
	Topic        *fhir.CodeableConcept `json:"topic"`
	Sent         string                `json:"sent"`
	Received     string                `json:"received"`
	Sender       fhir.Reference        `json:"sender"`
	Recipient    []fhir.Reference      `json:"recipient"`
	Payload      []payload             `json:"payload"`

	byPerson bool // sent by the person, or by somebody for them
}

type payload struct {
	ContentString     string          `json:"contentString"`
	ContentAttachment *attachmentWire `json:"contentAttachment"`
}

type attachmentWire struct {
	ContentType string       `json:"contentType"`
	URL         string       `json:"url"`
	Size        fhir.Integer `json:"size"`
	Title       string       `json:"title"`
}

// Void reports whether the message was withdrawn. One that did not arrive stands: it
// is not-done.
func (c *communication) Void() bool { return c.Status != notDone && c.Resource.Void() }

const notDone = "not-done"

// key is the message's UUID, however it is written; "" without one.
func (c *communication) key() string {
	for _, i := range c.Identifier {
		if k := uuidOf(i.Value); k != "" {
			return k
		}
	}
	return ""
}

// conversation is the UUID of the message that began the conversation
// (RefToConversation), perhaps this one.
func (c *communication) conversation() string {
	for _, head := range c.PartOf {
		if k := uuidOf(head.Identifier.Value); k != "" {
			return k
		}
	}
	return c.key()
}

func uuidOf(written string) string { return strings.TrimPrefix(strings.ToLower(written), "urn:uuid:") }

// whose is whom the message is about. Who sent it is settled here, where the references
// can be followed: it is from the person when the sender is a patient or a relative.
func whose(s *fhir.Searchset, c *communication) fhir.Owner {
	switch c.Party(c.Sender).Type {
	case "Patient", "RelatedPerson":
		c.byPerson = true
	case "":
		c.byPerson = s.Whose(&c.Resource, c.Sender) != 0
	}
	return fhir.Patient[*communication](s, c)
}

// other is the other side.
func (c *communication) other() fhir.Party {
	if c.byPerson && len(c.Recipient) > 0 {
		return c.Party(c.Recipient[0])
	}
	return c.Party(c.Sender)
}

func (c *communication) kind() ConversationKind {
	if fhir.In(c.Category, systemInbox).Is(changeOfGP) {
		return ByChangeOfGP
	}
	if process := fhir.In(c.Category, systemProcess); process != nil {
		return cmp.Or(conversations[*process.Code], ByOther)
	}
	return ByOther
}

// withGP reports whether the other side is, or may be, a GP's office. A GP is told by
// the role (9034), and the processes that only GPs take; hospitals by a unit in RESH,
// municipal services by their area (7619), and receipts come from Helsenorge. Any
// other side may be a GP's office.
func (c *communication) withGP() bool {
	switch c.kind() {
	case ByChangeOfGP:
		return false
	case ByEConsultation, ByRenewal:
		return true
	case ByContact, ByAppointment, ByOther:
	}
	by := c.other()
	unit := by.Unit()
	for i := range by.Role {
		if by.Role[i].Has(systemRole, roleGP) {
			return true
		}
	}
	return !unit.Identified(systemRESH) && fhir.In(unit.Type, systemArea) == nil
}

// inboxOf groups the messages that may be seen by conversation. g is for MESSAGE,
// and gp for the part of it that is dialogue with a GP's office; without gp those
// conversations are left out.
func inboxOf(standing []*communication, g, gp policy.Grant, subject fnr.Number) (Inbox, error) {
	withGP := map[string]bool{}
	for _, c := range standing {
		if c.key() == "" { // it could not be told from others
			return nil, sources.Garbled
		}
		if c.withGP() {
			withGP[c.conversation()] = true
		}
	}
	shown := once(standing, func(c *communication) bool {
		if !withGP[c.conversation()] {
			return nhn.Shown(&c.Resource, g)
		}
		return nhn.Shown(&c.Resource, g) && gp.Opens(subject, policy.GPDialogue) && nhn.Shown(&c.Resource, gp)
	})
	slices.SortFunc(shown, func(a, b *communication) int {
		return cmp.Or(fhir.Began(b.Sent).Compare(fhir.Began(a.Sent)), strings.Compare(a.key(), b.key()))
	})
	type reply struct { // to whose message
		to       string
		byPerson bool
	}
	replies := map[reply]bool{}
	for _, c := range shown {
		for _, ref := range c.InResponseTo {
			replies[reply{uuidOf(ref.Identifier.Value), c.byPerson}] = true
		}
	}
	inbox, at := Inbox{}, map[string]int{}
	for _, c := range shown { // the latest first, so a conversation is met by its latest message
		m, err := c.message(g, fhir.RecordID{Subject: subject, Key: c.key()}, replies[reply{c.key(), !c.byPerson}])
		if err != nil {
			return nil, err
		}
		key := c.conversation()
		i, ok := at[key]
		if !ok {
			i = len(inbox)
			at[key] = i
			inbox = append(inbox, Conversation{
				ID: fhir.RecordID{Subject: subject, Key: key}, Kind: c.kind(), LatestAt: m.SentAt, Counterpart: c.other().Office(),
			})
		}
		one := &inbox[i]
		one.Thread = append(one.Thread, m)
		// What the first of them says it is about.
		one.Topic = cmp.Or(fhir.String(c.Topic.Words()), one.Topic)
		one.Counterpart = cmp.Or(one.Counterpart, c.other().Office())
		if c.unread() {
			one.UnreadMessages++
		}
	}
	return inbox, nil
}
