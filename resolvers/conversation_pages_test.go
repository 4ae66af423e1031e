package resolvers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"helsegraf/mocks/dialog"
	"helsegraf/mocks/standin"
)

const inboxPage = `query($id: ID!, $first: Int, $after: String) { person(id: $id) { conversations(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id topic unreadMessages latestAt messages(first: 3) { totalCount nodes { id text } } } } } }`

// withInbox serves further messages.
func (h *testEnv) withInbox(more *dialog.Inbox) {
	h.t.Helper()
	h.urls["dialog"] = h.serve(dialog.NewWith(h.world, h.issuer, more))
	h.resolve(h.config(everyEndpoint))
}

func messageID(n int) string { return fmt.Sprintf("%08x-0000-4000-8000-000000000000", n) }

// walkInbox reads all pages of an inbox, calls between each, and returns the topics of
// the conversations and the number of pages.
func (h *testEnv) walkInbox(t rapid.TB, persona, of string, first int, between func()) (topics []string, pages int) {
	t.Helper()
	variables := map[string]any{"id": h.id(of, "web"), "first": int64(first)}
	for pages = 1; pages < 1000; pages++ {
		a := h.query(persona, inboxPage, variables)
		if len(a.Errors) > 0 {
			t.Fatal(a.raw)
		}
		for _, node := range a.list("person", "conversations", "nodes") {
			topics = append(topics, node.(map[string]any)["topic"].(string))
		}
		if a.at("person", "conversations", "pageInfo", "hasNextPage") != true {
			return topics, pages
		}
		variables["after"] = a.at("person", "conversations", "pageInfo", "endCursor")
		between()
	}
	t.Fatal("no end")
	return nil, 0
}

// Of 3,000 messages the first page takes one call for the conversations and one for
// their messages, and each of the pages takes two, while messages come in. What is
// unread takes one.
func TestPageOfALongInbox(t *testing.T) {
	h := newTestEnv(t)
	more := &dialog.Inbox{}
	h.withInbox(more)
	line := h.world.Persona("line").Number
	noon := h.world.Now().Add(-time.Hour)
	var want []string
	for i := range 1000 {
		want = append(want, fmt.Sprint("m", i))
		for j := range 3 {
			m := dialog.Message{ID: messageID(3*i + j), Topic: want[i], Sent: noon.Add(-time.Duration(3*i+2-j) * time.Hour), FromGP: i%2 == 0, Unread: i%20 == 0}
			if j > 0 {
				m.Conversation = messageID(3 * i)
			}
			more.Add(line, m)
		}
	}
	h.reset("dialog")
	a := h.query("line", inboxPage, map[string]any{"id": h.id("line", "web"), "first": int64(20)})
	nodes := a.list("person", "conversations", "nodes")
	if len(a.Errors) > 0 || len(nodes) != 20 || a.at("person", "conversations", "totalCount") != nil {
		t.Fatal(a.raw)
	}
	h.expectCalls(map[string]map[string]int{"dialog": {"Communication/conversations": 1, "Communication/_search": 1}})
	one := nodes[19].(map[string]any)
	a = h.query("line", `query($id: ID!, $c: ID!) { person(id: $id) { unreadMessages conversation(id: $c) { topic messages(first: 2) { totalCount nodes { id } } } } }`,
		map[string]any{"id": h.id("line", "web"), "c": one["id"]})
	if len(a.Errors) > 0 || a.at("person", "conversation", "messages", "totalCount") == nil || a.at("person", "unreadMessages") != float64(152) {
		t.Error(a.raw)
	}
	h.expectCalls(map[string]map[string]int{"dialog": {"Communication/conversations": 1, "Communication/_search": 2, "Communication/unread": 1}})
	h.reset("dialog")
	grown := 0
	topics, pages := h.walkInbox(t, "line", "line", 50, func() {
		grown++
		at := h.world.Now().Add(time.Duration(grown) * time.Second)
		more.Add(line, dialog.Message{ID: messageID(9000 + grown), Topic: fmt.Sprint("new", grown), Sent: at},
			dialog.Message{ID: messageID(9500 + grown), Topic: "m999", Conversation: messageID(3 * (999 - grown)), Sent: at}) // of one that was not reached
	})
	topics = slices.DeleteFunc(topics, func(topic string) bool { return !strings.HasPrefix(topic, "m") })
	if !slices.Equal(topics, want) {
		t.Errorf("%d topics: %q", len(topics), topics)
	}
	h.expectCalls(map[string]map[string]int{"dialog": {"Communication/conversations": pages, "Communication/_search": pages}})
	h.foreseen()
}

// However pages are cut, whatever is hidden, and while conversations begin and are
// continued: the pages are the list as it was, nothing twice and nothing skipped, to
// the subject and to a representative to whom some is closed.
func TestPagesOfAGrowingInbox(t *testing.T) {
	h := newTestEnv(t)
	more := &dialog.Inbox{}
	h.withInbox(more)
	for _, who := range []struct {
		actor, subject, hidden string
		gp                     bool
	}{{"line", "line", "NORN_UNGDOM", true}, {"line", "dan", "NORN_FORANS", false}} {
		number := h.world.Persona(who.subject).Number
		rapid.Check(t, func(rt *rapid.T) {
			type thread struct {
				id, topic string
				gp        bool
				latest    time.Time // that may be seen
			}
			var threads []*thread
			more.Set(number)
			n, begun := 0, h.world.Now().Add(-1000*time.Hour)
			message := func(in *thread, at time.Time, label string) {
				m := dialog.Message{ID: messageID(n), Topic: in.topic, Sent: at, Label: label, FromGP: in.gp}
				if n++; in.id == "" {
					in.id = m.ID
				} else {
					m.Conversation = in.id
				}
				more.Add(number, m)
				if label != who.hidden && label != "NORU" && at.After(in.latest) {
					in.latest = at
				}
			}
			begin := func(at time.Time, topic string) {
				one := &thread{topic: topic, gp: rapid.Bool().Draw(rt, "with a GP")}
				threads = append(threads, one)
				message(one, at, "N") // which has the topic
			}
			for i := range rapid.IntRange(1, 40).Draw(rt, "messages") {
				at := begun.Add(time.Duration(rapid.IntRange(0, 500).Draw(rt, "hour")) * time.Hour)
				if len(threads) == 0 || rapid.IntRange(0, 2).Draw(rt, "begins") == 0 {
					begin(at, fmt.Sprint("m", i))
					continue
				}
				message(rapid.SampledFrom(threads).Draw(rt, "thread"), at, rapid.SampledFrom([]string{"", "N", "NORU", who.hidden}).Draw(rt, "label"))
			}
			h.inboxIs(rt, who.actor, who.subject, func() (want []string) {
				slices.SortStableFunc(threads, func(a, b *thread) int {
					if by := b.latest.Compare(a.latest); by != 0 {
						return by
					}
					return strings.Compare(a.id, b.id)
				})
				for _, one := range threads {
					if who.gp || !one.gp {
						want = append(want, one.topic)
					}
				}
				return want
			}(), func() {
				at := h.world.Now().Add(time.Duration(n) * time.Second)
				if rapid.Bool().Draw(rt, "is continued") {
					message(rapid.SampledFrom(threads).Draw(rt, "continued"), at, rapid.SampledFrom([]string{"", who.hidden}).Draw(rt, "label"))
					return
				}
				begin(at, "new")
			})
		})
	}
	h.foreseen()
}

// inboxIs walks an inbox that grows.
func (h *testEnv) inboxIs(t *rapid.T, actor, subject string, want []string, between func()) {
	t.Helper()
	topics, _ := h.walkInbox(t, actor, subject, rapid.IntRange(1, 5).Draw(t, "first"), between)
	topics = slices.DeleteFunc(topics, func(topic string) bool { return !strings.HasPrefix(topic, "m") })
	if !slices.Equal(topics, want) {
		t.Errorf("%s on %s saw %q, want %q", actor, subject, topics, want)
	}
}

// A page in the middle that fails is an error, and so is one with somebody else's
// messages: never a shorter list.
func TestFailingPageOfTheInbox(t *testing.T) {
	h := newTestEnv(t)
	line := h.id("line", "web")
	a := h.query("line", inboxPage, map[string]any{"id": line, "first": int64(2)})
	after := a.at("person", "conversations", "pageInfo", "endCursor")
	for _, fault := range []standin.Fault{{Status: 503}, {Body: "wrong-subject"}, {Body: "truncate"}, {Body: "missing"}} {
		for _, operation := range []string{"Communication/conversations", "Communication/_search"} {
			fault.Operation, fault.Rate = operation, 1
			h.fault("dialog", fault)
			variables := map[string]any{"id": line, "first": int64(2), "after": after}
			if fault.Body == "missing" { // the first record of all
				delete(variables, "after")
				variables["first"] = int64(50)
			}
			a := h.query("line", inboxPage, variables)
			if a.at("person", "conversations") != nil || len(a.Errors) != 1 || !strings.HasPrefix(fmt.Sprint(a.Errors[0].Extensions["code"]), "SOURCE_") && a.Errors[0].Extensions["code"] != "SUBJECT_MISMATCH" {
				t.Errorf("%+v: %s", fault, a.raw)
			}
			h.control("dialog", http.MethodDelete, "fault", nil)
		}
	}
}
