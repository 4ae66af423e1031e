package frikort

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Helfo's requirements for a HelseID token.
const (
	audience = "hdir:frikortsporring"
	scope    = "hdir:frikortsporring/read"
)

// register stands in for Helfo's exemption cards; see the package comment.
type register struct {
	*standin.StandIn
	key *key
}

// New makes the stand-in for Helfo's exemption cards (frikort). In addition to the
// common endpoints, POST /_control/rotate replaces its key.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	f := &register{StandIn: standin.New("frikort", w, i), key: newFrikortKey()}
	f.Handle("/api/frikortsporring/helseid/v1", f.only(http.MethodPost, f.exempt))
	f.Handle("/api/frikortsporring/jwk", f.only(http.MethodGet, f.publicKey))
	f.Handle("/api/egenandeler/v1/sok", f.only(http.MethodPost, f.coPayments))
	f.Handle("/", func(w http.ResponseWriter, r *http.Request) {
		f.refuse(w, r, http.StatusNotFound, "Ukjent API-path")
	})
	f.Handle("POST /_control/rotate", func(w http.ResponseWriter, _ *http.Request) {
		if err := f.key.rotate(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	return f.StandIn
}

var uuidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// only admits one method, and sets the correlation id of every answer: the caller's
// own or a new one.
func (f *register) only(method string, serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sent := r.Header.Get("Correlation-Id")
		switch {
		case r.Method != method:
			w.Header().Set("Allow", method)
			f.refuse(w, r, http.StatusMethodNotAllowed, "Metode er ikke tillatt for dette endepunktet")
		case sent != "" && !uuidForm.MatchString(sent):
			r.Header.Del("Correlation-Id")
			f.refuse(w, r, http.StatusBadRequest, "Correlation-Id er ikke en UUID")
		case r.URL.RawQuery != "":
			f.refuse(w, r, http.StatusBadRequest, "Endepunktet tar ingen parametre i adressen")
		default:
			f.correlate(w, r)
			serve(w, r)
		}
	}
}

func (f *register) correlate(w http.ResponseWriter, r *http.Request) string {
	id := r.Header.Get("Correlation-Id")
	if id == "" {
		id = f.NewGUID()
		r.Header.Set("Correlation-Id", id)
	}
	w.Header().Set("Correlation-Id", id)
	return id
}

// codes are the error codes of Helfo's API.
var codes = map[int]string{
	http.StatusBadRequest:           "UGYLDIG_REQUEST",
	http.StatusUnauthorized:         "AUTENTISERING_FEILET",
	http.StatusForbidden:            "INGEN_TILGANG",
	http.StatusNotFound:             "IKKE_FUNNET",
	http.StatusMethodNotAllowed:     "METODE_IKKE_TILLATT",
	http.StatusUnsupportedMediaType: "UGYLDIG_REQUEST",
}

func (f *register) refuse(w http.ResponseWriter, r *http.Request, status int, message string) {
	id := f.correlate(w, r)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{
		"correlationId": id,
		"feilkode":      codes[status],
		"melding":       message,
		"timestamp":     strconv.FormatInt(f.World.Now().UnixMilli(), 10),
	})
}

// admitted checks token, proof and media type, and returns the body.
func (f *register) admitted(w http.ResponseWriter, r *http.Request, mediaType string) ([]byte, bool) {
	status, challenge := f.Issuer.Admit(r, audience, scope)
	if status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		message := "JWT-token er ugyldig eller utløpt"
		if status == http.StatusForbidden {
			message = "Konsument har ikke en aktiv avtale med Helfo som gir tilgang til dette APIet"
		}
		f.refuse(w, r, status, message)
		return nil, false
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != mediaType {
		f.refuse(w, r, http.StatusUnsupportedMediaType, "Content-Type må være "+mediaType)
		return nil, false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 8<<10))
	if err != nil {
		f.refuse(w, r, http.StatusBadRequest, "Request-body er for stor")
		return nil, false
	}
	return body, true
}

// serviceTypes are the codes of tjenestetypeKode.
var serviceTypes = strings.Fields("A S B LE HS PO LR PS PR BR TB RH FT")

// exempt answers whether somebody is exempt from co-payments on a day.
func (f *register) exempt(w http.ResponseWriter, r *http.Request) {
	body, ok := f.admitted(w, r, "application/jose")
	if !ok {
		return
	}
	plain, fault := f.key.decrypt(body)
	if fault != "" {
		f.refuse(w, r, http.StatusBadRequest, fault)
		return
	}
	number, service, day, fault := f.question(plain)
	if fault != "" {
		f.refuse(w, r, http.StatusBadRequest, fault)
		return
	}
	c, ok := f.Begin(w, r, "Frikortsporring", number)
	if !ok {
		return
	}
	if c.WrongSubject() {
		// The answer names nobody. Only this header shows that it belongs to another request.
		w.Header().Set("Correlation-Id", "00000000-0000-4000-8000-000000000000")
	}
	answerJSON(c, map[string]any{
		"harEgenandelsfritak": f.isExempt(f.World.Person(number), service, day),
		"vurdertDato":         day.Format(time.DateOnly),
	})
}

// question reads the plaintext: exactly three members, all strings.
func (f *register) question(plain []byte) (number, service string, day time.Time, fault string) {
	var q map[string]string
	if err := json.Unmarshal(plain, &q); err != nil {
		return "", "", day, "Dekryptert payload er ikke gyldig JSON"
	}
	for name := range q {
		if !slices.Contains([]string{"borgerIdent", "tjenestetypeKode", "tjenestedato"}, name) {
			return "", "", day, "Valideringsfeil: ukjent felt"
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, q["tjenestedato"], f.World.Zone())
	switch {
	case !world.ValidNumber(q["borgerIdent"]):
		fault = "Valideringsfeil: 'borgerIdent' er ikke gyldig"
	case !slices.Contains(serviceTypes, q["tjenestetypeKode"]):
		fault = "Valideringsfeil: 'tjenestetypeKode' er ikke en gyldig kode"
	case err != nil:
		fault = "Valideringsfeil: 'tjenestedato' er ikke en gyldig dato"
	case day.Before(f.World.Today().AddDate(-2, 0, 0)):
		fault = "Valideringsfeil: 'tjenestedato' er mer enn to år tilbake i tid"
	}
	return q["borgerIdent"], q["tjenestetypeKode"], day, fault
}

// coPayments returns a citizen's year: sum, card and co-payments.
func (f *register) coPayments(w http.ResponseWriter, r *http.Request) {
	body, ok := f.admitted(w, r, "application/json")
	if !ok {
		return
	}
	var q struct {
		Number string `json:"borgerIdent"`
		Year   int    `json:"aar"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil || d.More() {
		f.refuse(w, r, http.StatusBadRequest, "Request-body er ikke gyldig JSON")
		return
	}
	if !world.ValidNumber(q.Number) || q.Year < 1 || q.Year > f.World.Now().Year() {
		f.refuse(w, r, http.StatusBadRequest, "Valideringsfeil: 'borgerIdent' eller 'aar' er ikke gyldig")
		return
	}
	c, ok := f.Begin(w, r, "Egenandeler", q.Number)
	if !ok {
		return
	}
	about := q.Number
	if c.WrongSubject() {
		about = f.World.Persona(heavy).Number
		if about == q.Number {
			about = f.World.Persona(minstepensjon).Number
		}
	}
	year := f.year(f.World.Person(about), q.Year)
	year.Number = about
	if n := len(year.CoPayments); n > 0 {
		switch {
		case c.Missing():
			year.CoPayments = year.CoPayments[1:]
		case c.Duplicate():
			year.CoPayments = append(year.CoPayments, year.CoPayments[0])
		}
	}
	f.Shuffle(len(year.CoPayments), func(i, j int) {
		year.CoPayments[i], year.CoPayments[j] = year.CoPayments[j], year.CoPayments[i]
	})
	answerJSON(c, year)
}

// publicKey returns the key for encrypting requests.
func (f *register) publicKey(w http.ResponseWriter, r *http.Request) {
	c, ok := f.Begin(w, r, "Jwk")
	if !ok {
		return
	}
	answerJSON(c, f.key.public(f.World.Now()))
}

func answerJSON(c *standin.Call, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Errorf("mocks: an answer of the stand-in does not encode: %w", err))
	}
	c.Reply(http.StatusOK, "application/json", body)
}
