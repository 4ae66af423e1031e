package dialog

import (
	"context"
	"io"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
)

// Content streams an attachment to w, as [nhn.Client.StreamFile] does. inbox is the
// subject's, as it is now: an attachment of a message that is not there, or that may no
// longer be seen, is NotFound and head is not called.
func (c *Client) Content(ctx context.Context, g policy.Grant, inbox Inbox, ref AttachmentRef, head func(contentType, filename string) error, w io.Writer) error {
	subject, ok := g.Subject(policy.Message)
	if !ok {
		return sources.Denied
	}
	a, ok := inbox.attachment(ref)
	if !ok {
		return c.inbox.NoFile()
	}
	return c.inbox.StreamFile(ctx, subject, nhn.File{Path: "/dialog/api/v1/Binary/" + a.binary, Media: *a.ContentType, Name: "vedlegg"}, head, w)
}

// attachment finds one that may be fetched.
func (b Inbox) attachment(ref AttachmentRef) (Attachment, bool) {
	for i := range b {
		for j := range b[i].Thread {
			for _, a := range b[i].Thread[j].Attachments {
				if a.Ref != nil && *a.Ref == ref {
					return a, true
				}
			}
		}
	}
	return Attachment{}, false
}
