package resolvers

import (
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/tink-crypto/tink-go/v2/daead/subtle"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/pasientjournal"
)

// ids makes and opens the ids that clients see: AES-SIV (RFC 5297) over a letter
// for the type and the key, with the client as associated data. An id is stable
// for one client, useless to another, and reveals nothing about its contents.
type ids struct{ keys []*subtle.AESSIV } // the first seals, all open

// Types of ids.
const (
	personID       = 'P'
	recordID       = 'R'
	documentLink   = 'L'
	personalCursor = 'K'
	openCursor     = 'O'
	openID         = 'A'
)

// newIDs takes keys of 64 bytes: the first seals new ids, the others still open
// older ones.
func newIDs(keys [][]byte) (ids, error) {
	if len(keys) == 0 {
		return ids{}, errors.New("ids need a key")
	}
	var out ids
	for _, key := range keys {
		k, err := subtle.NewAESSIV(key)
		if err != nil {
			return ids{}, errors.New("a key for ids is 64 bytes")
		}
		out.keys = append(out.keys, k)
	}
	return out, nil
}

func (i ids) seal(client policy.Client, kind byte, key []byte) string {
	return i.sealTo(associated(client, kind), key)
}

func (i ids) open(client policy.Client, kind byte, id string) ([]byte, bool) {
	return i.openTo(associated(client, kind), id)
}

// sealTo seals a key to the associated data.
func (i ids) sealTo(to, key []byte) string {
	sealed, err := i.keys[0].EncryptDeterministically(key, to)
	if err != nil {
		// AES-SIV refuses only lengths beyond what memory holds.
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(sealed)
}

func (i ids) openTo(to []byte, id string) ([]byte, bool) {
	const longest = 1024 // our ids are some 40 characters, a link some 400
	// The decoder ignores line endings; each id must have one spelling.
	if len(id) > longest || strings.ContainsAny(id, "\r\n") {
		return nil, false
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(id)
	if err != nil {
		return nil, false
	}
	for _, k := range i.keys {
		if key, err := k.DecryptDeterministically(sealed, to); err == nil {
			return key, true
		}
	}
	return nil, false
}

func associated(client policy.Client, kind byte) []byte {
	return append([]byte{kind}, client.ID...)
}

// person is the id of a person.
func (i ids) person(client policy.Client, n fnr.Number) string {
	return i.seal(client, personID, []byte(n.Digits()))
}

// subject is the person of an id. It returns false alike for garbage, another
// client's id and an id of another type.
func (i ids) subject(client policy.Client, id string) (fnr.Number, bool) {
	digits, ok := i.open(client, personID, id)
	if !ok {
		return fnr.Number{}, false
	}
	n, err := fnr.Parse(string(digits))
	return n, err == nil
}

// record is the id of a record, by its type in the schema. It includes whose
// record it is, so that ownership is known before any register is called.
func (i ids) record(client policy.Client, typ string, r fhir.RecordID) string {
	return i.sealTo(ofType(client, typ), append([]byte(r.Subject.Digits()), r.Key...))
}

// openRecord is the record of an id. It returns false alike for garbage, another
// client's id and an id of another type.
func (i ids) openRecord(client policy.Client, typ, id string) (fhir.RecordID, bool) {
	b, ok := i.openTo(ofType(client, typ), id)
	if !ok || len(b) < fnrDigits {
		return fhir.RecordID{}, false
	}
	subject, err := fnr.Parse(string(b[:fnrDigits]))
	return fhir.RecordID{Subject: subject, Key: string(b[fnrDigits:])}, err == nil
}

const fnrDigits = 11

func ofType(client policy.Client, typ string) []byte {
	return append(append([]byte{recordID}, typ...), "\x00"+client.ID...)
}

// RecordID is the id of a record for the calling client. One that belongs to no
// person is open data, and has the same id for every client.
func (q *request) RecordID(typ string, r fhir.RecordID) string {
	if r.Subject.IsZero() {
		return q.r.ids.openRecordID(typ, r.Key)
	}
	return q.r.ids.record(q.actor.Client(), typ, r)
}

// openRecordID is the id of a record of open data.
func (i ids) openRecordID(typ, key string) string {
	return i.sealTo(append([]byte{openID}, typ...), []byte(key))
}

// keyOf is the register's key of the record a client names by id. An id that is
// not of a record of this type and person, given to this client, is not found,
// and no register is called.
func (q *request) keyOf(of *graph.Person, typ, id string) (string, error) {
	r, ok := q.r.ids.openRecord(q.actor.Client(), typ, id)
	if !ok || r.Subject != of.Subject() {
		return "", refused(policy.NotFound)
	}
	return r.Key, nil
}

// link is the content of a link to a file: the actor, the subject, the file and
// the expiry. The file is a document of a hospital or of the archive, an
// appointment as an event, the patient summary, what came with a message, or the
// letter of a task.
type link struct {
	Actor       string                     `json:"a"`
	Subject     string                     `json:"s"`
	Ref         pasientjournal.DocumentRef `json:"d,omitzero"`
	Appointment string                     `json:"t,omitzero"` // its key
	Archived    string                     `json:"h,omitzero"` // its key in the archive
	Summary     bool                       `json:"p,omitzero"`
	Attachment  dialog.AttachmentRef       `json:"f,omitzero"`
	Letter      string                     `json:"l,omitzero"` // its task's key
	Until       int64                      `json:"u"`          // Unix seconds
}

func (i ids) sealLink(client policy.Client, l link) string {
	b, err := json.Marshal(l)
	if err != nil {
		return ""
	}
	return i.seal(client, documentLink, b)
}

// openLink returns the link if it was made for this actor through this client
// and has not expired.
func (i ids) openLink(actor policy.Actor, sealed string, now time.Time) (fnr.Number, link, bool) {
	b, ok := i.open(actor.Client(), documentLink, sealed)
	if !ok {
		return fnr.Number{}, link{}, false
	}
	var l link
	if err := json.Unmarshal(b, &l); err != nil || l.Actor != actor.Number().Digits() || now.Unix() >= l.Until {
		return fnr.Number{}, link{}, false
	}
	subject, err := fnr.Parse(l.Subject)
	return subject, l, err == nil
}
