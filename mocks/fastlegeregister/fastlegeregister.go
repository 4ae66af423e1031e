package fastlegeregister

import (
	"crypto/subtle"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// User and Password are the credentials of the system user.
const (
	User     = "helsegraf-system"
	Password = "kun-for-syntetiske-data" //nolint:gosec // the password of a stand-in
)

const (
	actions = "http://schemas.nhn.no/reg/flr/IFlrReadOperations/"

	nsFLRSOAP11     = "http://schemas.xmlsoap.org/soap/envelope/"
	nsFLRSOAP12     = "http://www.w3.org/2003/05/soap-envelope"
	nsFLRAddressing = "http://www.w3.org/2005/08/addressing"
	nsFLR           = "http://schemas.nhn.no/reg/flr"
	nsFLRCommon     = "http://register.nhn.no/Common"
	nsFLRDispatcher = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher"
)

// register is Fastlegeregisteret; see the package comment.
type register struct {
	*standin.StandIn
	directory *directory
}

// New makes the stand-in for Fastlegeregisteret (IFlrReadOperations).
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	f := &register{standin.New("fastlegeregister", w, i), newFLRDirectory(w)}
	f.Handle("POST /v2/flr/Basic", func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, false) })
	f.Handle("POST /v2/flr", func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, true) })
	return f.StandIn
}

// exchange is one request being answered.
type exchange struct {
	f         *register
	soap12    bool
	operation string
	messageID string
	call      *standin.Call // nil until the operation is known
	w         http.ResponseWriter
}

func (f *register) serve(w http.ResponseWriter, r *http.Request, soap12 bool) {
	if user, password, ok := r.BasicAuth(); !ok || user != User || subtle.ConstantTimeCompare([]byte(password), []byte(Password)) != 1 {
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
	root, ok := parse(body)
	if !ok {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	x := &exchange{f: f, soap12: soap12, w: w}
	action := strings.Trim(r.Header.Get("SOAPAction"), `"`)
	if soap12 {
		action = parameters["action"]
	}
	question, fault := x.open(root, action)
	if fault != nil {
		x.fault(fault)
		return
	}
	x.call, ok = f.Begin(w, r, x.operation, question.texts("NIN", "patientNin")...)
	if ok {
		x.answer(question)
	}
}

// open unpacks the envelope as WCF does, and returns the request element.
func (x *exchange) open(root *element, action string) (*element, *fault) {
	ns := nsFLRSOAP11
	if x.soap12 {
		ns = nsFLRSOAP12
	}
	if root.name.Space != ns || root.name.Local != "Envelope" {
		return nil, &fault{code: "VersionMismatch", ns: ns, reason: "the envelope is not of this endpoint's version"}
	}
	parts, ok := root.sequence(ns, "Header", "Body")
	if !ok || parts["Body"] == nil || len(parts["Body"].children) != 1 {
		return nil, deserialization()
	}
	if fault := x.headers(parts["Header"], ns, &action); fault != nil {
		return nil, fault
	}
	x.operation = strings.TrimPrefix(action, actions)
	known := []string{"GetPatientsGPDetailsAtTime", "GetPatientGPHistory", "QueryGPContracts", "SearchForGP"}
	if !strings.HasPrefix(action, actions) || !slices.Contains(known, x.operation) {
		ns := "http://schemas.microsoft.com/ws/2005/05/addressing/none"
		if x.soap12 {
			ns = nsFLRAddressing
		}
		return nil, &fault{code: "ActionNotSupported", ns: ns, reason: "the action cannot be processed at the receiver"}
	}
	question := parts["Body"].children[0]
	if question.name.Space != nsFLR || question.name.Local != x.operation {
		return nil, deserialization()
	}
	return question, nil
}

// headers checks each header: those marked mustUnderstand are understood or refused,
// and WS-Addressing is required on one of the endpoints.
func (x *exchange) headers(header *element, ns string, action *string) *fault {
	addressing := map[string]string{}
	if header != nil {
		for _, h := range header.children {
			must := h.attribute(ns, "mustUnderstand")
			if x.soap12 && h.name.Space == nsFLRAddressing {
				addressing[h.name.Local] = h.text
				if (h.name.Local == "Action" || h.name.Local == "To") && must != "1" && must != "true" {
					return addressingFault("InvalidAddressingHeader")
				}
				if h.name.Local == "ReplyTo" && (len(h.children) != 1 || h.children[0].text != nsFLRAddressing+"/anonymous") {
					return addressingFault("OnlyAnonymousAddressSupported")
				}
				continue
			}
			if must == "1" || must == "true" {
				return &fault{code: "MustUnderstand", ns: ns, reason: "a header was not understood"}
			}
		}
	}
	if !x.soap12 {
		return nil
	}
	for _, required := range []string{"Action", "MessageID", "To"} {
		if addressing[required] == "" {
			return addressingFault("MessageAddressingHeaderRequired")
		}
	}
	if *action != "" && *action != addressing["Action"] {
		return addressingFault("ActionMismatch")
	}
	if !strings.HasSuffix(addressing["To"], "/v2/flr") {
		return addressingFault("DestinationUnreachable")
	}
	*action, x.messageID = addressing["Action"], addressing["MessageID"]
	return nil
}

// answer reads the request's parameters in order, and answers.
func (x *exchange) answer(question *element) {
	var result func(*writer)
	var fault *fault
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
	x.send(http.StatusOK, actions+x.operation+"Response", func(b *writer) {
		b.within("f:"+x.operation+"Response", func() { b.within("f:"+x.operation+"Result", func() { result(b) }) })
	})
}

func (x *exchange) atTime(question *element) (func(*writer), *fault) {
	parameters, ok := question.sequence(nsFLR, "patientNins")
	if !ok || parameters["patientNins"] == nil {
		return nil, deserialization()
	}
	var found []membership
	for _, each := range parameters["patientNins"].children {
		pair, ok := each.sequence(nsFLR, "AtTime", "NIN")
		if !ok || each.name.Space != nsFLR || each.name.Local != "NinWithTimestamp" || pair["AtTime"] == nil || pair["NIN"] == nil {
			return nil, deserialization()
		}
		at, err := time.ParseInLocation("2006-01-02T15:04:05", pair["AtTime"].text, x.f.World.Zone())
		if err != nil {
			return nil, deserialization()
		}
		if !world.ValidNumber(pair["NIN"].text) {
			return nil, argument("patientNin er ugyldig")
		}
		for _, m := range x.f.directory.memberships(x.f.World, pair["NIN"].text) {
			if m.holds(at) {
				found = append(found, m)
			}
		}
	}
	x.f.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	if len(found) > 0 {
		switch {
		case x.call.WrongSubject():
			found[0].patient = x.stranger(question)
		case x.call.Missing():
			found = found[1:]
		case x.call.Duplicate():
			found = append(found, found[0])
		}
	}
	return func(b *writer) {
		for _, m := range found {
			b.membership(m)
		}
	}, nil
}

// stranger returns somebody the request is not about.
func (x *exchange) stranger(question *element) string {
	asked := question.texts("NIN", "patientNin")
	for _, p := range x.f.World.People() {
		if !slices.Contains(asked, p.Number) {
			return p.Number
		}
	}
	return "01819012345" // the request covers everybody; this is nobody
}

func (x *exchange) history(question *element) (func(*writer), *fault) {
	parameters, ok := question.sequence(nsFLR, "patientNin", "includePatientData")
	if !ok || parameters["patientNin"] == nil {
		return nil, deserialization()
	}
	if include := parameters["includePatientData"]; include != nil && include.text != "true" && include.text != "false" {
		return nil, deserialization()
	}
	number := parameters["patientNin"].text
	if !world.ValidNumber(number) {
		return nil, argument("patientNin er ugyldig")
	}
	all := x.f.directory.memberships(x.f.World, number)
	if len(all) == 0 {
		return nil, argument("Personen er ikke tilknyttet fastlegekontrakt")
	}
	x.f.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	switch {
	case x.call.WrongSubject():
		for i := range all {
			all[i].patient = x.stranger(question)
		}
	case x.call.Missing():
		all = all[1:]
	case x.call.Duplicate():
		all = append(all, all[0])
	}
	return func(b *writer) {
		for _, m := range all {
			b.membership(m)
		}
	}, nil
}
