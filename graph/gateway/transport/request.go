package transport

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"helsegraf/graph/gateway/fault"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Request is a GraphQL request as it came.
type Request struct {
	Query         string         `json:"query"`
	DocumentID    string         `json:"documentId"` // instead of query, as ID and DocID
	ID            string         `json:"id"`
	DocID         string         `json:"doc_id"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
	Extensions    map[string]any `json:"extensions"`
}

// TrustedID is the id of the trusted document that is asked for: by documentId of
// GraphQL over HTTP, by Apollo's extension, or by Relay's id and doc_id. Ids that
// disagree are refused.
func (q Request) TrustedID() (string, *fault.Fault) {
	ids := []string{q.DocumentID, q.ID, q.DocID}
	if persisted, ok := q.Extensions["persistedQuery"]; ok {
		p, _ := persisted.(map[string]any)
		hash, _ := p["sha256Hash"].(string)
		if hash == "" {
			return "", fault.BadRequest("The extension persistedQuery must have sha256Hash.")
		}
		ids = append(ids, hash)
	}
	asked := ""
	for _, id := range ids {
		if id != "" && asked != "" && id != asked {
			return "", fault.BadRequest("The request names more than one document.")
		}
		if id != "" {
			asked = id
		}
	}
	return asked, nil
}

// PreflightHeaders are those that no page of another site can send without
// asking first. One of them must be on a GET, which is otherwise sent freely.
var PreflightHeaders = [...]string{"Apollo-Require-Preflight", "GraphQL-Require-Preflight", "X-Apollo-Operation-Name"}

// Reader reads GraphQL requests. It is safe for concurrent use.
type Reader struct {
	mostBody int64 // bytes
	bodies   *bodies
}

// NewReader bounds a body by so many bytes.
func NewReader(mostBody int64) *Reader { return &Reader{mostBody, newBodies()} }

// Read reads a GET or a POST.
func (rd *Reader) Read(w http.ResponseWriter, r *http.Request) (Request, *fault.Fault) {
	var q Request
	var f *fault.Fault
	if r.Method == http.MethodGet {
		q, f = readURL(r)
	} else {
		q, f = rd.readBody(w, r)
	}
	if f != nil {
		return Request{}, f
	}
	if _, byHash := q.Extensions["persistedQuery"]; !byHash && q.Query == "" && q.DocumentID == "" && q.ID == "" && q.DocID == "" {
		return Request{}, fault.BadRequest("The request has no query.")
	}
	return q, nil
}

// readBody reads a POST: one JSON object and nothing else.
func (rd *Reader) readBody(w http.ResponseWriter, r *http.Request) (Request, *fault.Fault) {
	if !sentAsJSON(r.Header) {
		return Request{}, fault.New(http.StatusUnsupportedMediaType, fault.CodeMediaType, "The request must be application/json in UTF-8, not compressed.")
	}
	if r.ContentLength > rd.mostBody {
		return Request{}, fault.BodyTooLarge()
	}
	body, done, err := rd.bodies.readAll(http.MaxBytesReader(innermost(w), r.Body, rd.mostBody))
	defer done()
	if errors.Is(err, errNoRoom) {
		return Request{}, fault.Overloaded()
	}
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return Request{}, fault.BodyTooLarge()
	}
	if err != nil {
		return Request{}, fault.BadRequest("The request's body did not arrive whole.")
	}
	body = bytes.TrimPrefix(body, []byte(byteOrderMark))
	var q Request
	if err := json.Unmarshal(body, &q, json.WithUnmarshalers(exactNumbers)); err != nil || jsontext.Value(body).Kind() != '{' {
		return Request{}, fault.BadRequest("The request's body is not one JSON object with query, operationName, variables and extensions, each at most once.")
	}
	return q, nil
}

// byteOrderMark is what some of Microsoft's libraries begin UTF-8 with, and a
// reader may ignore (RFC 8259 section 8.1).
const byteOrderMark = "\ufeff"

// sentAsJSON reports whether the body says it is JSON. Types that a form of
// another site could send are refused by that.
func sentAsJSON(h http.Header) bool {
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return false
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && media == MediaJSON && inUTF8(params)
}

// exactNumbers keeps numbers as they were written, so that no digit of a large
// one is lost before the schema says what it is.
var exactNumbers = json.UnmarshalFromFunc(func(d *jsontext.Decoder, v *any) error {
	if d.PeekKind() != '0' {
		return errors.ErrUnsupported
	}
	n, err := d.ReadValue()
	*v = stdjson.Number(n)
	return err
})

// readURL reads a GET.
func readURL(r *http.Request) (Request, *fault.Fault) {
	if !preflighted(r.Header) {
		return Request{}, fault.New(http.StatusBadRequest, fault.CodePreflight, "A query by GET must have the header "+PreflightHeaders[1]+".")
	}
	wrong := fault.BadRequest("The address must have query or documentId, and may have operationName, variables and extensions, each once; the last two as JSON objects.")
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return Request{}, wrong
	}
	q := Request{}
	for name, into := range map[string]any{
		"query": &q.Query, "documentId": &q.DocumentID, "id": &q.ID, "doc_id": &q.DocID,
		"operationName": &q.OperationName, "variables": &q.Variables, "extensions": &q.Extensions,
	} {
		given := values[name]
		if len(given) == 0 {
			continue
		}
		if len(given) > 1 || !utf8.ValidString(given[0]) {
			return Request{}, wrong
		}
		if text, ok := into.(*string); ok {
			*text = given[0]
			continue
		}
		if err := json.Unmarshal([]byte(given[0]), into, json.WithUnmarshalers(exactNumbers)); err != nil {
			return Request{}, wrong
		}
	}
	return q, nil
}

func preflighted(h http.Header) bool {
	for _, name := range PreflightHeaders {
		if h.Get(name) != "" {
			return true
		}
	}
	return false
}

// innermost is the server's own writer of w, which ends the connection of a body
// that was too large only when it is asked itself.
func innermost(w http.ResponseWriter) http.ResponseWriter {
	for {
		u, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return w
		}
		w = u.Unwrap()
	}
}
