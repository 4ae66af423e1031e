package transport

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"helsegraf/graph/gateway/fault"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// TooLarge is the response that replaces one that is too large.
func TooLarge() *graphql.Response {
	return &graphql.Response{Data: json.RawMessage("null"), Errors: fault.ResponseTooLarge().Errors}
}

// SendWhole sends a response in one piece. Its slot is free once only sending remains.
// A public response has no extensions: they are about one request.
func (s Sender) SendWhole(w http.ResponseWriter, media string, a Response, most int64) *fault.Fault {
	if a.Public > 0 {
		a.First.Extensions = nil
	}
	whole, err := encode(a.First)
	if err == nil && int64(whole.size) > most {
		a.Public = 0
		whole, err = encode(TooLarge())
	}
	if err != nil {
		return fault.Internal()
	}
	a.Made(int64(whole.size))
	h := w.Header()
	if a.Public > 0 {
		publish(h, a.Public)
	}
	h.Set("Content-Type", media+"; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(whole.size))
	w.WriteHeader(http.StatusOK)
	var out io.Writer = w
	if whole.size > piece {
		out = Pace(w, s.Pace, s.Stall, time.Time{})
	}
	whole.write(out)
	return nil
}

// encoded is a response as it is sent.
type encoded struct {
	pieces [3][]byte
	size   int
}

// encode prepares the executor's output for sending. Its data is finished JSON, which
// is neither parsed nor copied again.
func encode(response *graphql.Response) (encoded, error) {
	tail, err := json.Marshal(struct {
		Errors     gqlerror.List  `json:"errors,omitempty"`
		Extensions map[string]any `json:"extensions,omitempty"`
	}{response.Errors, response.Extensions})
	if err != nil {
		return encoded{}, err
	}
	e := encoded{pieces: [3][]byte{tail}}
	if len(response.Data) > 0 {
		// tail is {} or {"errors":…}; its members follow data in the same object.
		members := tail[1:]
		if len(members) > 1 {
			members = append([]byte{','}, members...)
		}
		e.pieces = [3][]byte{[]byte(`{"data":`), response.Data, members}
	}
	for _, p := range e.pieces {
		e.size += len(p)
	}
	return e, nil
}

func (e *encoded) write(w io.Writer) {
	for _, p := range e.pieces {
		if _, err := w.Write(p); err != nil {
			return // the client went away
		}
	}
}
