package personvern

import (
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Token requirements of Personvern's two services.
const (
	pvkAudience      = "nhn:pvk"
	pvkScope         = "nhn:pvk/personverninnstillinger-read"
	fullmaktAudience = "nhn:fullmakt"
	fullmaktScope    = "nhn:fullmakt/read"
)

// register stands in for PVK.
type register struct {
	*standin.StandIn
	changes *changes
}

// givenPower is a power, with the person it is for. One that was given here has the
// sender's reference, and an access to the services it names.
type givenPower struct {
	giver *world.Person
	world.Power
	reference, access string
}

// New makes the stand-in for Personvern (PVK): settings and powers. The paths and the
// fields of a setting are published; the names of lists, the terms of powers, the error
// bodies and all definitions except kjernejournal's are invented.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	v := register{StandIn: standin.New("personvern", w, i), changes: newChanges()}
	for _, giver := range w.People() {
		for _, power := range giver.Powers {
			v.changes.powers = append(v.changes.powers, givenPower{giver: giver, Power: power})
		}
	}
	v.Handle("POST /personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2", v.settings)
	v.Handle("POST /personvern/Personverninnstillinger/SettInnbyggersPersonvernInnstilling/v2", v.set)
	v.Handle("POST /personvern/Akuttsperre/v1", v.blockEverything)
	v.Handle("POST /personvern/Fullmakt/v1", v.givePower)
	v.Handle("POST /personvern/AvsluttFullmakt/v1", v.endPower)
	v.Handle("GET /_control/told", v.showTold)
	v.Handle("GET /_control/settings", v.showSettings)
	v.Handle("POST /personvern/Inkludering/HentInnbyggersInkluderinger/v1", v.inclusions)
	v.Handle("POST /personvern/Fullmaktsgivere/v1", v.givers)
	v.Handle("POST /personvern/Fullmaktshavere/v1", v.holders)
	return v.StandIn
}

// pvkQuestion is the body of all requests; the part is for settings, category and page
// for inclusions.
type pvkQuestion struct {
	Number   string `json:"innbyggerFnr"`
	Part     string `json:"partKode"`
	Category string `json:"kategori"`
	Page     *int   `json:"pagingReference"`
}

// question authorizes and reads a request, or answers with an error.
func (v register) question(w http.ResponseWriter, r *http.Request, audience, scope string) (q pvkQuestion, ok bool) {
	if status, challenge := v.Issuer.Admit(r, audience, scope); status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		pvkFault(w, status, "PVK-0001", "Ikke autorisert")
		return q, false
	}
	if r.URL.RawQuery != "" {
		pvkFault(w, http.StatusBadRequest, "PVK-0002", "Tjenesten tar ingen parametre i adressen")
		return q, false
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		pvkFault(w, http.StatusUnsupportedMediaType, "PVK-0003", "Innholdet skal være application/json")
		return q, false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<10))
	if err != nil || json.Unmarshal(body, &q) != nil {
		pvkFault(w, http.StatusBadRequest, "PVK-0004", "Innholdet kan ikke leses")
		return q, false
	}
	if !world.ValidNumber(q.Number) {
		pvkFault(w, http.StatusBadRequest, "PVK-0005", "innbyggerFnr er ikke gyldig")
		return q, false
	}
	return q, true
}

func (v register) settings(w http.ResponseWriter, r *http.Request) {
	q, ok := v.question(w, r, pvkAudience, pvkScope)
	if !ok {
		return
	}
	if q.Part == "" {
		pvkFault(w, http.StatusBadRequest, "PVK-0006", "partKode mangler")
		return
	}
	c, ok := v.Begin(w, r, "HentInnbyggersPiForPart", q.Number)
	if !ok {
		return
	}
	v.answer(c, "personvernInnstillinger", "innbyggerFnr", v.settingsOf(v.World.Person(q.Number)), nil)
}

func (v register) givers(w http.ResponseWriter, r *http.Request) {
	q, ok := v.question(w, r, fullmaktAudience, fullmaktScope)
	if !ok {
		return
	}
	c, ok := v.Begin(w, r, "Fullmaktsgivere", q.Number)
	if !ok {
		return
	}
	list := []map[string]any{}
	for _, g := range v.changes.powersWhere(func(g givenPower) bool { return g.Holder == q.Number }) {
		list = append(list, v.power(g, g.giver))
	}
	v.answer(c, "fullmaktsgivere", "fullmaktshaverFnr", list, map[string]any{"fullmaktsgiverFunnet": len(list) > 0})
}

func (v register) holders(w http.ResponseWriter, r *http.Request) {
	q, ok := v.question(w, r, fullmaktAudience, fullmaktScope)
	if !ok {
		return
	}
	c, ok := v.Begin(w, r, "Fullmaktshavere", q.Number)
	if !ok {
		return
	}
	list := []map[string]any{}
	for _, g := range v.changes.powersWhere(func(g givenPower) bool { return g.giver.Number == q.Number }) {
		list = append(list, v.power(g, v.World.Person(g.Holder)))
	}
	v.answer(c, "fullmaktshavere", "fullmaktsgiverFnr", list, map[string]any{"fullmaktshaverFunnet": len(list) > 0})
}

// answer sends a list in random order, with the record faults that the call is told to
// show; subject is the field that names whom a record is about.
func (v register) answer(c *standin.Call, name, subject string, list []map[string]any, beside map[string]any) {
	v.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	if len(list) > 0 {
		switch {
		case c.WrongSubject():
			for _, record := range list {
				record[subject] = v.other(record)
			}
		case c.Missing():
			list = list[1:]
		case c.Duplicate():
			list = append(list, list[0])
		}
	}
	whole := map[string]any{name: list, "gibberish": map[string]any{"unasked": true}}
	maps.Copy(whole, beside)
	body, err := json.Marshal(whole)
	if err != nil {
		pvkFault(c.W, http.StatusInternalServerError, "PVK-0500", "Intern feil")
		return
	}
	c.Reply(http.StatusOK, "application/json; charset=utf-8", body)
}

// other returns the number of somebody a record does not name.
func (v register) other(record map[string]any) string {
	for _, someone := range v.World.People() {
		named := false
		for _, value := range record {
			named = named || value == someone.Number
		}
		if !named {
			return someone.Number
		}
	}
	return ""
}

func pvkFault(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"feilkode": code, "feilmelding": message})
}
