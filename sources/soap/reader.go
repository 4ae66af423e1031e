package soap

import (
	"cmp"
	"reflect"
	"strings"
)

const (
	space11 = "http://schemas.xmlsoap.org/soap/envelope/"
	space12 = "http://www.w3.org/2003/05/soap-envelope"
)

// Reader reads answers in either version whose Body may hold what B has fields
// for, which embeds [Faults]. It is made once, by [AnswersOf].
type Reader[B any] struct{ body *shape }

// NewReader makes what reads a B. The fields of B, and of the structs in it,
// are tagged as for encoding/xml: text as a string, or a pointer to one; an
// element as a struct, or a pointer to one; elements that may come again as a
// slice of structs.
func NewReader[B any]() Reader[B] { return Reader[B]{shapes{}.of(reflect.TypeFor[B]())} }

// Read reads a message, or refuses it as a whole: for anything that is not XML
// or that SOAP forbids, for another envelope, and for an element that comes
// twice where one is read. Elements that B has no fields for are passed over.
func (a Reader[B]) Read(message []byte) (*B, error) {
	var d decoder
	if !d.reset(message) || d.next() != begin || string(d.of(d.local)) != "Envelope" {
		return nil, errMalformed
	}
	version := string(d.of(d.space))
	if version != space11 && version != space12 {
		return nil, errMalformed
	}
	body := new(B)
	seen := false
	if !d.children(func() bool {
		if string(d.of(d.local)) != "Body" || string(d.of(d.space)) != version {
			return d.pass()
		}
		if seen {
			return false
		}
		seen = true
		return d.read(a.body, reflect.ValueOf(body).Elem())
	}) || !d.whole() || !seen {
		return nil, errMalformed
	}
	return body, nil
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
	Sub12    string `xml:"http://www.w3.org/2003/05/soap-envelope Code>Subcode>Value"`
	Detail11 *D     `xml:"detail"`
	Detail12 *D     `xml:"http://www.w3.org/2003/05/soap-envelope Detail"`
}

// Detail is what the service says beside the code, nil when it says nothing.
func (f *Fault[D]) Detail() *D { return cmp.Or(f.Detail11, f.Detail12) }

// OfService reports whether the service says that it failed, and not the
// question: what SOAP 1.1 calls Server and 1.2 Receiver.
func (f *Fault[D]) OfService() bool {
	code := strings.TrimSpace(cmp.Or(f.Code11, f.Code12))
	name, _, _ := strings.Cut(code[strings.LastIndexByte(code, ':')+1:], ".")
	return name == "Server" || name == "Receiver"
}

// OfAccess reports whether the service did not let the question in: its
// credentials were missing, wrong, too old, or not enough. The names are those
// of WS-Security 1.1 (section 12), WS-Trust and WCF, and of SOAP 1.1's
// "Client.Authentication".
func (f *Fault[D]) OfAccess() bool {
	for _, code := range []string{f.Code11, f.Code12, f.Sub12} {
		code = strings.TrimSpace(code)
		switch code[strings.LastIndexAny(code, ":.")+1:] {
		case "FailedAuthentication", "InvalidSecurity", "InvalidSecurityToken", "UnsupportedSecurityToken", "UnsupportedAlgorithm",
			"SecurityTokenUnavailable", "FailedCheck", "MessageExpired", "BadContextToken", "RequestFailed",
			"Authentication", "Authorization", "AccessDenied", "Unauthorized", "Forbidden":
			return true
		}
	}
	return false
}
