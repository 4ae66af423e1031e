package mocks

import (
	"crypto/subtle"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// FLRUser and FLRPassword are the system user Fastlegeregisteret knows.
const (
	FLRUser     = "helsegraf-system"
	FLRPassword = "kun-for-syntetiske-data" //nolint:gosec // opens a stand-in
)

const (
	flrActions = "http://schemas.nhn.no/reg/flr/IFlrReadOperations/"

	nsFLRSOAP11     = "http://schemas.xmlsoap.org/soap/envelope/"
	nsFLRSOAP12     = "http://www.w3.org/2003/05/soap-envelope"
	nsFLRAddressing = "http://www.w3.org/2005/08/addressing"
	nsFLR           = "http://schemas.nhn.no/reg/flr"
	nsFLRCommon     = "http://register.nhn.no/Common"
	nsFLRDispatcher = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher"
)

// flr is Fastlegeregisteret, the register of GPs' lists: a WCF service, SOAP
// 1.1 on /v2/flr/Basic and SOAP 1.2 with WS-Addressing on /v2/flr.
type flr struct {
	*StandIn
	directory *flrDirectory
}

// NewFastlegeregister stands in for Fastlegeregisteret (IFlrReadOperations).
func NewFastlegeregister(w *World, i *Issuer) *StandIn {
	f := &flr{newStandIn("fastlegeregister", w, i), newFLRDirectory(w)}
	f.handle("POST /v2/flr/Basic", func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, false) })
	f.handle("POST /v2/flr", func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, true) })
	return f.StandIn
}

// flrExchange is one question being answered.
type flrExchange struct {
	f         *flr
	soap12    bool
	operation string
	messageID string
	call      *call // nil until the operation is known
	w         http.ResponseWriter
}

func (f *flr) serve(w http.ResponseWriter, r *http.Request, soap12 bool) {
	if user, password, ok := r.BasicAuth(); !ok || user != FLRUser || subtle.ConstantTimeCompare([]byte(password), []byte(FLRPassword)) != 1 {
		w.Header().Set("WWW-Authenticate", `Basic realm="register.nhn.no"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.URL.RawQuery != "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	wanted := "text/xml"
	if soap12 {
		wanted = "application/soap+xml"
	}
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != wanted || !strings.EqualFold(parameters["charset"], "utf-8") {
		w.WriteHeader(http.StatusUnsupportedMediaType)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	root, ok := flrParse(body)
	if !ok {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	x := &flrExchange{f: f, soap12: soap12, w: w}
	action := strings.Trim(r.Header.Get("SOAPAction"), `"`)
	if soap12 {
		action = parameters["action"]
	}
	question, fault := x.open(root, action)
	if fault != nil {
		x.fault(fault)
		return
	}
	x.call, ok = f.begin(w, r, x.operation, question.texts("NIN", "patientNin")...)
	if ok {
		x.answer(question)
	}
}

// open takes the envelope apart as WCF does, and gives the question.
func (x *flrExchange) open(root *flrElement, action string) (*flrElement, *flrFault) {
	ns := nsFLRSOAP11
	if x.soap12 {
		ns = nsFLRSOAP12
	}
	if root.name.Space != ns || root.name.Local != "Envelope" {
		return nil, &flrFault{code: "VersionMismatch", ns: ns, reason: "the envelope is not of this endpoint's version"}
	}
	parts, ok := root.sequence(ns, "Header", "Body")
	if !ok || parts["Body"] == nil || len(parts["Body"].children) != 1 {
		return nil, flrDeserialization()
	}
	if fault := x.headers(parts["Header"], ns, &action); fault != nil {
		return nil, fault
	}
	x.operation = strings.TrimPrefix(action, flrActions)
	known := []string{"GetPatientsGPDetailsAtTime", "GetPatientGPHistory", "QueryGPContracts", "SearchForGP"}
	if !strings.HasPrefix(action, flrActions) || !slices.Contains(known, x.operation) {
		ns := "http://schemas.microsoft.com/ws/2005/05/addressing/none"
		if x.soap12 {
			ns = nsFLRAddressing
		}
		return nil, &flrFault{code: "ActionNotSupported", ns: ns, reason: "the action cannot be processed at the receiver"}
	}
	question := parts["Body"].children[0]
	if question.name.Space != nsFLR || question.name.Local != x.operation {
		return nil, flrDeserialization()
	}
	return question, nil
}

// headers are looked at one by one: what must be understood is understood or
// refused, and WS-Addressing is demanded on the one endpoint only.
func (x *flrExchange) headers(header *flrElement, ns string, action *string) *flrFault {
	addressing := map[string]string{}
	if header != nil {
		for _, h := range header.children {
			must := h.attribute(ns, "mustUnderstand")
			if x.soap12 && h.name.Space == nsFLRAddressing {
				addressing[h.name.Local] = h.text
				if (h.name.Local == "Action" || h.name.Local == "To") && must != "1" && must != "true" {
					return flrAddressing("InvalidAddressingHeader")
				}
				if h.name.Local == "ReplyTo" && (len(h.children) != 1 || h.children[0].text != nsFLRAddressing+"/anonymous") {
					return flrAddressing("OnlyAnonymousAddressSupported")
				}
				continue
			}
			if must == "1" || must == "true" {
				return &flrFault{code: "MustUnderstand", ns: ns, reason: "a header was not understood"}
			}
		}
	}
	if !x.soap12 {
		return nil
	}
	for _, required := range []string{"Action", "MessageID", "To"} {
		if addressing[required] == "" {
			return flrAddressing("MessageAddressingHeaderRequired")
		}
	}
	if *action != "" && *action != addressing["Action"] {
		return flrAddressing("ActionMismatch")
	}
	if !strings.HasSuffix(addressing["To"], "/v2/flr") {
		return flrAddressing("DestinationUnreachable")
	}
	*action, x.messageID = addressing["Action"], addressing["MessageID"]
	return nil
}

// answer reads the question's parameters in their order, and answers.
func (x *flrExchange) answer(question *flrElement) {
	var result func(*flrXML)
	var fault *flrFault
	switch x.operation {
	case "GetPatientsGPDetailsAtTime":
		result, fault = x.atTime(question)
	case "GetPatientGPHistory":
		result, fault = x.history(question)
	case "QueryGPContracts":
		result, fault = x.contracts(question)
	default:
		result, fault = x.search(question)
	}
	if fault != nil {
		x.fault(fault)
		return
	}
	x.send(http.StatusOK, flrActions+x.operation+"Response", func(b *flrXML) {
		b.within("f:"+x.operation+"Response", func() { b.within("f:"+x.operation+"Result", func() { result(b) }) })
	})
}

func (x *flrExchange) atTime(question *flrElement) (func(*flrXML), *flrFault) {
	parameters, ok := question.sequence(nsFLR, "patientNins")
	if !ok || parameters["patientNins"] == nil {
		return nil, flrDeserialization()
	}
	var found []flrMembership
	for _, each := range parameters["patientNins"].children {
		pair, ok := each.sequence(nsFLR, "AtTime", "NIN")
		if !ok || each.name.Space != nsFLR || each.name.Local != "NinWithTimestamp" || pair["AtTime"] == nil || pair["NIN"] == nil {
			return nil, flrDeserialization()
		}
		at, err := time.ParseInLocation("2006-01-02T15:04:05", pair["AtTime"].text, x.f.world.Zone())
		if err != nil {
			return nil, flrDeserialization()
		}
		if !validNumber(pair["NIN"].text) {
			return nil, flrArgument("patientNin er ugyldig")
		}
		for _, m := range x.f.directory.memberships(x.f.world, pair["NIN"].text) {
			if m.holds(at) {
				found = append(found, m)
			}
		}
	}
	x.f.shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	if len(found) > 0 {
		switch {
		case x.call.wrongSubject():
			found[0].patient = x.stranger(question)
		case x.call.missing():
			found = found[1:]
		case x.call.duplicate():
			found = append(found, found[0])
		}
	}
	return func(b *flrXML) {
		for _, m := range found {
			b.membership(m)
		}
	}, nil
}

// stranger is somebody the question is not about.
func (x *flrExchange) stranger(question *flrElement) string {
	asked := question.texts("NIN", "patientNin")
	for _, p := range x.f.world.People() {
		if !slices.Contains(asked, p.Number) {
			return p.Number
		}
	}
	return "01819012345" // everybody was asked about; this is nobody
}

func (x *flrExchange) history(question *flrElement) (func(*flrXML), *flrFault) {
	parameters, ok := question.sequence(nsFLR, "patientNin", "includePatientData")
	if !ok || parameters["patientNin"] == nil {
		return nil, flrDeserialization()
	}
	if include := parameters["includePatientData"]; include != nil && include.text != "true" && include.text != "false" {
		return nil, flrDeserialization()
	}
	number := parameters["patientNin"].text
	if !validNumber(number) {
		return nil, flrArgument("patientNin er ugyldig")
	}
	all := x.f.directory.memberships(x.f.world, number)
	if len(all) == 0 {
		return nil, flrArgument("Personen er ikke tilknyttet fastlegekontrakt")
	}
	x.f.shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	switch {
	case x.call.wrongSubject():
		for i := range all {
			all[i].patient = x.stranger(question)
		}
	case x.call.missing():
		all = all[1:]
	case x.call.duplicate():
		all = append(all, all[0])
	}
	return func(b *flrXML) {
		for _, m := range all {
			b.membership(m)
		}
	}, nil
}
