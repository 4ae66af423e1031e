package personvern

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// pvkWriteScope is the scope of a token for changing settings.
const pvkWriteScope = "nhn:pvk/personverninnstillinger-write"

// Error codes of changes. The first two are published.
const (
	codeDefinition = "EPVK-101500"
	codeCitizen    = "EPVK-101518"
	codeReference  = "EPVK-101409" // used for something else
	codePowers     = "EPVK-101422" // powers given must be ended first
	codeForm       = "EPVK-101423" // done by form only
	codeRole       = "EPVK-101424" // whoever makes the change may not

	codeDelegable = "EPVK-101425" // no power covers the service
	codePast      = "EPVK-101426" // a day that has passed
	codeAttempts  = "EPVK-101427" // too many holders named today
	codeHolder    = "EPVK-101428" // the holder is not accepted
	codeExists    = "EPVK-101429" // the holder has such a power
	codeNothing   = "EPVK-101430" // there is no such power, or it has ended
)

// order is a request to change something.
type order struct {
	Number     string `json:"innbyggerFnr"`
	Definition string `json:"definisjonGuid"`
	Name       string `json:"definisjonNavn"`
	Part       string `json:"partKode"`
	Kind       string `json:"typePi"`
	Active     *bool  `json:"aktiv"`
	At         string `json:"tidspunkt"`
	Reference  string `json:"avsenderReferanse"`
	By         struct {
		Number string `json:"fnr"`
		Role   string `json:"rolle"`
	} `json:"utfortAv"`

	operation string
	power     powerOrder
}

// key is what a reference stands for.
func (o order) key() string {
	active := o.Active != nil && *o.Active
	return fmt.Sprint(o.operation, " ", o.Number, " ", strings.ToLower(o.Definition), " ", active, " ", o.power)
}

// order authorizes and reads a request to change a setting, or answers with an
// error.
func (v register) order(w http.ResponseWriter, r *http.Request, operation string) (o order, ok bool) {
	if ok = v.read(w, r, &o); !ok {
		return o, false
	}
	o.operation = operation
	return o, v.complete(w, o, o.Active != nil)
}

// read authorizes and reads the body of a request to change something, or answers
// with an error.
func (v register) read(w http.ResponseWriter, r *http.Request, to any) bool {
	if status, challenge := v.Issuer.Admit(r, pvkAudience, pvkWriteScope); status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		epvk(w, status, "EHSEC-110002", "Ikke autorisert")
		return false
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<10))
	if err != nil || media != "application/json" || json.Unmarshal(body, to) != nil || r.URL.RawQuery != "" {
		epvk(w, http.StatusBadRequest, "EPVK-101400", "Innholdet kan ikke leses")
		return false
	}
	return true
}

// complete reports whether an order has all it must have; if not, it is answered.
func (v register) complete(w http.ResponseWriter, o order, rest bool) bool {
	_, badTime := time.Parse(time.RFC3339, o.At)
	if !rest || !world.ValidNumber(o.Number) || !world.ValidNumber(o.By.Number) || o.Reference == "" || len(o.Reference) > 64 || badTime != nil {
		epvk(w, http.StatusBadRequest, "EPVK-101401", "Et felt mangler eller er ugyldig")
		return false
	}
	return true
}

// set changes one setting. It is idempotent by what it sets, as published, and by
// the sender's reference, which is ours.
func (v register) set(w http.ResponseWriter, r *http.Request) {
	o, ok := v.order(w, r, "SettInnbyggersPersonvernInnstilling")
	if !ok {
		return
	}
	change, known := v.definition(o)
	if !known {
		epvk(w, http.StatusBadRequest, codeDefinition, "Ukjent definisjon, part eller type")
		return
	}
	v.carryOut(w, r, o, change)
}

// blockEverything sets akuttsperre at once. It is lifted by form only.
func (v register) blockEverything(w http.ResponseWriter, r *http.Request) {
	o, ok := v.order(w, r, "Akuttsperre")
	if !ok {
		return
	}
	v.carryOut(w, r, o, func(s *settings) string {
		if !*o.Active {
			return codeForm
		}
		s.block("", true, v.World.Now())
		return ""
	})
}

// carryOut answers with the outcome of a change.
func (v register) carryOut(w http.ResponseWriter, r *http.Request, o order, change func(*settings) string) {
	v.answerChange(w, r, o, func(p *world.Person) (answer, code string) {
		if !v.may(o, p) {
			return "", codeRole
		}
		return v.changes.apply(o, p, change)
	})
}

// answerChange makes a change about the citizen of an order, and answers with its
// outcome.
func (v register) answerChange(w http.ResponseWriter, r *http.Request, o order, change func(*world.Person) (answer, code string)) {
	c, ok := v.BeginWrite(w, r, o.operation, o.Number)
	if !ok {
		return
	}
	p := v.World.Person(o.Number)
	if p == nil {
		epvk(w, http.StatusUnprocessableEntity, codeCitizen, "Innbyggeren finnes ikke")
		return
	}
	answer, code := change(p)
	switch code {
	case "":
		c.Reply(http.StatusOK, "application/json; charset=utf-8", standin.JSON(map[string]any{"returKode": "ok", "instansEndret": answer}))
	case codeReference:
		epvk(w, http.StatusConflict, code, refusals[code])
	case codeForm, codeRole:
		epvk(w, http.StatusForbidden, code, refusals[code])
	default:
		epvk(w, http.StatusUnprocessableEntity, code, refusals[code])
	}
}

var refusals = map[string]string{
	codeReference: "Referansen er brukt til noe annet",
	codeForm:      "Kan bare gjøres med skjema",
	codeRole:      "Den som utfører endringen har ikke lov til det",
	codePowers:    "Fullmakter må avsluttes først",
	codeDelegable: "Tjenesten kan ikke omfattes av en fullmakt",
	codePast:      "Datoen har vært",
	codeAttempts:  "For mange forsøk i dag",
	codeHolder:    "Fullmektigen godtas ikke",
	codeExists:    "Fullmakten finnes allerede",
	codeNothing:   "Fullmakten finnes ikke",
}

// may reports whether somebody may change a citizen's settings: the citizen, or a
// parent of a child under 16, whose role is stated.
func (v register) may(o order, p *world.Person) bool {
	if o.By.Number == o.Number {
		return o.By.Role == ""
	}
	parent := v.World.Person(o.By.Number)
	return parent != nil && o.By.Role == "FO" && v.World.Now().Before(p.Born.AddDate(16, 0, 0)) &&
		slices.ContainsFunc(parent.Children, func(c world.Responsibility) bool { return c.Child == p.Number })
}

// definition returns what a setting changes; false if it is unknown, or is not of
// the owner or the type that the request states.
func (v register) definition(o order) (change func(*settings) string, known bool) {
	now, active := v.World.Now(), *o.Active
	is := func(d pvkDefinition) bool {
		return strings.EqualFold(d.guid, o.Definition) && d.part == o.Part && d.kind == o.Kind
	}
	for level, d := range pvkConsent {
		if is(d) {
			return func(s *settings) string { return v.consent(s, o, level) }, true
		}
	}
	for purpose, d := range pvkSharing {
		if is(d) {
			return func(s *settings) string { s.share(purpose, active); return "" }, true
		}
	}
	for service := range pvkBlocked {
		if is(blockOf(service)) {
			return func(s *settings) string {
				if service == "HOSPITAL_JOURNAL" && !active {
					return codeForm
				}
				s.block(service, active, now)
				return ""
			}, true
		}
	}
	switch {
	case is(pvkOwnAccess):
		return func(s *settings) string { s.block("SUMMARY_CARE_RECORD", active, now); return "" }, true
	case is(pvkYouthAccess):
		return func(s *settings) string { s.youthAccess = active; return "" }, true
	case is(pvkReserved):
		return func(s *settings) string { s.reserve(active, v.World.Today()); return "" }, true
	}
	return nil, false
}

// consent sets the level, which ends every other, or ends it. Powers given must end
// before the last.
func (v register) consent(s *settings, o order, level string) string {
	if !*o.Active {
		if level != s.consent.Level {
			return "" // it is not the one given
		}
		if v.gives(o.Number) {
			return codePowers
		}
		level = "NONE"
	}
	if level != s.consent.Level {
		s.consent = world.Consent{Level: level, GivenAt: v.World.Now()}
	}
	return ""
}

func (s *settings) share(purpose string, allowed bool) {
	if allowed {
		s.sharing[purpose] = true
	} else {
		delete(s.sharing, purpose)
	}
}

// reserve sets or ends the reservation; within thirty days the record comes back
// with its content.
func (s *settings) reserve(active bool, today time.Time) {
	switch {
	case !active:
		s.reserved = world.Reservation{}
	case s.reserved.Since.IsZero():
		s.reserved = world.Reservation{Since: today, RestorableUntil: today.AddDate(0, 0, 30)}
	}
}

// epvk answers with an error in the form of PVK's newer operations.
func epvk(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "message": message, "errorCategory": "validation"})
}
