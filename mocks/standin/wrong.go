package standin

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Ways in which an answer can be complete and still not the requested one.
const (
	bodyHTML     = "html"      // a login page, with status 200
	bodyGzipBomb = "gzip-bomb" // a small answer that inflates to a gigabyte
	bodyDeep     = "deep"      // a million levels of nesting
	bodyNaN      = "nan"       // a number that JSON does not have
	bodyTwice    = "twice"     // a member or element that may occur once, twice
	bodyOther    = "other"     // valid in format, but unrelated to the request
	bodyNextLink = "next-link" // a next page at Fault.Location
)

// faultBodies are all the ways a body can be wrong.
var faultBodies = []string{
	"", bodyTruncate, bodyGarble, bodyHuge, bodySlow, bodyReset, bodyWrongSubject, bodyMissing, bodyDuplicate,
	bodyHTML, bodyGzipBomb, bodyDeep, bodyNaN, bodyTwice, bodyOther, bodyNextLink, bodyClose, bodyLate,
}

const (
	bombSize  = 1 << 30
	deepLevel = 1_000_000
)

// wrong sends a wrong answer in place of body, and reports whether the fault
// prescribes one.
func (c *Call) wrong(status int, contentType string, body []byte) bool {
	isXML := strings.Contains(contentType, "xml")
	switch c.fault.Body {
	case bodyHTML:
		contentType, body = "text/html; charset=utf-8", []byte("<!doctype html><title>Logg inn</title><h1>Logg inn</h1>")
	case bodyDeep:
		body = bytes.Repeat([]byte("["), deepLevel)
		if isXML {
			body = bytes.Repeat([]byte("<a>"), deepLevel)
		}
	case bodyNaN:
		body = []byte(`{"total":NaN}`)
	case bodyTwice:
		body = twice(body, isXML)
	case bodyOther:
		body = []byte(`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing","diagnostics":"Registerets egen feiltekst"}]}`)
		if isXML {
			body = []byte(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Annet xmlns="urn:annet"/></s:Body></s:Envelope>`)
		}
	case bodyNextLink:
		body = withNext(body, c.fault.Location)
	case bodyGzipBomb:
		c.W.Header().Set("Content-Type", contentType)
		c.W.Header().Set("Content-Encoding", "gzip")
		c.W.WriteHeader(status)
		c.bomb()
		return true
	default:
		return false
	}
	c.W.Header().Set("Content-Type", contentType)
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body)
	return true
}

// bomb writes compressed spaces until there are enough or the reader is gone.
func (c *Call) bomb() {
	packed := packedBlanks()
	for sent := 0; sent < bombSize && c.R.Context().Err() == nil; sent += packedSize {
		if _, err := c.W.Write(packed); err != nil {
			return
		}
	}
}

const packedSize = 16 << 20

// packedBlanks is one gzip member; members may be concatenated.
var packedBlanks = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(bytes.Repeat([]byte(" "), packedSize)) // into memory
	_ = w.Close()
	return b.Bytes()
})

// twice repeats the first member of an object or, in XML, the whole document.
func twice(body []byte, isXML bool) []byte {
	if isXML {
		if end := bytes.Index(body, []byte("?>")); end >= 0 {
			body = body[end+2:]
		}
		return slices.Concat(body, body)
	}
	at := bytes.IndexByte(body, '{')
	name, value, ok := firstMember(body[at+1:])
	if at < 0 || !ok {
		return []byte(`{"twice":1,"twice":1}`)
	}
	return slices.Concat(body[:at+1], name, []byte(":"), value, []byte(","), body[at+1:])
}

// firstMember returns the name and value of the first member of an object whose brace
// has been read.
func firstMember(rest []byte) (name, value json.RawMessage, ok bool) {
	d := json.NewDecoder(io.MultiReader(strings.NewReader("["), bytes.NewReader(bytes.Replace(rest, []byte(":"), []byte(","), 1))))
	if _, err := d.Token(); err != nil {
		return nil, nil, false
	}
	if d.Decode(&name) != nil || len(name) == 0 || name[0] != '"' || d.Decode(&value) != nil {
		return nil, nil, false
	}
	return name, value, true
}

// withNext gives a bundle a next link.
func withNext(body []byte, location string) []byte {
	var bundle map[string]any
	if json.Unmarshal(body, &bundle) != nil {
		return body
	}
	bundle["link"] = []any{map[string]any{"relation": "next", "url": location}}
	return JSON(bundle)
}

// redirect sets where a redirect goes, if the fault is one.
func (f Fault) redirect(h http.Header) {
	if f.Location != "" && f.Status/100 == 3 {
		h.Set("Location", f.Location)
	}
}
