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

// Reader reads messages of either version whose Body has the fields of B, which
// embeds [Faults]. Make one, once, with [NewReader].
type Reader[B any] struct{ body *shape }

// NewReader makes a Reader of B. The fields of B, and of the structs in it, are
// tagged as for encoding/xml: text as a string, or a pointer to one; an element
// as a struct, or a pointer to one; repeated elements as a slice of structs.
func NewReader[B any]() Reader[B] { return Reader[B]{shapes{}.of(reflect.TypeFor[B]())} }

// Read reads a message. It fails for anything that is not XML or that SOAP
// forbids, for another envelope, and for a single element that is repeated.
// Elements without a field in B are skipped.
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

// Faults is the fault a Body may have instead of a response. D is the service's
// declared detail.
type Faults[D any] struct {
	Fault11 *Fault[D] `xml:"http://schemas.xmlsoap.org/soap/envelope/ Fault"`
	Fault12 *Fault[D] `xml:"http://www.w3.org/2003/05/soap-envelope Fault"`
}

// Fault is the fault, nil when there is none.
func (f *Faults[D]) Fault() *Fault[D] { return cmp.Or(f.Fault11, f.Fault12) }

// Fault is a fault of SOAP 1.1 or 1.2, which name its parts differently. Its
// text is not read: it may repeat the request.
type Fault[D any] struct {
	Code11   string `xml:"faultcode"`
	Code12   string `xml:"http://www.w3.org/2003/05/soap-envelope Code>Value"`
	Sub12    string `xml:"http://www.w3.org/2003/05/soap-envelope Code>Subcode>Value"`
	Detail11 *D     `xml:"detail"`
	Detail12 *D     `xml:"http://www.w3.org/2003/05/soap-envelope Detail"`
}

// Detail is the service's detail, nil when absent.
func (f *Fault[D]) Detail() *D { return cmp.Or(f.Detail11, f.Detail12) }

// OfService reports whether the service failed, rather than the request: SOAP
// 1.1's Server and 1.2's Receiver.
func (f *Fault[D]) OfService() bool {
	code := strings.TrimSpace(cmp.Or(f.Code11, f.Code12))
	name, _, _ := strings.Cut(code[strings.LastIndexByte(code, ':')+1:], ".")
	return name == "Server" || name == "Receiver"
}

// OfAccess reports whether the service denied access: credentials missing,
// wrong, expired, or insufficient. The codes are those of WS-Security 1.1
// (section 12), WS-Trust and WCF, and SOAP 1.1's "Client.Authentication".
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
