package dialog

import (
	"context"
	"net/url"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// HasInbox reports whether messages can be read.
func (c *Client) HasInbox() bool { return c != nil && c.inbox != nil }

// opMessages is the search for messages.
const opMessages = "Communication/_search"

// Conversations is the inbox of the subject of g, which is for MESSAGE. gp is for the
// part of it that is dialogue with a GP's office; with the zero Grant those
// conversations are left out. An incomplete response is refused, since a message
// might be missed.
func (c *Client) Conversations(ctx context.Context, g, gp policy.Grant) (out Inbox, err error) {
	subject, ok := g.Subject(policy.Message)
	if !ok {
		return nil, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[communication](set, "Communication", true, whose)
	s := nhn.Search{Operation: opMessages, Path: "/dialog/api/v1/Communication/_search", Form: url.Values{"_sort": {"-sent"}}, Count: 100, Pages: 40}
	err = c.inbox.Ask(ctx, subject, s, set, func(*sources.Response, bool) (err error) {
		out, err = inboxOf(all.Standing, g, gp, subject)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
