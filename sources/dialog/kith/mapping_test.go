package kith_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"helsegraf/graph/policy"
	"helsegraf/sources/dialog"
	"helsegraf/sources/dialog/kith"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// mapping is one whose Helsenorge is the side of a message that has its name.
func mapping(m *kith.Message) kith.Mapping {
	if p := m.Sender.Part; p != nil && strings.HasPrefix(p.Name, "Helsenorge") {
		return kith.Mapping{Helsenorge: m.Sender}
	}
	return kith.Mapping{Helsenorge: m.Receiver}
}

// letter is a message that was read, in FHIR.
func letter(t testing.TB, content []byte) (*kith.Letter, kith.Mapping) {
	t.Helper()
	m, err := kith.ReadMessage(parsed(t, content))
	if err != nil {
		t.Fatal(err)
	}
	k := mapping(m)
	l, err := k.Letter(m)
	if err != nil {
		t.Fatal(err)
	}
	return l, k
}

// Every message survives: to FHIR, in JSON, back to XML, and to FHIR again. Package
// dialog reads what it says.
func TestMessagesInFHIR(t *testing.T) {
	for name, content := range files(t) {
		if d := parsed(t, content); d.Root.Local == "AppRec" || slices.Contains(unread, filepath.Base(name)) {
			continue
		}
		l, k := letter(t, content)
		if diff := cmp.Diff(l, again(t, k, l)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		c := l.Communication
		conversation, ok := read(t, c)
		if !ok {
			t.Errorf("%s: not read", name)
			continue
		}
		m := conversation.Thread[0]
		want := c.ID
		if c.PartOf != nil {
			want = strings.TrimPrefix(c.PartOf[0].Identifier.Value, "urn:uuid:")
		}
		state, direction := dialog.Delivered, dialog.Inbound
		if c.Status == "in-progress" {
			state, direction = dialog.Sent, dialog.Outbound
		}
		if m.ID.Key != c.ID || conversation.ID.Key != want || *m.Text != strings.TrimSpace(c.Payload[0].ContentString) || *m.State != state || m.Direction != direction ||
			conversation.Counterpart == nil || conversation.Counterpart.Name == nil || conversation.Topic == nil || conversation.Kind == dialog.ByOther || len(m.Attachments) != len(l.Binaries) || m.SentAt == nil {
			t.Errorf("%s: %+v", name, conversation)
		}
		for i, a := range m.Attachments {
			if a.Ref == nil || *a.Size != len(l.Binaries[i].Data) {
				t.Errorf("%s: %+v", name, a)
			}
		}
	}
}

// again is a letter after the whole road.
func again(t check, k kith.Mapping, l *kith.Letter) *kith.Letter {
	t.Helper()
	text, err := json.Marshal(l.Communication)
	if err != nil {
		t.Fatal(err)
	}
	c, err := kith.ParseCommunication(text)
	if err != nil {
		t.Fatal(err)
	}
	m, err := k.Message(&kith.Letter{Communication: *c, Binaries: l.Binaries, Prescriptions: l.Prescriptions})
	if err != nil {
		t.Fatal(err)
	}
	d, err := m.Document()
	if err != nil {
		t.Fatal(err)
	}
	back, err := kith.ReadMessage(parsed(t, d.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	back2 := plain(back)
	out, err := k.Letter(&back2)
	if err != nil {
		t.Fatal(err)
	}
	first := kith.Message{Prescriptions: l.Prescriptions}
	l.Prescriptions = plain(&first).Prescriptions
	return out
}

// read is the conversation that package dialog makes of one message.
func read(t testing.TB, c kith.Communication) (dialog.Conversation, bool) {
	t.Helper()
	text, err := json.Marshal(map[string]any{"resourceType": "Bundle", "type": "searchset", "entry": []any{map[string]any{"resource": c}}})
	if err != nil {
		t.Fatal(err)
	}
	n := sourcetest.Number(t, c.Subject.Identifier.Value)
	client := dialog.New(nil, nil, sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, "application/fhir+json", string(text)
	}).Client(t, "dialog"), dialog.Options{})
	g, gp := sourcetest.Grant(t, n, policy.Message), sourcetest.Grant(t, n, policy.GPDialogue)
	threads, err := client.Threads(t.Context(), g, gp, nhn.Window{First: 1})
	if err != nil {
		t.Error(err)
		return dialog.Conversation{}, false
	}
	inbox, err := client.Page(t.Context(), g, gp, nhn.Window{First: 1}, threads)
	if err != nil || len(inbox.Rows) != 1 || len(inbox.Rows[0].Value.Thread) != 1 {
		t.Errorf("%v, %v", inbox, err)
		return dialog.Conversation{}, false
	}
	return inbox.Rows[0].Value, true
}

// What a receipt says is what package dialog reads: the state and the words.
func TestReceipts(t *testing.T) {
	all := files(t)
	for name, want := range map[string]struct {
		status string
		state  dialog.MessageState
		reason string
		note   string
	}{
		"ok":     {"completed", dialog.Delivered, "", ""},
		"avvist": {"not-done", dialog.Rejected, "Ugyldig mottaker: Fastlegen har sluttet\nAnnen feil", ""},
		"delvis": {"completed", dialog.Delivered, "", "Vedlegg kan ikke leses"},
	} {
		l, _ := letter(t, all["testdata/reseptfornyelse.xml"])
		c := l.Communication
		receipt, err := kith.ReadAppRec(parsed(t, all["testdata/apprec_"+name+".xml"]))
		if err != nil {
			t.Fatal(err)
		}
		if err := receipt.Apply(&c); err != nil || c.Status != want.status {
			t.Errorf("%s: %v, %s", name, err, c.Status)
		}
		if (want.note != "") != (len(c.Note) == 1) || want.note != "" && c.Note[0].Text != want.note {
			t.Errorf("%s: %+v", name, c.Note)
		}
		conversation, ok := read(t, c)
		if !ok {
			continue
		}
		m := conversation.Thread[0]
		if *m.State != want.state || (m.Rejection == nil) != (want.reason == "") || m.Rejection != nil && *m.Rejection != want.reason {
			t.Errorf("%s: %+v", name, m)
		}
		// One that was rejected stays so, whatever comes later.
		receipt.Outcome = kith.Accepted
		if err := receipt.Apply(&c); err != nil || c.Status != want.status {
			t.Errorf("%s: %v, %s", name, err, c.Status)
		}
		// A receipt that is not of this message, or not from whom it was to, says nothing.
		for what, change := range map[string]func(*kith.AppRec, *kith.Communication){
			"another message": func(r *kith.AppRec, _ *kith.Communication) { r.Original.ID = receipt.ID },
			"somebody else":   func(r *kith.AppRec, _ *kith.Communication) { r.SenderIDs = []string{"91210", "91299"} },
			"to the person": func(_ *kith.AppRec, c *kith.Communication) {
				c.Sender, c.Recipient = &c.Recipient[0], []kith.Reference{*c.Sender}
			},
			"an unknown state": func(r *kith.AppRec, _ *kith.Communication) { r.Outcome = "4" },
		} {
			l, _ := letter(t, all["testdata/reseptfornyelse.xml"])
			other, of := *receipt, l.Communication
			change(&other, &of)
			if err := other.Apply(&of); !errors.Is(err, kith.ErrUnmapped) || of.Status != "in-progress" || of.Note != nil || of.StatusReason != nil {
				t.Errorf("%s: %v, %+v", what, err, of)
			}
		}
	}
}

// What the mapping does not carry is refused, either way.
func TestUnmappedIsRefused(t *testing.T) {
	content := files(t)["testdata/reseptfornyelse_svar.xml"]
	for name, change := range map[string]func(*kith.Message, *kith.Mapping){
		"a process between professionals": func(m *kith.Message, _ *kith.Mapping) { m.Process.V = "DIALOG_HELSEFAGLIG" },
		"a process for appointments":      func(m *kith.Message, _ *kith.Mapping) { m.Process.V = "DIALOG_INNBYGGER_TIMER" },
		"an id that is none":              func(m *kith.Message, _ *kith.Mapping) { m.ID = "1" },
		"a time without a zone":           func(m *kith.Message, _ *kith.Mapping) { m.Sent = "2026-11-20T14:20:00" },
		"nobody":                          func(m *kith.Message, _ *kith.Mapping) { m.Patient = nil },
		"two numbers": func(m *kith.Message, _ *kith.Mapping) {
			m.Patient.Idents = append(m.Patient.Idents, m.Patient.Idents[0])
		},
		"another identifier":       func(m *kith.Message, _ *kith.Mapping) { m.Patient.Idents[0].Type.V = "DUF" },
		"no second level":          func(m *kith.Message, _ *kith.Mapping) { m.Sender.Part = nil },
		"not Helsenorge":           func(_ *kith.Message, k *kith.Mapping) { k.Helsenorge = office([]string{"1", "2"}) },
		"no Helsenorge":            func(_ *kith.Message, k *kith.Mapping) { k.Helsenorge = kith.Party{} },
		"another list":             func(m *kith.Message, _ *kith.Mapping) { m.Note.Subject.S = "2.16.578.1.12.4.1.1.7322" },
		"no subject":               func(m *kith.Message, _ *kith.Mapping) { m.Note.Subject = nil },
		"words in place of a code": func(m *kith.Message, _ *kith.Mapping) { m.Note.Subject.OT = "noe" },
		"a prescription's id":      func(m *kith.Message, _ *kith.Mapping) { m.Prescriptions[0].ID = "1" },
	} {
		m, err := kith.ReadMessage(parsed(t, content))
		if err != nil {
			t.Fatal(err)
		}
		k := mapping(m)
		change(m, &k)
		if l, err := k.Letter(m); !errors.Is(err, kith.ErrUnmapped) || l != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*kith.Letter){
		"two texts": func(l *kith.Letter) {
			l.Communication.Payload = append(l.Communication.Payload, l.Communication.Payload[0])
		},
		"a receipt": func(l *kith.Letter) { l.Communication.StatusReason = &kith.Concept{Text: "x"} },
		"a note":    func(l *kith.Letter) { l.Communication.Note = []kith.Annotation{{Text: "x"}} },
		"another extension": func(l *kith.Letter) {
			l.Communication.Extension = append(l.Communication.Extension, kith.Extension{URL: "urn:x"})
		},
		"a Binary too many":      func(l *kith.Letter) { l.Binaries = []kith.Binary{{}} },
		"a prescription missing": func(l *kith.Letter) { l.Communication.About = []kith.Reference{{}} },
		"nobody":                 func(l *kith.Letter) { l.Communication.Subject = nil },
		"to somebody else":       func(l *kith.Letter) { l.Communication.Recipient = []kith.Reference{{Type: "Patient"}} },
		"something contained more": func(l *kith.Letter) {
			l.Communication.Contained = append(l.Communication.Contained, kith.Contained{ResourceType: "Device", ID: "d"})
		},
		"a name of another":      func(l *kith.Letter) { l.Communication.Contained[0].Status = "active" },
		"a time of another form": func(l *kith.Letter) { l.Communication.Sent = "2026-11-20T14:20:00,5Z" },
		"no category":            func(l *kith.Letter) { l.Communication.Category = nil },
		"no question to a reply": func(l *kith.Letter) { l.Communication.Contained = l.Communication.Contained[:2] },
		"another code system":    func(l *kith.Letter) { l.Communication.Topic.Coding[0].System = "http://loinc.org" },
		"a beginning and no parent": func(l *kith.Letter) {
			l.Communication.PartOf, l.Communication.InResponseTo = []kith.Reference{{Identifier: &l.Communication.Identifier[0]}}, nil
		},
	} {
		l, k := letter(t, content)
		change(l)
		if m, err := k.Message(l); !errors.Is(err, kith.ErrUnmapped) || m != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{`{"resourceType":"Communication","status":"completed","received":"2026-11-20"}`, `{"resourceType":"Task"}`, `[]`, `{`} {
		if c, err := kith.ParseCommunication([]byte(text)); !errors.Is(err, kith.ErrUnmapped) {
			t.Errorf("%+v, %v", c, err)
		}
	}
}
