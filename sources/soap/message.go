package soap

import (
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
)

// The media types of the versions.
const (
	MediaType11 = "text/xml"
	MediaType12 = "application/soap+xml"
)

// Message is a SOAP message and its HTTP headers.
type Message struct {
	Accepts     string // media type of the response
	ContentType string
	Header      http.Header
	Body        []byte
}

// New11 puts body into an envelope of SOAP 1.1.
func New11(action string, body []byte) Message {
	return Message{
		Accepts:     MediaType11,
		ContentType: MediaType11 + "; charset=utf-8",
		Header:      http.Header{"SOAPAction": {`"` + action + `"`}},
		Body:        fmt.Appendf(nil, `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>%s</s:Body></s:Envelope>`, body),
	}
}

// New12 puts body into an envelope of SOAP 1.2, addressed to a service by
// WS-Addressing, under a new message id.
func New12(action, to string, body []byte) Message {
	return Message{
		Accepts:     MediaType12,
		ContentType: MediaType12 + `; charset=utf-8; action="` + action + `"`,
		Body: fmt.Appendf(nil, `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://www.w3.org/2005/08/addressing"><s:Header>`+
			`<w:Action s:mustUnderstand="1">%s</w:Action><w:MessageID>urn:uuid:%s</w:MessageID>`+
			`<w:ReplyTo><w:Address>http://www.w3.org/2005/08/addressing/anonymous</w:Address></w:ReplyTo><w:To s:mustUnderstand="1">%s</w:To>`+
			`</s:Header><s:Body>%s</s:Body></s:Envelope>`, Escape(action), uuid(), Escape(to), body),
	}
}

// uuid is a random UUID (RFC 9562, version 4).
func uuid() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // it never fails
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// Escape is s escaped as the text of an element.
func Escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
