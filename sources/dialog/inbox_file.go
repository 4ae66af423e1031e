package dialog

import (
	"context"
	"io"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
)

// Content streams an attachment to w, as [nhn.Client.StreamFile] does. Its conversation
// is read again first, under grants as for [Client.Conversations]: an attachment of a
// message that is not there, or that may no longer be seen, is NotFound and head is not
// called.
func (c *Client) Content(ctx context.Context, g, gp policy.Grant, ref AttachmentRef, head func(contentType, filename string) error, w io.Writer) error {
	subject, ok := g.Subject(policy.Message)
	if !ok {
		return sources.Denied
	}
	all, err := c.Conversations(ctx, g, gp, []string{ref.Conversation})
	if err != nil {
		return err
	}
	a, ok := all[ref.Conversation].attachment(ref)
	if !ok {
		return c.inbox.NoFile()
	}
	return c.inbox.StreamFile(ctx, subject, nhn.File{Path: "/dialog/api/v1/Binary/" + a.binary, Media: *a.ContentType, Name: "vedlegg"}, head, w)
}

// attachment finds one that may be fetched.
func (c Conversation) attachment(ref AttachmentRef) (Attachment, bool) {
	for i := range c.Thread {
		for _, a := range c.Thread[i].Attachments {
			if a.Ref != nil && *a.Ref == ref {
				return a, true
			}
		}
	}
	return Attachment{}, false
}
