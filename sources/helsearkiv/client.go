package helsearkiv

import (
	"context"
	"io"
	"mime"
	"net/http"
	"slices"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:helsenorge.eksternapi"
	Scope    = "nhn:helsenorge.eksternapi/dokumenter_read"
)

const base = "/dokumenter/api/v1"

var fetchContent = sources.Operation{Name: "Binary", Repeatable: true, Accepts: []string{"application/pdf", "image/png", "image/jpeg", "application/xml", "text/plain"}}

// Client calls the archive. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Documents are the part of the archive that a window shows: those that the holder
// of g may see, last saved first.
func (c *Client) Documents(ctx context.Context, g policy.Grant, w nhn.Window) (nhn.Rows[ArchivedDocument], error) {
	subject, ok := g.Subject(policy.DocumentArchive)
	if !ok {
		return nhn.Rows[ArchivedDocument]{}, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[documentWire](set, "DocumentReference", true, fhir.Patient[*documentWire])
	list := nhn.Paged[ArchivedDocument, *documentWire]{
		Search: nhn.Search{Operation: "DocumentReference/_search", Path: base + "/DocumentReference/_search", Pages: 20},
		Sort:   "date", Most: 100, Records: all, Date: func(w *documentWire) string { return w.Date },
		Read: func() (nhn.Found[ArchivedDocument], error) { return documents(all, g, subject) },
	}
	return nhn.Page(ctx, c.Client, subject, set, list, w)
}

// Content streams a document to w, after passing head its media type and a file name.
// The document is looked up again first: one that is not there, that the holder of g
// may not see or that was withdrawn is NotFound. Content that does not begin as its
// media type does is Garbled, and head is not called.
func (c *Client) Content(ctx context.Context, g policy.Grant, key string, head func(contentType, filename string) error, w io.Writer) error {
	subject, ok := g.Subject(policy.DocumentArchive)
	if !ok {
		return sources.Denied
	}
	all, err := c.Documents(ctx, g, nhn.Window{})
	if err != nil {
		return err
	}
	found := all.Values()
	i := slices.IndexFunc(found, func(d ArchivedDocument) bool { return d.ID.Key == key && d.Binary != "" })
	if i < 0 {
		return sources.NotFound
	}
	q := sources.Request{Method: http.MethodGet, Path: base + "/Binary/" + found[i].Binary, Header: c.Header()}
	q.Header.Set("Nhn-Patient-Nin", subject.Digits())
	out := &checked{w: w}
	err = c.Stream(ctx, fetchContent, q, func(h http.Header) error {
		media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
		if err != nil || !slices.Contains(fetchContent.Accepts, media) {
			return sources.Garbled
		}
		out.begins = begins[media]
		out.head = func() error { return head(media, filename(found[i], media)) }
		return nil
	}, out)
	if out.wrong || err == nil && !out.passed {
		return sources.Garbled
	}
	return err
}
