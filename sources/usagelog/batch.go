package usagelog

import (
	"strings"

	"github.com/go-json-experiment/json"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// batch is the entries of one call, and their outcomes.
type batch struct {
	entries []Entry
	ids     []string
	failed  []sources.Kind // 0 once an entry is acknowledged
}

// encode is the Bundle of all entries, each a PUT under its id. A login is
// conditional on not being stored already.
func (b *batch) encode(actor fnr.Number) ([]byte, error) {
	bundle := fhir.NewBatch[fhir.AuditEvent]()
	for i, e := range b.entries {
		if e.Subject.IsZero() {
			return nil, sources.Internal
		}
		if id := b.ids[i]; e.Session != "" {
			bundle.Create(auditEvent, id, e.event(id, actor))
		} else {
			bundle.Put(auditEvent, id, e.event(id, actor))
		}
	}
	body, err := json.Marshal(bundle)
	if err != nil {
		return nil, sources.Internal
	}
	return body, nil
}

// decode reads the register's status of each entry. Its error is that of the
// first entry not acknowledged, ignoring logins, since those close nothing.
func (b *batch) decode(r *sources.Response) error {
	var w fhir.BatchResponse
	if err := sources.DecodeJSON(r.Body, &w); err != nil {
		return err
	}
	if !w.OK() {
		return sources.Garbled
	}
	ordered := b.ordered(&w)
	unplaced, foreign := sources.Garbled, 0
	for i, e := range w.Entry {
		at, ours := b.at(e.Response.ID(auditEvent), i, ordered)
		kind := kindOf(e.Response.Code(), ours && b.entries[at].Session != "")
		switch {
		case ours && b.failed[at] != 0: // acknowledged once is acknowledged
			b.failed[at] = kind
		case ours:
		case kind != 0:
			unplaced = kind
		case e.Response.Location != "":
			foreign++
		}
	}
	r.Foreign(foreign)
	if foreign > 0 {
		unplaced = sources.Mismatch
	}
	for i, kind := range b.failed {
		switch {
		case kind == 0, b.entries[i].Service == 0:
		case kind == sources.Garbled:
			return unplaced
		default:
			return kind
		}
	}
	return nil
}

// at finds the entry of a response: by the id in its location, or by index where
// it has none and the responses are in order.
func (b *batch) at(id string, place int, ordered bool) (int, bool) {
	switch {
	case id == "":
		return place, ordered
	case place < len(b.ids) && b.ids[place] == id:
		return place, true
	}
	for i, own := range b.ids {
		if own == id {
			return i, true
		}
	}
	return 0, false
}

// ordered reports whether the responses can be assumed to be in the order of the
// entries, as FHIR requires: there is one for each, and none with an id
// contradicts it.
func (b *batch) ordered(w *fhir.BatchResponse) bool {
	if len(w.Entry) != len(b.ids) {
		return false
	}
	for i, e := range w.Entry {
		if e.Response.Location != "" && e.Response.ID(auditEvent) != b.ids[i] {
			return false
		}
	}
	return true
}

// kindOf reads the status of one entry; 0 means stored, which for a login
// includes that it was there already.
func kindOf(code string, login bool) sources.Kind {
	switch {
	case code == "200", code == "201", code == "412" && login:
		return 0
	case code == "401", code == "403":
		return sources.Denied
	case code == "429", strings.HasPrefix(code, "5"):
		return sources.Unavailable
	case strings.HasPrefix(code, "4"):
		return sources.Invalid
	}
	return sources.Garbled
}
