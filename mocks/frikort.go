package mocks

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
)

// What HelseID must say of a caller of Helfo's services.
const (
	frikortAudience = "hdir:frikortsporring"
	frikortScope    = "hdir:frikortsporring/read"
)

// frikort stands in for Helfo's exemption cards. Whether somebody is exempt on
// a day, and the key to ask with, are as Helfo's API description has them. The
// citizen's own sum and list have no public description; that endpoint is of
// our making.
type frikort struct {
	*StandIn
	key *frikortKey
}

// NewFrikort makes the stand-in for Helfo's exemption cards (frikort).
// Beside what every stand-in has, POST /_control/rotate gives it a new key.
func NewFrikort(w *World, i *Issuer) *StandIn {
	f := &frikort{StandIn: newStandIn("frikort", w, i), key: newFrikortKey()}
	f.handle("/api/frikortsporring/helseid/v1", f.only(http.MethodPost, f.exempt))
	f.handle("/api/frikortsporring/jwk", f.only(http.MethodGet, f.publicKey))
	f.handle("/api/egenandeler/v1/sok", f.only(http.MethodPost, f.coPayments))
	f.handle("/", func(w http.ResponseWriter, r *http.Request) {
		f.refuse(w, r, http.StatusNotFound, "Ukjent API-path")
	})
	f.handle("POST /_control/rotate", func(w http.ResponseWriter, _ *http.Request) {
		if err := f.key.rotate(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	return f.StandIn
}

var uuidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// only lets one method through, and settles the correlation id: the caller's
// own or a new one, in every answer.
func (f *frikort) only(method string, serve http.HandlerFunc) http.HandlerFunc {
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

func (f *frikort) correlate(w http.ResponseWriter, r *http.Request) string {
	id := r.Header.Get("Correlation-Id")
	if id == "" {
		id = f.guid()
		r.Header.Set("Correlation-Id", id)
	}
	w.Header().Set("Correlation-Id", id)
	return id
}

// frikortCodes are the error codes of Helfo's API.
var frikortCodes = map[int]string{
	http.StatusBadRequest:           "UGYLDIG_REQUEST",
	http.StatusUnauthorized:         "AUTENTISERING_FEILET",
	http.StatusForbidden:            "INGEN_TILGANG",
	http.StatusNotFound:             "IKKE_FUNNET",
	http.StatusMethodNotAllowed:     "METODE_IKKE_TILLATT",
	http.StatusUnsupportedMediaType: "UGYLDIG_REQUEST",
}

func (f *frikort) refuse(w http.ResponseWriter, r *http.Request, status int, message string) {
	id := f.correlate(w, r)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{
		"correlationId": id,
		"feilkode":      frikortCodes[status],
		"melding":       message,
		"timestamp":     strconv.FormatInt(f.world.Now().UnixMilli(), 10),
	})
}

// admitted checks token, proof and media type, and gives the body.
func (f *frikort) admitted(w http.ResponseWriter, r *http.Request, mediaType string) ([]byte, bool) {
	status, challenge := f.issuer.Admit(r, frikortAudience, frikortScope)
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
func (f *frikort) exempt(w http.ResponseWriter, r *http.Request) {
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
	c, ok := f.begin(w, r, "Frikortsporring", number)
	if !ok {
		return
	}
	if c.wrongSubject() {
		// The answer names nobody. That it answers another question shows
		// only here.
		w.Header().Set("Correlation-Id", "00000000-0000-4000-8000-000000000000")
	}
	answerJSON(c, map[string]any{
		"harEgenandelsfritak": f.isExempt(f.world.Person(number), service, day),
		"vurdertDato":         day.Format(time.DateOnly),
	})
}

// question reads the plaintext: exactly three members, all of them strings.
func (f *frikort) question(plain []byte) (number, service string, day time.Time, fault string) {
	var q map[string]string
	if err := json.Unmarshal(plain, &q); err != nil {
		return "", "", day, "Dekryptert payload er ikke gyldig JSON"
	}
	for name := range q {
		if !slices.Contains([]string{"borgerIdent", "tjenestetypeKode", "tjenestedato"}, name) {
			return "", "", day, "Valideringsfeil: ukjent felt"
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, q["tjenestedato"], f.world.Zone())
	switch {
	case !validNumber(q["borgerIdent"]):
		fault = "Valideringsfeil: 'borgerIdent' er ikke gyldig"
	case !slices.Contains(serviceTypes, q["tjenestetypeKode"]):
		fault = "Valideringsfeil: 'tjenestetypeKode' er ikke en gyldig kode"
	case err != nil:
		fault = "Valideringsfeil: 'tjenestedato' er ikke en gyldig dato"
	case day.Before(f.world.Today().AddDate(-2, 0, 0)):
		fault = "Valideringsfeil: 'tjenestedato' er mer enn to år tilbake i tid"
	}
	return q["borgerIdent"], q["tjenestetypeKode"], day, fault
}

// coPayments answers with a citizen's year: sum, card and co-payments.
func (f *frikort) coPayments(w http.ResponseWriter, r *http.Request) {
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
	if !validNumber(q.Number) || q.Year < 1 || q.Year > f.world.Now().Year() {
		f.refuse(w, r, http.StatusBadRequest, "Valideringsfeil: 'borgerIdent' eller 'aar' er ikke gyldig")
		return
	}
	c, ok := f.begin(w, r, "Egenandeler", q.Number)
	if !ok {
		return
	}
	about := q.Number
	if c.wrongSubject() {
		about = f.world.Persona(frikortHeavy).Number
		if about == q.Number {
			about = f.world.Persona(minstepensjon).Number
		}
	}
	year := f.year(f.world.Person(about), q.Year)
	year.Number = about
	if n := len(year.CoPayments); n > 0 {
		switch {
		case c.missing():
			year.CoPayments = year.CoPayments[1:]
		case c.duplicate():
			year.CoPayments = append(year.CoPayments, year.CoPayments[0])
		}
	}
	f.shuffle(len(year.CoPayments), func(i, j int) {
		year.CoPayments[i], year.CoPayments[j] = year.CoPayments[j], year.CoPayments[i]
	})
	answerJSON(c, year)
}

// publicKey gives the key that questions are encrypted with.
func (f *frikort) publicKey(w http.ResponseWriter, r *http.Request) {
	c, ok := f.begin(w, r, "Jwk")
	if !ok {
		return
	}
	answerJSON(c, f.key.public(f.world.Now()))
}

func answerJSON(c *call, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Errorf("mocks: an answer of the stand-in does not encode: %w", err))
	}
	c.reply(http.StatusOK, "application/json", body)
}
