package mocks

import (
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
)

// What Personvern's two services ask of a token.
const (
	pvkAudience      = "nhn:pvk"
	pvkScope         = "nhn:pvk/personverninnstillinger-read"
	fullmaktAudience = "nhn:fullmakt"
	fullmaktScope    = "nhn:fullmakt/read"
)

// personvern stands in for PVK.
type personvern struct {
	*StandIn
	received map[string][]givenPower // by holder
}

// givenPower is a power with whom it is for.
type givenPower struct {
	giver *Person
	Power
}

// NewPersonvern stands in for Personvern (PVK): settings and powers. The paths
// and the fields of a setting are published; the names of lists, the terms of
// powers, the faults' bodies and all definitions but kjernejournal's are ours.
func NewPersonvern(w *World, i *Issuer) *StandIn {
	v := personvern{StandIn: newStandIn("personvern", w, i), received: map[string][]givenPower{}}
	for _, giver := range w.People() {
		for _, power := range giver.Powers {
			v.received[power.Holder] = append(v.received[power.Holder], givenPower{giver, power})
		}
	}
	v.handle("POST /personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2", v.settings)
	v.handle("POST /personvern/Fullmaktsgivere/v1", v.givers)
	v.handle("POST /personvern/Fullmaktshavere/v1", v.holders)
	return v.StandIn
}

// pvkQuestion is the body of all three questions; the part is for settings.
type pvkQuestion struct {
	Number string `json:"innbyggerFnr"`
	Part   string `json:"partKode"`
}

// question admits and reads a question, or answers why not.
func (v personvern) question(w http.ResponseWriter, r *http.Request, audience, scope string) (q pvkQuestion, ok bool) {
	if status, challenge := v.issuer.Admit(r, audience, scope); status != http.StatusOK {
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
	if !validNumber(q.Number) {
		pvkFault(w, http.StatusBadRequest, "PVK-0005", "innbyggerFnr er ikke gyldig")
		return q, false
	}
	return q, true
}

func (v personvern) settings(w http.ResponseWriter, r *http.Request) {
	q, ok := v.question(w, r, pvkAudience, pvkScope)
	if !ok {
		return
	}
	if q.Part == "" {
		pvkFault(w, http.StatusBadRequest, "PVK-0006", "partKode mangler")
		return
	}
	c, ok := v.begin(w, r, "HentInnbyggersPiForPart", q.Number)
	if !ok {
		return
	}
	v.answer(c, "personvernInnstillinger", "innbyggerFnr", v.settingsOf(v.world.Person(q.Number)), nil)
}

func (v personvern) givers(w http.ResponseWriter, r *http.Request) {
	q, ok := v.question(w, r, fullmaktAudience, fullmaktScope)
	if !ok {
		return
	}
	c, ok := v.begin(w, r, "Fullmaktsgivere", q.Number)
	if !ok {
		return
	}
	list := []map[string]any{}
	for _, g := range v.received[q.Number] {
		list = append(list, v.power(g, g.giver))
	}
	v.answer(c, "fullmaktsgivere", "fullmaktshaverFnr", list, map[string]any{"fullmaktsgiverFunnet": len(list) > 0})
}

func (v personvern) holders(w http.ResponseWriter, r *http.Request) {
	q, ok := v.question(w, r, fullmaktAudience, fullmaktScope)
	if !ok {
		return
	}
	c, ok := v.begin(w, r, "Fullmaktshavere", q.Number)
	if !ok {
		return
	}
	list := []map[string]any{}
	if giver := v.world.Person(q.Number); giver != nil {
		for _, power := range giver.Powers {
			list = append(list, v.power(givenPower{giver, power}, v.world.Person(power.Holder)))
		}
	}
	v.answer(c, "fullmaktshavere", "fullmaktsgiverFnr", list, map[string]any{"fullmaktshaverFunnet": len(list) > 0})
}

// answer sends a list in any order, with the faults in records the call is
// told to show; subject is the field that holds whom a record is about.
func (v personvern) answer(c *call, name, subject string, list []map[string]any, beside map[string]any) {
	v.shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	if len(list) > 0 {
		switch {
		case c.wrongSubject():
			for _, record := range list {
				record[subject] = v.other(record)
			}
		case c.missing():
			list = list[1:]
		case c.duplicate():
			list = append(list, list[0])
		}
	}
	whole := map[string]any{name: list, "gibberish": map[string]any{"unasked": true}}
	maps.Copy(whole, beside)
	body, err := json.Marshal(whole)
	if err != nil {
		pvkFault(c.w, http.StatusInternalServerError, "PVK-0500", "Intern feil")
		return
	}
	c.reply(http.StatusOK, "application/json; charset=utf-8", body)
}

// other is the number of somebody whom a record does not name.
func (v personvern) other(record map[string]any) string {
	for _, someone := range v.world.People() {
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
