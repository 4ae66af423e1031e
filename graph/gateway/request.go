package gateway

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

// question is a GraphQL request as it came.
type question struct {
	Query         string         `json:"query"`
	DocumentID    string         `json:"documentId"` // instead of query, as ID and DocID
	ID            string         `json:"id"`
	DocID         string         `json:"doc_id"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
	Extensions    map[string]any `json:"extensions"`

	get bool // asked by GET, so nothing but a query will do
}

// trustedID is the id of the trusted document that is asked for: by documentId of
// GraphQL over HTTP, by Apollo's extension, or by Relay's id and doc_id. Ids that
// disagree are refused.
func (q question) trustedID() (string, *fault.Fault) {
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

// preflightHeaders are those that no page of another site can send without
// asking first. One of them must be on a GET, which is otherwise sent freely.
var preflightHeaders = [...]string{"Apollo-Require-Preflight", "GraphQL-Require-Preflight", "X-Apollo-Operation-Name"}

// read takes the question out of a request.
func (g *Gateway) read(w http.ResponseWriter, r *http.Request) (question, *fault.Fault) {
	var q question
	var f *fault.Fault
	if r.Method == http.MethodGet {
		q, f = readURL(r)
	} else {
		q, f = g.readBody(w, r)
	}
	if f != nil {
		return question{}, f
	}
	if _, byHash := q.Extensions["persistedQuery"]; !byHash && q.Query == "" && q.DocumentID == "" && q.ID == "" && q.DocID == "" {
		return question{}, fault.BadRequest("The request has no query.")
	}
	return q, nil
}

// readBody reads a POST: one JSON object and nothing else.
func (g *Gateway) readBody(w http.ResponseWriter, r *http.Request) (question, *fault.Fault) {
	if !sentAsJSON(r.Header) {
		return question{}, fault.New(http.StatusUnsupportedMediaType, fault.CodeMediaType, "The request must be application/json in UTF-8, not compressed.")
	}
	if r.ContentLength > g.options.Limits.Body {
		return question{}, fault.BodyTooLarge()
	}
	body, done, err := g.arrivals.readAll(http.MaxBytesReader(server(w), r.Body, g.options.Limits.Body))
	defer done()
	if errors.Is(err, errNoRoom) {
		return question{}, fault.Overloaded()
	}
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return question{}, fault.BodyTooLarge()
	}
	if err != nil {
		return question{}, fault.BadRequest("The request's body did not arrive whole.")
	}
	body = bytes.TrimPrefix(body, []byte(byteOrderMark))
	var q question
	if err := json.Unmarshal(body, &q, json.WithUnmarshalers(exactNumbers)); err != nil || jsontext.Value(body).Kind() != '{' {
		return question{}, fault.BadRequest("The request's body is not one JSON object with query, operationName, variables and extensions, each at most once.")
	}
	return q, nil
}

// byteOrderMark is what some of Microsoft's libraries begin UTF-8 with, and a
// reader may ignore (RFC 8259 section 8.1).
const byteOrderMark = "\ufeff"

// sentAsJSON tells whether the body says it is JSON. Types that a form of
// another site could send are refused by that.
func sentAsJSON(h http.Header) bool {
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return false
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && media == mediaJSON && inUTF8(params)
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
func readURL(r *http.Request) (question, *fault.Fault) {
	if !preflighted(r.Header) {
		return question{}, fault.New(http.StatusBadRequest, fault.CodePreflight, "A query by GET must have the header "+preflightHeaders[1]+".")
	}
	wrong := fault.BadRequest("The address must have query or documentId, and may have operationName, variables and extensions, each once; the last two as JSON objects.")
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return question{}, wrong
	}
	q := question{get: true}
	for name, into := range map[string]any{
		"query": &q.Query, "documentId": &q.DocumentID, "id": &q.ID, "doc_id": &q.DocID,
		"operationName": &q.OperationName, "variables": &q.Variables, "extensions": &q.Extensions,
	} {
		given := values[name]
		if len(given) == 0 {
			continue
		}
		if len(given) > 1 || !utf8.ValidString(given[0]) {
			return question{}, wrong
		}
		if text, ok := into.(*string); ok {
			*text = given[0]
			continue
		}
		if err := json.Unmarshal([]byte(given[0]), into, json.WithUnmarshalers(exactNumbers)); err != nil {
			return question{}, wrong
		}
	}
	return q, nil
}

func preflighted(h http.Header) bool {
	for _, name := range preflightHeaders {
		if h.Get(name) != "" {
			return true
		}
	}
	return false
}
