package fastlegeregister

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// element is one element of a request.
type element struct {
	name     xml.Name
	attrs    []xml.Attr
	text     string
	children []*element
}

// parse reads a whole document. A document type declaration is refused, as in the
// register.
func parse(body []byte) (*element, bool) {
	d := xml.NewDecoder(bytes.NewReader(body))
	document := &element{}
	open := []*element{document}
	for {
		token, err := d.Token()
		if err == io.EOF { //nolint:errorlint // Token documents a bare io.EOF
			return append(document.children, &element{})[0], len(document.children) == 1
		}
		if err != nil {
			return nil, false
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			e := &element{name: t.Name, attrs: t.Attr}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			top.text = strings.TrimSpace(top.text)
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(t)
		case xml.Directive:
			return nil, false
		}
	}
}

// sequence returns the children by name if all are in the namespace, known and in the
// given order. A DataContract reader silently skips the others; here they are refused,
// so that mistakes are found.
func (e *element) sequence(ns string, names ...string) (map[string]*element, bool) {
	found := map[string]*element{}
	for _, child := range e.children {
		at := slices.Index(names, child.name.Local)
		if child.name.Space != ns || at < 0 {
			return nil, false
		}
		found[child.name.Local], names = child, names[at+1:]
	}
	return found, true
}

func (e *element) attribute(ns, local string) string {
	for _, a := range e.attrs {
		if a.Name.Space == ns && a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// texts returns the texts of all elements below e with one of the names.
func (e *element) texts(names ...string) []string {
	var all []string
	for _, child := range e.children {
		if slices.Contains(names, child.name.Local) {
			all = append(all, child.text)
		}
		all = append(all, child.texts(names...)...)
	}
	return all
}

// fault is a refusal, either from the dispatcher (code) or from the operation
// (message), which is a GenericFault.
type fault struct {
	code, ns, reason string
	message          string
}

func argument(text string) *fault { return &fault{message: "ArgumentException: " + text} }

func deserialization() *fault {
	return &fault{code: "DeserializationFailed", ns: nsFLRDispatcher, reason: "the formatter could not read the message"}
}

func addressingFault(code string) *fault {
	return &fault{code: code, ns: nsFLRAddressing, reason: "a header of WS-Addressing is missing or wrong"}
}

// fault answers with the status that WCF uses for faults.
func (x *exchange) fault(f *fault) {
	action, reason, detail := actions+x.operation+"GenericFaultFault", f.message+" (reason)", ""
	if f.message == "" {
		action, reason = nsFLRAddressing+"/soap/fault", f.reason
	} else {
		detail = fmt.Sprintf(`<GenericFault xmlns=%q><ErrorCode>Feil</ErrorCode><Message>%s</Message></GenericFault>`, nsFLRCommon, escape(f.message))
	}
	x.send(http.StatusInternalServerError, action, func(b *writer) {
		b.raw(`<s:Fault>`)
		if x.soap12 {
			b.fault12(f, reason, detail)
		} else {
			b.fault11(f, reason, detail)
		}
		b.raw(`</s:Fault>`)
	})
}

func (b *writer) fault11(f *fault, reason, detail string) {
	if f.code == "" {
		b.raw(`<faultcode>s:Client</faultcode>`)
	} else {
		b.raw(`<faultcode xmlns:q=%q>q:%s</faultcode>`, f.ns, f.code)
	}
	b.raw(`<faultstring xml:lang="nb-NO">%s</faultstring>`, escape(reason))
	if detail != "" {
		b.raw(`<detail>%s</detail>`, detail)
	}
}

func (b *writer) fault12(f *fault, reason, detail string) {
	b.raw(`<s:Code><s:Value>s:Sender</s:Value>`)
	if f.code != "" {
		b.raw(`<s:Subcode><s:Value xmlns:q=%q>q:%s</s:Value></s:Subcode>`, f.ns, f.code)
	}
	b.raw(`</s:Code><s:Reason><s:Text xml:lang="nb-NO">%s</s:Text></s:Reason>`, escape(reason))
	if detail != "" {
		b.raw(`<s:Detail>%s</s:Detail>`, detail)
	}
}

// send writes an envelope of the endpoint's version. It carries an unrequested
// header, as WCF adds when tracing.
func (x *exchange) send(status int, action string, body func(*writer)) {
	b := &writer{zone: x.f.World.Zone()}
	ns, media, addressing := nsFLRSOAP11, "text/xml; charset=utf-8", ""
	if x.soap12 {
		ns, media = nsFLRSOAP12, "application/soap+xml; charset=utf-8"
		addressing = fmt.Sprintf(`<w:Action s:mustUnderstand="1">%s</w:Action>`, escape(action))
		if x.messageID != "" {
			addressing += fmt.Sprintf(`<w:RelatesTo>%s</w:RelatesTo>`, escape(x.messageID))
		}
	}
	b.raw(`<s:Envelope xmlns:s=%q xmlns:w=%q><s:Header>%s<ActivityId CorrelationId="7d1c5b0e-2f6a-4a8e-9a3b-6f0c1e2d3a4b" xmlns="http://schemas.microsoft.com/2004/09/ServiceModel/Diagnostics">00000000-0000-0000-0000-000000000000</ActivityId></s:Header><s:Body>`, ns, nsFLRAddressing, addressing)
	body(b)
	b.raw(`</s:Body></s:Envelope>`)
	if x.call == nil {
		x.w.Header().Set("Content-Type", media)
		x.w.WriteHeader(status)
		_, _ = x.w.Write(b.written.Bytes())
		return
	}
	x.call.Reply(status, media, b.written.Bytes())
}
