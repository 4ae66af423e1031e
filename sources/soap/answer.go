package soap

import (
	"cmp"
	"encoding/xml"
	"strings"
)

// Envelope is an answer in either version, to be decoded into. B is what a
// Body may hold; it embeds [Faults].
type Envelope[B any] struct {
	XMLName xml.Name
	Body11  *B `xml:"http://schemas.xmlsoap.org/soap/envelope/ Body"`
	Body12  *B `xml:"http://www.w3.org/2003/05/soap-envelope Body"`
}

// Body is what came, nil when what was decoded is no envelope with a body.
func (e *Envelope[B]) Body() *B {
	if e.XMLName.Local != "Envelope" {
		return nil
	}
	return cmp.Or(e.Body11, e.Body12)
}

// Faults is the fault a Body may hold instead of an answer. D is the detail
// that the service declares.
type Faults[D any] struct {
	Fault11 *Fault[D] `xml:"http://schemas.xmlsoap.org/soap/envelope/ Fault"`
	Fault12 *Fault[D] `xml:"http://www.w3.org/2003/05/soap-envelope Fault"`
}

// Fault is the fault, nil when there is none.
func (f *Faults[D]) Fault() *Fault[D] { return cmp.Or(f.Fault11, f.Fault12) }

// Fault is one of SOAP 1.1 or 1.2, which name its parts differently. Its text
// is not read: it may hold the question.
type Fault[D any] struct {
	Code11   string `xml:"faultcode"`
	Code12   string `xml:"http://www.w3.org/2003/05/soap-envelope Code>Value"`
	Detail11 *D     `xml:"detail"`
	Detail12 *D     `xml:"http://www.w3.org/2003/05/soap-envelope Detail"`
}

// Detail is what the service says beside the code, nil when it says nothing.
func (f *Fault[D]) Detail() *D { return cmp.Or(f.Detail11, f.Detail12) }

// OfServer tells whether the code names the server as the cause; every other
// code says that the question was wrong. InternalServiceFault is how WCF names
// an exception nobody caught.
func (f *Fault[D]) OfServer() bool {
	code := strings.TrimSpace(cmp.Or(f.Code11, f.Code12))
	switch code[strings.LastIndexByte(code, ':')+1:] {
	case "Server", "Receiver", "InternalServiceFault":
		return true
	}
	return false
}
