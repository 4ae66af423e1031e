package flo

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"

	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// FLO's requirements for a HelseID token.
const (
	audience = "nhn:flo"
	scope    = "nhn:flo/bytte-read"
)

// register stands in for FLO.
type register struct {
	*standin.StandIn
	lists *fastlegeregister.Lists
}

// New makes the stand-in for FLO.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	f := register{standin.New("flo", w, i), fastlegeregister.NewLists(w)}
	f.Handle("POST /flo/api/v1/status", f.status)
	f.Handle("/", func(w http.ResponseWriter, _ *http.Request) {
		nhn.RefusePlain(w, http.StatusNotFound, "FLO-0007", "Ukjent adresse")
	})
	return f.StandIn
}

// admitted checks token, headers and media type, and reads the body into q. If it
// returns false it has already answered.
func (f register) admitted(w http.ResponseWriter, r *http.Request, q any) bool {
	if status, challenge := f.Issuer.Admit(r, audience, scope); status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		nhn.RefusePlain(w, status, "FLO-0001", "Ikke autorisert")
		return false
	}
	system, event := r.Header.Get("nhn-source-system"), r.Header.Get("nhn-event-id")
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.URL.RawQuery != "":
		nhn.RefusePlain(w, http.StatusBadRequest, "FLO-0002", "Tjenesten tar ingen parametre i adressen")
	case len(system) < 3 || len(system) > 512, event == "" || len(event) > 128:
		nhn.RefusePlain(w, http.StatusBadRequest, "FLO-0003", "nhn-source-system eller nhn-event-id mangler")
	case err != nil || media != nhn.MediaJSON:
		nhn.RefusePlain(w, http.StatusUnsupportedMediaType, "FLO-0004", "Innholdet skal være application/json")
	default:
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<10))
		d := json.NewDecoder(bytes.NewReader(body))
		d.DisallowUnknownFields()
		if err == nil && d.Decode(q) == nil && !d.More() {
			return true
		}
		nhn.RefusePlain(w, http.StatusBadRequest, "FLO-0005", "Innholdet kan ikke leses")
	}
	return false
}

func (f register) status(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Number string `json:"innbyggerFnr"`
	}
	if !f.admitted(w, r, &q) {
		return
	}
	if !world.ValidNumber(q.Number) {
		nhn.RefusePlain(w, http.StatusBadRequest, "FLO-0006", "innbyggerFnr er ikke gyldig")
		return
	}
	c, ok := f.Begin(w, r, "status", q.Number)
	if !ok {
		return
	}
	about := q.Number
	if c.WrongSubject() {
		about = f.World.Stranger(q.Number)
	}
	p := f.World.Person(about)
	if p == nil {
		c.Reply(http.StatusNotFound, nhn.MediaJSON, nhn.PlainError(http.StatusNotFound, "FLO-NOT_ELIGIBLE_RESIDENCE", "Personen har ikke rett til fastlege"))
		return
	}
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(f.statusOf(p)))
}
