package nhn

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Plain is a service in JSON that is read about one person at a time, by POST with
// {innbyggerFnr} in the body, and refuses all else.
type Plain struct {
	*standin.StandIn
	Prefix          string // of its error codes
	Audience, Scope string
}

// About adds an operation. Its response is what show returns about a person, who is
// nil when the population does not have the number.
func (n Plain) About(path, operation string, show func(c *standin.Call, number string, p *world.Person) (status int, body any)) {
	n.Search(path, operation, nil, func(c *standin.Call, number string, p *world.Person, _ map[string]any) (int, any) {
		return show(c, number, p)
	})
}

// Search adds an operation that takes other members too, each with a check of its value
// that is nil when the member is missing.
func (n Plain) Search(path, operation string, takes map[string]func(any) bool, show func(c *standin.Call, number string, p *world.Person, members map[string]any) (status int, body any)) {
	n.Handle("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		number, members, ok := n.admitted(w, r, takes)
		if !ok {
			return
		}
		c, ok := n.Begin(w, r, operation, number)
		if !ok {
			return
		}
		if c.WrongSubject() {
			number = n.World.Stranger(number)
		}
		status, body := show(c, number, n.World.Person(number), members)
		c.Reply(status, MediaJSON, standin.JSON(body))
	})
}

// List adds an operation that returns a list of records about a person, as a member of
// its response, in no particular order.
func (n Plain) List(path, operation, member string, records func(w *world.World, p *world.Person) []Resource) {
	n.About(path, operation, func(c *standin.Call, number string, p *world.Person) (int, any) {
		all := []Resource{}
		if p != nil {
			all = append(all, records(n.World, p)...)
		}
		switch {
		case len(all) == 0:
		case c.Missing():
			all = all[1:]
		case c.Duplicate():
			all = append(all, all[0])
		}
		n.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		return http.StatusOK, Resource{"innbyggerFnr": number, member: all}
	})
}

// Nowhere refuses requests without a route.
func (n Plain) Nowhere() {
	n.Handle("/", func(w http.ResponseWriter, _ *http.Request) {
		RefusePlain(w, http.StatusNotFound, n.Prefix+"-0007", "Ukjent adresse")
	})
}

// admitted checks token, headers, media type and members, and reads the number. If it
// returns false it has already answered.
func (n Plain) admitted(w http.ResponseWriter, r *http.Request, takes map[string]func(any) bool) (number string, members map[string]any, ok bool) {
	if status, challenge := n.Issuer.Admit(r, n.Audience, n.Scope); status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		RefusePlain(w, status, n.Prefix+"-0001", "Ikke autorisert")
		return "", nil, false
	}
	system, event := r.Header.Get("nhn-source-system"), r.Header.Get("nhn-event-id")
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.URL.RawQuery != "":
		RefusePlain(w, http.StatusBadRequest, n.Prefix+"-0002", "Tjenesten tar ingen parametre i adressen")
	case len(system) < 3 || len(system) > 512, event == "" || len(event) > 128:
		RefusePlain(w, http.StatusBadRequest, n.Prefix+"-0003", "nhn-source-system eller nhn-event-id mangler")
	case err != nil || media != MediaJSON:
		RefusePlain(w, http.StatusUnsupportedMediaType, n.Prefix+"-0004", "Innholdet skal være application/json")
	default:
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<10))
		d := json.NewDecoder(bytes.NewReader(body))
		number, known := "", err == nil && d.Decode(&members) == nil && !d.More()
		for name, value := range members {
			if name == "innbyggerFnr" {
				number, known = text(value), known && text(value) != ""
			} else if takes[name] == nil {
				known = false
			}
		}
		for name, good := range takes {
			known = known && good(members[name])
		}
		switch {
		case !known:
			RefusePlain(w, http.StatusBadRequest, n.Prefix+"-0005", "Innholdet kan ikke leses")
		case !world.ValidNumber(number):
			RefusePlain(w, http.StatusBadRequest, n.Prefix+"-0006", "innbyggerFnr er ikke gyldig")
		default:
			return number, members, true
		}
	}
	return "", nil, false
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// RefusePlain sends an error in the form of the services that are not FHIR.
func RefusePlain(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", MediaJSON)
	w.WriteHeader(status)
	_, _ = w.Write(PlainError(status, code, message))
}

// PlainError is the body of such an error.
func PlainError(status int, code, message string) []byte {
	category := "ClientError"
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		category = "Security"
	case http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
		category = "Business"
	}
	return standin.JSON(map[string]string{"code": code, "message": message, "errorCategory": category})
}
