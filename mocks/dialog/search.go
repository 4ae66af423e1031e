package dialog

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
)

// mostParties is how many a search may be for.
const mostParties = 100

// party is a doctor at an office.
type party struct {
	HPR          string `json:"hprNummer"`
	Organization string `json:"organisasjonsnummer"`
}

// search answers for doctors at their offices.
func (d register) search(w http.ResponseWriter, r *http.Request) {
	if status, challenge := d.Issuer.Admit(r, messagesAudience, messagesScope); status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		nhn.RefusePlain(w, status, "DIALOG-0001", "Ikke autorisert")
		return
	}
	parties, refusal := searched(w, r)
	if refusal != nil {
		nhn.RefusePlain(w, refusal.status, refusal.code, refusal.says)
		return
	}
	c, ok := d.Begin(w, r, "kapabiliteter/sok")
	if !ok {
		return
	}
	list := []any{}
	for i, p := range parties {
		if c.Missing() && i == 0 {
			continue
		}
		found := map[string]any{"hprNummer": p.HPR, "organisasjonsnummer": p.Organization, "herId": nil, "prosesser": nil}
		if c.WrongSubject() {
			found["hprNummer"] = "1" + p.HPR
		}
		if o := d.parties[p]; o != nil && o.processes != nil {
			found["herId"], found["prosesser"] = o.herID, shownProcesses(o.processes)
		}
		list = append(list, found)
	}
	if c.Duplicate() && len(list) > 0 {
		list = append(list, list[0])
	}
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(map[string]any{"kapabiliteter": list}))
}

// shownProcesses are processes as a profile has them.
func shownProcesses(names []string) []any {
	list := []any{}
	for _, name := range names {
		list = append(list, map[string]any{"prosess": name, "versjon": "1.2"})
	}
	return list
}

type searchRefusal struct {
	status     int
	code, says string
}

// searched reads whom a search is for.
func searched(w http.ResponseWriter, r *http.Request) ([]party, *searchRefusal) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil || media != nhn.MediaJSON:
		return nil, &searchRefusal{http.StatusUnsupportedMediaType, "DIALOG-0005", "Innholdet skal være application/json"}
	case !strings.Contains(r.Header.Get("Accept"), nhn.MediaJSON):
		return nil, &searchRefusal{http.StatusNotAcceptable, "DIALOG-0003", "Svaret er application/json"}
	case r.URL.RawQuery != "":
		return nil, &searchRefusal{http.StatusBadRequest, "DIALOG-0004", "Søket tar ingen parametre i adressen"}
	}
	var q struct {
		Parties []party `json:"parter"`
	}
	wrong := &searchRefusal{http.StatusBadRequest, "DIALOG-0006", "Søket er på 1–100 parter med hprNummer og organisasjonsnummer, hver én gang"}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 16<<10))
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err != nil || decoder.Decode(&q) != nil || decoder.More() || len(q.Parties) == 0 || len(q.Parties) > mostParties {
		return nil, wrong
	}
	seen := map[party]bool{}
	for _, p := range q.Parties {
		hpr, badHPR := strconv.Atoi(p.HPR)
		if badHPR != nil || hpr < 1 || len(p.HPR) > 9 || len(p.Organization) != 9 || strings.Trim(p.Organization, "0123456789") != "" || seen[p] {
			return nil, wrong
		}
		seen[p] = true
	}
	return q.Parties, nil
}
