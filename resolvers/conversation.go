package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/nhn"
	"helsegraf/sources/usagelog"
)

type (
	conversationResolver        struct{ *Resolver }
	conversationMessageResolver struct{ *Resolver }
	attachmentResolver          struct{ *Resolver }
)

// Conversation resolves Conversation.
func (r *Resolver) Conversation() graph.ConversationResolver { return conversationResolver{r} }

// ConversationMessage resolves ConversationMessage.
func (r *Resolver) ConversationMessage() graph.ConversationMessageResolver {
	return conversationMessageResolver{r}
}

// Attachment resolves Attachment.
func (r *Resolver) Attachment() graph.AttachmentResolver { return attachmentResolver{r} }

// inboxKey is what somebody's inbox is read under: the Grant for MESSAGE, and the one
// for the part that is dialogue with a GP's office; zero when that part is closed.
type inboxKey struct{ grant, gp policy.Grant }

// threadsKey is a part of the list of conversations.
type threadsKey struct {
	inboxKey
	window nhn.Window
}

// conversationKey is one conversation.
type conversationKey struct {
	inboxKey
	key string
}

const conversationsField = "Person.conversations"

// inboxFields are the fields that are read from it.
var inboxFields = map[string]bool{conversationsField: true, "Person.conversation": true, "Person.unreadMessages": true}

// byInbox is by Grant, with what opens the conversations with a GP's office.
func byInbox[V any](l *loader[inboxKey, V], q *request, _ plan.Need, g policy.Grant) {
	l.expect(q.inboxKey(g))
}

// byThreads is that for a window.
func byThreads[V any](l *loader[threadsKey, V], q *request, need plan.Need, g policy.Grant) {
	l.expect(threadsKey{q.inboxKey(g), q.windowOf(need)})
}

// byConversation is by inbox, for a conversation named by its id. An invalid id makes
// no call.
func byConversation[V any](l *loader[conversationKey, V], q *request, need plan.Need, g policy.Grant) {
	id, _ := need.Args["id"].(string)
	subject, ok := g.Subject(policy.Message)
	record, known := q.r.ids.openRecord(q.actor.Client(), "Conversation", id)
	if !ok || known && record.Subject == subject { // the zero Grant only counts, and stands for any subject
		l.expect(conversationKey{q.inboxKey(g), record.Key})
	}
}

func (q *request) inboxKey(g policy.Grant) inboxKey {
	k := inboxKey{grant: g}
	if subject, ok := g.Subject(policy.Message); ok {
		k.gp, _ = q.decisionFor(decisionKey{subject: subject, service: policy.Message, part: policy.GPDialogue}).Grant()
	}
	return k
}

// foreseeDialogue decides the part of an inbox that is dialogue with a GP's office. One
// that is closed is a use that was refused, unless it is left out silently.
func (q *request) foreseeDialogue(key decisionKey) {
	key.part = policy.GPDialogue
	d := q.decisionFor(key)
	q.decisions[key] = d
	q.endsWith(d)
	if !d.Allowed() && !q.silent(key, d) {
		q.note(key, d, true)
	}
}

// inbox is what the person's inbox is read under, and the error of the part that is
// closed when the actor is told of it.
func (r personResolver) inbox(ctx context.Context, p *graph.Person) (k inboxKey, closed, err error) {
	g, err := grant(ctx, p, policy.Message)
	if err != nil {
		return k, nil, err
	}
	q := requestOf(ctx)
	key := decisionKey{subject: p.Subject(), service: policy.Message, part: policy.GPDialogue}
	if d := q.decisionFor(key); !d.Allowed() && !q.silent(key, d) {
		closed = denied(d, policy.GPDialogue)
	}
	return q.inboxKey(g), closed, nil
}

// Conversations is a page of the person's conversations.
func (r personResolver) Conversations(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.ConversationConnection, error) {
	k, closed, err := r.inbox(ctx, p)
	if err != nil {
		return nil, err
	}
	c := r.cursors(ctx, conversationsField)
	w, read, err := windowIn(ctx, c, first, after)
	if err != nil {
		return nil, err
	}
	rows, err := r.reads.conversations.load(ctx, threadsKey{k, read})
	if err != nil {
		return nil, err
	}
	out := rowsPage(ctx, c, w, rows)
	if closed != nil {
		graphql.AddError(ctx, closed)
		out.TotalCount = nil
	}
	return out, nil
}

// Conversation is one of the person's conversations, by id.
func (r personResolver) Conversation(ctx context.Context, p *graph.Person, id string) (*dialog.Conversation, error) {
	key, err := requestOf(ctx).keyOf(p, "Conversation", id)
	if err != nil {
		return nil, err
	}
	k, closed, err := r.inbox(ctx, p)
	if err != nil {
		return nil, err
	}
	all, err := r.reads.conversation.load(ctx, conversationKey{k, key})
	if err != nil {
		return nil, err
	}
	one, ok := all[key]
	switch {
	case !ok && closed != nil: // it may be one with a GP's office
		return nil, closed
	case !ok:
		return nil, refused(policy.NotFound)
	}
	return &one, nil
}

// UnreadMessages is how many messages nobody has read. It is not known when the part
// with a GP's office is closed.
func (r personResolver) UnreadMessages(ctx context.Context, p *graph.Person) (*int, error) {
	k, closed, err := r.inbox(ctx, p)
	if err != nil {
		return nil, err
	}
	n, err := r.reads.unreadMessages.load(ctx, k)
	if err != nil || closed != nil {
		return nil, errOr(err, closed)
	}
	return &n, nil
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// Messages is a page of the conversation's messages.
func (r conversationResolver) Messages(ctx context.Context, c *dialog.Conversation, first *int, after *string) (*graph.ConversationMessageConnection, error) {
	return page(ctx, r.cursors(ctx, "Conversation.messages"), c.Thread, first, after, placeOfMessage)
}

// OnBehalfBy is who wrote the message for the person.
func (conversationMessageResolver) OnBehalfBy(_ context.Context, m *dialog.ConversationMessage) (*usagelog.Actor, error) {
	if m.Representative == nil {
		return nil, nil //nolint:nilnil // the person wrote it
	}
	return &usagelog.Actor{Name: m.Representative.Name, Relation: m.Representative.Relation}, nil
}

// ContentURL is the link from which the gateway streams the file.
func (attachmentResolver) ContentURL(ctx context.Context, a *dialog.Attachment) (*string, error) {
	subject, ok := a.Grant.Subject(policy.Message)
	switch {
	case !ok:
		return nil, sources.Internal
	case a.Ref == nil:
		return nil, nil
	}
	return requestOf(ctx).link(link{Subject: subject.Digits(), Attachment: *a.Ref}), nil
}
