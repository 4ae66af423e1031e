package dialog

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"

	"helsegraf/graph/policy"
	"helsegraf/sources"
)

var opBinary = sources.Operation{Name: "Binary", Repeatable: true, Accepts: []string{"application/pdf", "image/jpeg", "image/png"}}

// extensions are the media types that the health service attaches, with the ends of
// their file names. No browser runs what is in them.
var extensions = map[string]string{"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}

// sniffed is how many bytes tell a file's type.
const sniffed = 512

// Content streams an attachment to w, after passing head its media type and a file
// name. inbox is the subject's, as it is now: an attachment of a message that is not
// there, or that may no longer be seen, is NotFound and head is not called. Content
// that does not begin as its declared type does is Garbled, and none of it is
// written.
func (c *Client) Content(ctx context.Context, g policy.Grant, inbox Inbox, ref AttachmentRef, head func(contentType, filename string) error, w io.Writer) error {
	subject, ok := g.Subject(policy.Message)
	if !ok {
		return sources.Denied
	}
	a, ok := inbox.attachment(ref)
	if !ok {
		return &sources.Error{Register: About().Key, Operation: opBinary.Name, Kind: sources.NotFound}
	}
	q := sources.Request{Method: http.MethodGet, Path: "/dialog/api/v1/Binary/" + a.binary, Header: c.inbox.Header()}
	q.Header.Set("Nhn-Patient-Nin", subject.Digits())
	out := &checked{media: *a.ContentType, name: "vedlegg" + extensions[*a.ContentType], head: head, w: w}
	err := c.inbox.Stream(ctx, opBinary, q, func(h http.Header) error {
		if media, _, err := mime.ParseMediaType(h.Get("Content-Type")); err != nil || media != out.media {
			return sources.Garbled
		}
		return nil
	}, out)
	if out.wrong {
		return &sources.Error{Register: About().Key, Operation: opBinary.Name, Kind: sources.Garbled}
	}
	if err != nil {
		return err
	}
	return out.flush()
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

// checked passes content on when its first bytes are of its type, and calls head
// before them.
type checked struct {
	media, name string
	head        func(contentType, filename string) error
	w           io.Writer
	first       bytes.Buffer
	begun       bool
	wrong       bool
}

var errWrongType = errors.New("the content is not of its type")

// Write keeps the first bytes until they tell the type.
func (c *checked) Write(p []byte) (int, error) {
	if c.begun {
		return c.w.Write(p)
	}
	c.first.Write(p)
	if c.first.Len() < sniffed {
		return len(p), nil
	}
	return len(p), c.begin()
}

// flush ends content that was too short to have begun.
func (c *checked) flush() error {
	if c.begun {
		return nil
	}
	if err := c.begin(); err != nil {
		if c.wrong {
			return &sources.Error{Register: About().Key, Operation: opBinary.Name, Kind: sources.Garbled}
		}
		return sources.Canceled
	}
	return nil
}

func (c *checked) begin() error {
	if c.wrong = http.DetectContentType(c.first.Bytes()) != c.media; c.wrong {
		return errWrongType
	}
	c.begun = true
	if err := c.head(c.media, c.name); err != nil {
		return err
	}
	_, err := c.w.Write(c.first.Bytes())
	return err
}
