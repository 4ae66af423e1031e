package dialog

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// HasInbox reports whether messages can be read.
func (c *Client) HasInbox() bool { return c != nil && c.inbox != nil }

const (
	communicationPath = "/dialog/api/v1/Communication/_search"

	opConversations = "Communication/conversations"
	opUnread        = "Communication/unread"
	opMessages      = "Communication/_search"

	// mostMessages is the most messages a page has, and mostPages how many pages the
	// register can make us read.
	mostMessages, mostPages = 200, 40
	// together is how many conversations are read at once.
	together = 100
)

// Threads are the keys of the conversations that a window shows, the one with the
// latest message first: of the inbox of the subject of g, which is for MESSAGE. gp is
// for the part of it that is dialogue with a GP's office. They are chosen by the labels
// of their messages alone, see [Client.Conversations].
//
// Their places are those they had when the first page was read, which is part of each
// [nhn.Position]: what was sent later moves no conversation. An incomplete response is
// refused, since a message might be missed.
func (c *Client) Threads(ctx context.Context, g, gp policy.Grant, w nhn.Window) (nhn.Rows[string], error) {
	subject, ok := g.Subject(policy.Message)
	if !ok {
		return nhn.Rows[string]{}, sources.Denied
	}
	asOf, suffix := snapshotOf(w.After)
	form := url.Values{"_query": {"conversations"}, "label": {strings.Join(labels(g, gp), ",")}}
	if suffix != "" {
		form.Set("asof", asOf.Format(time.RFC3339Nano))
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[communication](set, "Communication", true, whose)
	list := nhn.Paged[string, *communication]{
		Search: nhn.Search{Operation: opConversations, Path: communicationPath, Form: form, Pages: mostPages},
		Sort:   "sent", Most: mostMessages, Records: all, Date: func(m *communication) string { return m.Sent },
		Read: func() (nhn.Found[string], error) { return latest(all.Standing, g, gp, asOf, suffix) },
	}
	rows, err := nhn.Page(ctx, c.inbox, subject, set, list, wide(w, g, gp))
	switch {
	case err != nil:
		return nhn.Rows[string]{}, err
	case !rows.Complete: // a message without a time has no place
		return nhn.Rows[string]{}, sources.Garbled
	}
	if suffix == "" && len(rows.Rows) > 0 {
		suffix = snapshot(rows.Rows[0].At)
		for i := range rows.Rows {
			rows.Rows[i].Key += suffix
		}
	}
	return rows, nil
}

// Page are the conversations that a window shows, each with all its messages that may
// be seen, given the threads of the same window. Those that the grants do not open are
// left out, and as many more threads are read as it takes.
func (c *Client) Page(ctx context.Context, g, gp policy.Grant, w nhn.Window, threads nhn.Rows[string]) (nhn.Rows[Conversation], error) {
	out := nhn.Rows[Conversation]{Rows: []nhn.Row[Conversation]{}, Complete: true}
	rows, read := threads.Rows, wide(w, g, gp).First
	ended := len(rows) <= read
	for range mostPages {
		some := rows[:min(len(rows), read+1, together)]
		keys := keysOf(some)
		if len(keys) == 0 && !withGP(g, gp) {
			keys = []string{nobodys}
		}
		found, err := c.Conversations(ctx, g, gp, keys)
		if err != nil {
			return nhn.Rows[Conversation]{}, err
		}
		for _, row := range some {
			if one, open := found[row.Value]; open {
				out.Rows = append(out.Rows, nhn.Row[Conversation]{Position: row.Position, Value: one})
			}
		}
		rows = rows[len(some):]
		switch {
		case len(out.Rows) > w.First:
			return out, nil
		case len(rows) > 0:
			continue
		case ended:
			out.Whole = w.After == nhn.Position{}
			return out, nil
		}
		read = together
		next, err := c.Threads(ctx, g, gp, nhn.Window{First: read, After: some[len(some)-1].Position})
		if err != nil {
			return nhn.Rows[Conversation]{}, err
		}
		rows, ended = next.Rows, len(next.Rows) <= read
	}
	return nhn.Rows[Conversation]{}, sources.OverBudget
}

// wide is the part of the list to read for a window: the same whatever is left out,
// where some may be, so that the number of calls does not tell.
func wide(w nhn.Window, g, gp policy.Grant) nhn.Window {
	if !withGP(g, gp) {
		w.First = max(w.First, together)
	}
	return w
}

// withGP reports whether the part that is dialogue with a GP's office is open.
func withGP(g, gp policy.Grant) bool {
	subject, _ := g.Subject(policy.Message)
	return gp.Opens(subject, policy.GPDialogue)
}

// nobodys is the key of no conversation.
const nobodys = "00000000-0000-0000-0000-000000000000"

func keysOf(rows []nhn.Row[string]) []string {
	keys := make([]string, len(rows))
	for i := range rows {
		keys[i] = rows[i].Value
	}
	return keys
}

// Conversations are those with these keys, each with all its messages that may be seen.
// With the zero Grant as gp those with a GP's office are left out. A conversation of
// which nothing may be seen is not there.
func (c *Client) Conversations(ctx context.Context, g, gp policy.Grant, keys []string) (map[string]Conversation, error) {
	out := map[string]Conversation{}
	for some := range slices.Chunk(keys, together) {
		form := url.Values{"_sort": {"-sent"}, "conversation": {strings.Join(some, ",")}}
		err := c.read(ctx, g, opMessages, form, func(all []*communication) error {
			subject, _ := g.Subject(policy.Message)
			inbox, err := inboxOf(all, g, gp, subject)
			for _, one := range inbox {
				if slices.Contains(some, one.ID.Key) {
					out[one.ID.Key] = one
				}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Unread is how many messages to the person nobody has read, of those that may be seen.
// The register's own count is not used: it tells of those that may not. The other
// messages of their conversations come along, since any of them may tell that it is
// one with a GP's office.
func (c *Client) Unread(ctx context.Context, g, gp policy.Grant) (n int, err error) {
	subject, _ := g.Subject(policy.Message)
	form := url.Values{"_query": {"unread"}, "_sort": {"-sent"}, "_include": {"conversation"}}
	err = c.read(ctx, g, opUnread, form, func(all []*communication) error {
		inbox, err := inboxOf(all, g, gp, subject)
		for i := range inbox {
			n += inbox[i].UnreadMessages
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// read searches for messages. An incomplete response is refused.
func (c *Client) read(ctx context.Context, g policy.Grant, operation string, form url.Values, done func([]*communication) error) error {
	subject, ok := g.Subject(policy.Message)
	if !ok {
		return sources.Denied
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[communication](set, "Communication", true, whose)
	s := nhn.Search{Operation: operation, Path: communicationPath, Form: form, Count: mostMessages, Pages: mostPages}
	return c.inbox.Ask(ctx, subject, s, set, func(*sources.Response, bool) error { return done(all.Standing) })
}
