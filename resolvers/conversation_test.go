package resolvers_test

import (
	"strings"
	"testing"

	"helsegraf/mocks/world"
)

const inboxOf = `query($id: ID!) { person(id: $id) { unreadMessages conversations { totalCount nodes {
  id kind topic unreadMessages latestAt counterpart { name }
  messages { totalCount nodes { id sentAt direction state rejection text sender { name } onBehalfBy { name { full } relation } attachments { title contentType size contentUrl } } }
} } } }`

// topicsOf are the topics of somebody's conversations.
func (h *testEnv) topicsOf(persona, of string) (a response, all string) {
	h.t.Helper()
	a = h.query(persona, inboxOf, map[string]any{"id": h.id(of, "web")})
	var topics []string
	for _, node := range a.list("person", "conversations", "nodes") {
		topics = append(topics, node.(map[string]any)["topic"].(string))
	}
	return a, strings.Join(topics, ", ")
}

// An inbox is read in one call for the conversations, one for their messages and one for
// what is unread, and is one use.
func TestInbox(t *testing.T) {
	h := newTestEnv(t)
	h.reset("dialog")
	a, topics := h.topicsOf("line", "line")
	if len(a.Errors) > 0 || topics != "Spørsmål om innkalling, Henvendelse, Fornye resept, Bestille attest, Migrene, Henvendelse, Bytte av fastlege" || a.at("person", "unreadMessages") != float64(2) {
		t.Error(topics, a.raw)
	}
	if !strings.Contains(a.raw, `"onBehalfBy":{"name":{"full":"Daniel Oppdiktbakk"},"relation":"POWER_OF_ATTORNEY"}`) || !strings.Contains(a.raw, `"rejection":"E-kontakt er ikke`) {
		t.Error(a.raw)
	}
	h.expectCalls(map[string]map[string]int{"dialog": {"Communication/conversations": 1, "Communication/_search": 1, "Communication/unread": 1}})
	h.expectLogged("line", "line", "Line Testesen SELF MESSAGE USED <nil>")
	h.foreseen()
}

// The conversations with a GP's office are left out without a trace for representatives
// to whom GP_DIALOGUE is closed; for others they are there.
func TestDialogueWithGPIsAPartOfTheInbox(t *testing.T) {
	h := newTestEnv(t)
	for _, tt := range []struct {
		actor, subject, want string
		unread               any
	}{
		{"line", "dan", "Vaksine på skolen", float64(0)},
		{"asle", "astrid", "Besøk i uka, Svimmelhet", float64(1)},
		{"gunnar", "viktor", "Besøk i uka, Svimmelhet", float64(1)},
		{"unni", "unni", "Time hos helsesykepleier", float64(1)},
	} {
		a, topics := h.topicsOf(tt.actor, tt.subject)
		if len(a.Errors) > 0 || topics != tt.want || a.at("person", "unreadMessages") != tt.unread {
			t.Errorf("%s on %s: %s", tt.actor, tt.subject, a.raw)
		}
		if strings.Contains(a.raw, "NORN") || strings.Contains(a.raw, "foresatte") || strings.Contains(a.raw, "det du spurte om") {
			t.Errorf("%s on %s: %s", tt.actor, tt.subject, a.raw)
		}
	}
	h.foreseen()
}

// Somebody who has closed the dialogue sees the rest, and is told.
func TestClosedDialogueIsToldToTheSubject(t *testing.T) {
	h := newTestEnv(t)
	h.world.Persona("line").Blocks = []world.Block{{Service: "GP_DIALOGUE", Since: h.world.Today()}}
	a, topics := h.topicsOf("line", "line")
	if topics != "Spørsmål om innkalling, Bytte av fastlege" || a.at("person", "unreadMessages") != nil || a.at("person", "conversations", "totalCount") != nil || len(a.Errors) != 2 {
		t.Error(topics, a.raw)
	}
	for _, e := range a.Errors {
		if e.Extensions["code"] != "ACCESS_BLOCKED" || e.Extensions["service"] != "GP_DIALOGUE" {
			t.Error(e)
		}
	}
}

// A conversation is found by its id, and only by this client, for this person.
func TestConversationByID(t *testing.T) {
	h := newTestEnv(t)
	a, _ := h.topicsOf("line", "line")
	id := a.list("person", "conversations", "nodes")[0].(map[string]any)["id"]
	const one = `query($id: ID!, $c: ID!) { person(id: $id) { conversation(id: $c) { topic messages(first: 2) { totalCount pageInfo { hasNextPage } nodes { text } } } } }`
	a = h.query("line", one, map[string]any{"id": h.id("line", "web"), "c": id})
	if len(a.Errors) > 0 || a.at("person", "conversation", "messages", "totalCount") != float64(3) || a.at("person", "conversation", "messages", "pageInfo", "hasNextPage") != true {
		t.Error(a.raw)
	}
	h.reset("dialog")
	a = h.query("line", one, map[string]any{"id": h.id("dan", "web"), "c": id})
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "NOT_FOUND" {
		t.Error(a.raw)
	}
	h.expectCalls(map[string]map[string]int{"dialog": {}})
	h.foreseen()
}

// An attachment is sent as a download, to the viewer alone, after one search. It is gone
// when its message is hidden.
func TestAttachments(t *testing.T) {
	h := newTestEnv(t)
	a, _ := h.topicsOf("line", "line")
	message := a.list("person", "conversations", "nodes")[0].(map[string]any)["messages"].(map[string]any)["nodes"].([]any)[0].(map[string]any)
	link := message["attachments"].([]any)[0].(map[string]any)["contentUrl"].(string)
	h.reset("dialog")
	w, err := h.calendar("line", link)
	if err != nil || w.Header().Get("Content-Type") != "image/png" || w.Header().Get("Content-Disposition") != "attachment; filename=vedlegg.png" || !strings.HasPrefix(w.Body.String(), "\x89PNG") {
		t.Error(err, w.Header())
	}
	h.expectCalls(map[string]map[string]int{"dialog": {"Communication/_search": 1, "Binary": 1}})
	h.foreseen()
	if _, err := h.calendar("berit", link); err == nil {
		t.Error("somebody else opened it")
	}
	h.world.Persona("line").Blocks = []world.Block{{Service: "MESSAGE", Since: h.world.Today()}}
	h.reset("dialog")
	if _, err := h.calendar("line", link); err == nil {
		t.Error("it opens when messages are blocked")
	}
	h.expectCalls(map[string]map[string]int{"dialog": {}})
}
