package usagelog

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
)

// actOutcomes are the words for the outcome of an act, and FHIR's code of each. An
// act has none until it is carried out.
var actOutcomes = map[string]string{"": "", "UNKNOWN": "", "NOT_DONE": "4", "ACCEPTED": "0", "DONE": "0"}

// rank orders outcomes by how much they say. That one try was not carried out says
// nothing of an earlier one whose outcome is unknown.
var rank = map[string]int{"": 0, "NOT_DONE": 1, "UNKNOWN": 2, "ACCEPTED": 3, "DONE": 4}

// act stores the entry of an act under its id, and answers with what is stored: the
// entry that came first, with the best of all outcomes.
func (u *register) act(w http.ResponseWriter, r *http.Request) {
	if !u.Accepts(w, r, nhn.MediaFHIR) {
		return
	}
	if r.Header.Get("Content-Type") != nhn.MediaFHIR {
		u.Refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "UL-0003")
		return
	}
	var resource auditResource
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&resource)
	e, fault := resource.event()
	if err != nil || fault != "" || e.input == "" || e.id != r.PathValue("id") {
		u.Refuse(w, r, http.StatusBadRequest, "structure", "UL-0014")
		return
	}
	operation := "Act"
	if e.code != "" {
		operation = "Outcome"
	}
	c, ok := u.BeginWrite(w, r, operation, e.subject)
	if !ok {
		return
	}
	status, stored, tries := u.store(e)
	if status >= 400 {
		u.Refuse(w, r, status, "conflict", "UL-0009")
		return
	}
	answer := stored.resource()
	answer["meta"] = map[string]any{"versionId": strconv.Itoa(tries), "lastUpdated": stored.recorded}
	if c.WrongSubject() {
		answer["id"] = fmt.Sprint("x", stored.id)
	}
	w.Header().Set("ETag", fmt.Sprintf(`W/"%d"`, tries))
	c.Reply(status, nhn.MediaFHIR, standin.JSON(answer))
}

// store adds an act, or its outcome if it says more than what is known, and returns
// what is stored and how many tries have begun. A try that begins opens again what is
// known not to be done, and gets the outcome that it had until then.
func (u *register) store(e event) (status int, stored event, tries int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if e.code == "" {
		u.tries[e.id]++
	}
	known, ok := u.byID[e.id]
	switch {
	case !ok:
		u.add(e)
		return http.StatusCreated, e, u.tries[e.id]
	case known.input == "" || known.actor != e.actor || known.clientID != e.clientID:
		return http.StatusConflict, event{}, 0
	}
	if e.code == "" && known.code == notDone && known.input == e.input {
		opened := known
		opened.outcome, opened.code = "", ""
		u.replace(opened)
		return http.StatusOK, known, u.tries[e.id]
	}
	// Another input under the same id is not stored: its sender reads whose it is.
	if known.input == e.input && rank[e.code] > rank[known.code] {
		known.outcome, known.code = e.outcome, e.code
		u.replace(known)
	}
	return http.StatusOK, known, u.tries[e.id]
}

// replace replaces the event of an act, locked.
func (u *register) replace(e event) {
	u.byID[e.id] = e
	for i := range u.events {
		if u.events[i].id == e.id {
			u.events[i] = e
		}
	}
}

const notDone = "NOT_DONE"
