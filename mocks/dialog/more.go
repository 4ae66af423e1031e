package dialog

import (
	"sync"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// Inbox is messages besides those that people always have. It is safe for concurrent
// use.
type Inbox struct {
	mu  sync.Mutex
	all map[string][]nhn.Resource // by the person's number
}

// Message is one to a person.
type Message struct {
	ID string // a UUID
	// Conversation is the ID of the message that began the conversation; "" for that one.
	Conversation string
	Sent         time.Time
	Topic        string
	Label        string // code list 9603; "" is none
	Unread       bool
	// FromGP reports that a GP's office sent it; else a municipal service did.
	FromGP bool
}

// Set replaces a person's messages.
func (b *Inbox) Set(number string, some ...Message) {
	b.mu.Lock()
	delete(b.all, number)
	b.mu.Unlock()
	b.Add(number, some...)
}

// Add adds messages to a person.
func (b *Inbox) Add(number string, some ...Message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all == nil {
		b.all = map[string][]nhn.Resource{}
	}
	for _, m := range some {
		b.all[number] = append(b.all[number], m.resource())
	}
}

func (b *Inbox) of(number string) []nhn.Resource {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all[number]
}

// all are a person's messages.
func (d register) all(p *world.Person) []nhn.Resource {
	return append(d.messages(p), d.more.of(p.Number)...)
}

func (m Message) resource() nhn.Resource {
	with := nursing
	if m.FromGP {
		with = side{name: "Prøve legesenter", id: herID(91300), doctor: "Fastlege", family: "Prøve", given: "Lege"}
	}
	sender := nhn.Resource{"reference": "#unit"}
	if m.FromGP {
		sender = nhn.Resource{"reference": "#role"}
	}
	meta := nhn.Areas()
	if m.Label != "" {
		meta = nhn.Areas(m.Label)
	}
	stamp := m.Sent.Format(time.RFC3339Nano)
	meta["lastUpdated"] = stamp
	c := nhn.Resource{
		"resourceType": "Communication", "id": m.ID, "status": "completed", "meta": meta, "sent": stamp, "topic": nhn.Coded(m.Topic),
		"identifier": []any{identifier(m.ID)}, "category": []any{nhn.Coded("", listProcess, contact)}, "payload": []any{nhn.Resource{"contentString": m.Topic}},
		"contained": with.contained(), "sender": sender,
	}
	if m.Conversation != "" {
		c["partOf"] = []any{nhn.Resource{"type": "Communication", "identifier": identifier(m.Conversation)}}
	}
	if !m.Unread {
		c["received"] = m.Sent.Add(time.Hour).Format(time.RFC3339)
	}
	return c
}
