package kith

import (
	"slices"
	"strings"
)

// Apply is what the receipt makes of the message it is of. It is ErrUnmapped for a
// receipt of another message, or from somebody else than its receiver. A message that
// was rejected stays so.
func (a *AppRec) Apply(c *Communication) error {
	var p mapper
	p.must(len(c.Identifier) == 1)
	p.must(!p.lost && p.idOf(&c.Identifier[0]) == strings.ToLower(a.Original.ID))
	if p.lost || !a.fromReceiver(c) {
		return ErrUnmapped
	}
	if c.Status == notDone {
		return nil
	}
	switch a.Outcome {
	case Accepted:
		c.Status = completed
	case Partly:
		c.Status = completed
		c.Note = append(c.Note, Annotation{Text: a.words()})
	case Rejected:
		c.Status = notDone
		c.StatusReason = &Concept{Text: a.words()}
	default:
		return ErrUnmapped
	}
	return nil
}

// fromReceiver reports whether the receipt is from whom the person's message was to: the
// inner level by its HER-id.
func (a *AppRec) fromReceiver(c *Communication) bool {
	if c.Sender == nil || c.Sender.Type != "Patient" || len(c.Recipient) != 1 {
		return false
	}
	var p mapper
	id := p.partyOf(c, c.Recipient[0]).herID()
	return !p.lost && slices.Contains(a.SenderIDs, id)
}

// words are the receiver's own: what is wrong, and what they said of it.
func (a *AppRec) words() string {
	var all []string
	for _, e := range a.Errors {
		var one []string
		for _, s := range []string{e.DN, e.OT} {
			if s = strings.TrimSpace(s); s != "" {
				one = append(one, s)
			}
		}
		if len(one) == 0 && e.V != "" {
			one = []string{e.V}
		}
		if len(one) > 0 {
			all = append(all, strings.Join(one, ": "))
		}
	}
	if len(all) == 0 {
		return statuses[a.Outcome]
	}
	return strings.Join(all, "\n")
}
