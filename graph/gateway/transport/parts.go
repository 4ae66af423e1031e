package transport

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Parts is a format for a response in parts, each sent when ready.
type Parts struct {
	events bool // server-sent events, one distinct connection each; else multipart/mixed
	newer  bool // incrementalSpec=v0.2; else deferSpec=20220824
}

// mediaType is the Content-Type of the response.
func (p Parts) mediaType() string {
	switch {
	case p.events:
		return mediaEvents + "; charset=utf-8"
	case p.newer:
		return mediaParts + `; boundary="-"; incrementalSpec=v0.2`
	}
	return mediaParts + `; boundary="-"; deferSpec=20220824`
}

// opening is what precedes the first part.
func (p Parts) opening() string {
	if p.events {
		return ""
	}
	return "\r\n---"
}

// framed is a part with its framing. The boundary after a part is sent with it:
// clients process a part when they see its end.
func (p Parts) framed(body []byte, last bool) []byte {
	var before, after string
	switch {
	case p.events && last:
		before, after = "event: next\ndata: ", "\n\nevent: complete\ndata:\n\n"
	case p.events:
		before, after = "event: next\ndata: ", "\n\n"
	default:
		before, after = "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n", "\r\n---"
		if last {
			after += "--\r\n"
		}
	}
	out := make([]byte, 0, len(before)+len(body)+len(after))
	return append(append(append(out, before...), body...), after...)
}

// part is what is sent in one piece.
type part struct {
	data       json.RawMessage // of the first part
	errors     gqlerror.List   // of the first part
	announced  []*deferral     // still to come
	delivered  []*deferral
	hasNext    bool
	extensions map[string]any
}

// increment is a deferral in the 2022 format.
type increment struct {
	Data   json.RawMessage `json:"data"`
	Path   ast.Path        `json:"path"`
	Label  string          `json:"label,omitempty"`
	Errors gqlerror.List   `json:"errors,omitempty"`
}

// announcement, delivery and completion make up a deferral in the newer format.
type (
	announcement struct {
		ID    string   `json:"id"`
		Path  ast.Path `json:"path"`
		Label string   `json:"label,omitempty"`
	}
	delivery struct {
		ID     string          `json:"id"`
		Data   json.RawMessage `json:"data"`
		Errors gqlerror.List   `json:"errors,omitempty"`
	}
	completion struct {
		ID     string        `json:"id"`
		Errors gqlerror.List `json:"errors,omitempty"`
	}
)

// body is a part as JSON.
func (p part) body(newer bool) ([]byte, error) {
	var body struct {
		Data        json.RawMessage `json:"data,omitempty"`
		Errors      gqlerror.List   `json:"errors,omitempty"`
		Pending     []announcement  `json:"pending,omitempty"`
		Incremental []any           `json:"incremental,omitempty"`
		Completed   []completion    `json:"completed,omitempty"`
		HasNext     bool            `json:"hasNext"`
		Extensions  map[string]any  `json:"extensions,omitempty"`
	}
	body.Data, body.Errors, body.HasNext, body.Extensions = p.data, p.errors, p.hasNext, p.extensions
	for _, d := range p.delivered {
		switch {
		case !newer:
			body.Incremental = append(body.Incremental, increment{d.data, d.object.path, d.label, d.errors})
		case string(d.data) == "null":
			body.Completed = append(body.Completed, completion{d.id(), d.errors})
		default:
			body.Incremental = append(body.Incremental, delivery{d.id(), d.data, d.errors})
			body.Completed = append(body.Completed, completion{ID: d.id()})
		}
	}
	for _, d := range p.announced {
		if newer {
			body.Pending = append(body.Pending, announcement{d.id(), d.object.path, d.label})
		}
	}
	return json.Marshal(body)
}

func (d *deferral) id() string { return strconv.Itoa(d.number) }

// grace is how long after the deadline late parts can still be reported as late.
const grace = time.Second

// SendParts sends a response in parts until all of it is delivered, the client is
// gone, or the deadline has passed. Parts missing by then are null with a reason.
func (s Sender) SendParts(w http.ResponseWriter, r *http.Request, a Response, form Parts) error {
	// A slow reader does not hold a slot once everything has been resolved.
	a.Deferrals.Then(func() { a.Made(a.Size.Bytes()) })
	h := w.Header()
	h.Set("Content-Type", form.mediaType())
	h.Set("X-Accel-Buffering", "no") // nginx would buffer the parts
	w.WriteHeader(http.StatusOK)
	out := newPaced(w, s.Pace, s.Stall, time.Time{})
	send := func(b []byte) error {
		if _, err := out.Write(b); err != nil {
			return err
		}
		return out.connection.Flush()
	}
	// The registers' time ends with the operation's context. How they ended must still be
	// reported, as long as the client listens.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(a.Context), s.Deadline+grace)
	defer cancel()
	defer context.AfterFunc(r.Context(), cancel)()
	b := []byte(form.opening())
	for p := range assemble(ctx, a) {
		body, err := p.body(form.newer)
		if err != nil {
			return err
		}
		if send(append(b, form.framed(body, !p.hasNext)...)) != nil {
			return nil // the client went away
		}
		b = nil
	}
	return nil
}
