package nhn

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"

	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

var opBinary = sources.Operation{Name: "Binary", Repeatable: true, Accepts: []string{"application/pdf", "image/jpeg", "image/png"}}

// extensions are the media types of files that may be sent on, with the ends of their
// names. No browser runs what is in them.
var extensions = map[string]string{"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}

// MayStream reports whether files of a media type may be sent on.
func MayStream(media string) bool { return extensions[media] != "" }

// sniffed is how many bytes tell a file's type.
const sniffed = 512

// File is a file of somebody's, a Binary by its address.
type File struct {
	Path string
	// Media is its declared media type, one that [MayStream].
	Media string
	// Name is what to call it, without its extension.
	Name string
}

// StreamFile streams a file of the subject's to w, after passing head its media type and a
// file name. Content that does not begin as its declared type does is Garbled, and none
// of it is written.
func (c *Client) StreamFile(ctx context.Context, subject fnr.Number, f File, head func(contentType, filename string) error, w io.Writer) error {
	q := sources.Request{Method: http.MethodGet, Path: f.Path, Header: c.Header()}
	q.Header.Set("Nhn-Patient-Nin", subject.Digits())
	out := &checked{media: f.Media, name: f.Name + extensions[f.Media], head: head, w: w}
	err := c.Stream(ctx, opBinary, q, func(h http.Header) error {
		if media, _, err := mime.ParseMediaType(h.Get("Content-Type")); err != nil || media != out.media {
			return sources.Garbled
		}
		return nil
	}, out)
	if err == nil && !out.begun {
		err = out.begin() // too short to have begun
		if err != nil && !out.wrong {
			return sources.Canceled
		}
	}
	if out.wrong {
		return &sources.Error{Register: c.Register(), Operation: opBinary.Name, Kind: sources.Garbled}
	}
	return err
}

// NoFile is the error when there is no file that the caller may have.
func (c *Client) NoFile() error {
	return &sources.Error{Register: c.Register(), Operation: opBinary.Name, Kind: sources.NotFound}
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
