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

// Request is a GraphQL request as received.
type Request struct {
	Query         string         `json:"query"`
	DocumentID    string         `json:"documentId"` // instead of query; so are ID and DocID
	ID            string         `json:"id"`
	DocID         string         `json:"doc_id"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
	Extensions    map[string]any `json:"extensions"`
}

// TrustedID is the id of the requested trusted document: GraphQL over HTTP's
// documentId, the hash in Apollo's extension, or Relay's id or doc_id. Ids that
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

// PreflightHeaders are headers that another site's page cannot send without a
// preflight. A GET must have one of them, as it otherwise needs no preflight.
var PreflightHeaders = [...]string{"Apollo-Require-Preflight", "GraphQL-Require-Preflight", "X-Apollo-Operation-Name"}

// Reader reads GraphQL requests. It is safe for concurrent use.
type Reader struct {
	mostBody int64 // bytes
	bodies   *bodies
}

// NewReader returns a Reader that bounds a body by mostBody bytes.
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

// byteOrderMark is what some Microsoft libraries put before UTF-8, and what a reader
// may ignore (RFC 8259 section 8.1).
const byteOrderMark = "\ufeff"

// sentAsJSON reports whether the body claims to be JSON. This refuses the types that
// another site's form could send.
func sentAsJSON(h http.Header) bool {
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return false
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && media == MediaJSON && inUTF8(params)
}

// exactNumbers keeps numbers as written, so that no digit of a large one is lost
// before the schema determines its type.
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

// innermost returns the server's own writer beneath w. Only that one, used directly,
// closes the connection after a body that was too large.
func innermost(w http.ResponseWriter) http.ResponseWriter {
	for {
		u, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return w
		}
		w = u.Unwrap()
	}
}
