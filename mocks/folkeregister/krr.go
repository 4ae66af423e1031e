package folkeregister

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"time"

	"helsegraf/mocks/world"
)

// KRR's requirements for a token. The real issuer is Maskinporten.
const (
	krrAudience = "krr:global"
	krrScope    = "krr:global/kontaktinformasjon.read"
)

// krrMost is the most people in one request.
const krrMost = 1000

func (f register) krr(w http.ResponseWriter, r *http.Request) {
	if status, challenge := f.Issuer.Admit(r, krrAudience, krrScope); status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		krrFault(w, status, "Not authorized")
		return
	}
	var question struct {
		Numbers []string `json:"personidentifikatorer"`
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		krrFault(w, http.StatusUnsupportedMediaType, "Content-Type must be application/json")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
	if err != nil || json.Unmarshal(body, &question) != nil {
		krrFault(w, http.StatusBadRequest, "Malformed JSON")
		return
	}
	if len(question.Numbers) == 0 || len(question.Numbers) > krrMost {
		krrFault(w, http.StatusBadRequest, "personidentifikatorer must have between 1 and 1000 items")
		return
	}
	for _, n := range question.Numbers {
		if !world.ValidNumber(n) {
			krrFault(w, http.StatusBadRequest, "personidentifikatorer has an item that is not valid")
			return
		}
	}
	c, ok := f.Begin(w, r, "KRR", question.Numbers...)
	if !ok {
		return
	}
	people := []map[string]any{}
	for _, p := range f.answered(c, question.Numbers) {
		people = append(people, contact(f.World, p))
	}
	for _, n := range question.Numbers {
		if f.World.Person(n) == nil {
			people = append(people, map[string]any{"personidentifikator": n, "status": "IKKE_REGISTRERT", "varslingsstatus": "KAN_IKKE_VARSLES"})
		}
	}
	f.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	answer, err := json.Marshal(map[string]any{"personer": people, "gibberish": true})
	if err != nil {
		krrFault(w, http.StatusInternalServerError, "Internal error")
		return
	}
	c.Reply(http.StatusOK, "application/json", answer)
}

// contact returns a person's entry in KRR. A few have opted out of digital
// communication, some have not confirmed for eighteen months, children under 15 have
// no entry, and the dead are deleted.
func contact(w *world.World, p *world.Person) map[string]any {
	now := w.Now()
	switch {
	case !p.Died.IsZero():
		return map[string]any{"personidentifikator": p.Number, "status": "SLETTET", "varslingsstatus": "KAN_IKKE_VARSLES"}
	case now.Before(p.Born.AddDate(15, 0, 0)):
		return map[string]any{"personidentifikator": p.Number, "status": "IKKE_REGISTRERT", "varslingsstatus": "KAN_IKKE_VARSLES"}
	}
	r := w.Dice("krr", p.Number)
	// Personas can always be reached; some of the others cannot.
	reserved, stale := p.Key == "" && r.IntN(20) == 0, p.Key == "" && r.IntN(10) == 0
	confirmed := now.AddDate(0, -r.IntN(12), -r.IntN(28))
	if stale {
		confirmed = confirmed.AddDate(-2, 0, 0)
	}
	contact := map[string]any{"personidentifikator": p.Number, "reservasjon": "NEI", "status": "AKTIV", "varslingsstatus": "KAN_VARSLES", "spraak": "nb"}
	if reserved {
		contact["reservasjon"] = "JA"
	}
	if reserved || stale {
		contact["varslingsstatus"] = "KAN_IKKE_VARSLES"
	}
	if !reserved {
		at := confirmed.UTC().Format(time.RFC3339)
		contact["kontaktinformasjon"] = map[string]any{
			"epostadresse": p.Email, "epostadresse_oppdatert": at, "epostadresse_sist_verifisert": at,
			"mobiltelefonnummer": p.Phone, "mobiltelefonnummer_oppdatert": at, "mobiltelefonnummer_sist_verifisert": at,
		}
	}
	return contact
}

// CanBeNotified reports whether KRR says that notices reach the person.
func CanBeNotified(w *world.World, p *world.Person) bool {
	return contact(w, p)["varslingsstatus"] == "KAN_VARSLES"
}

func krrFault(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "error": http.StatusText(status), "message": message})
}
