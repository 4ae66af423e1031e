package timeavtaler

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
)

// Bounds of what is kept, for each person and in all.
const (
	mostOfOne = 100
	mostKept  = 10_000
)

// kept are the appointments that sources have pushed.
type kept struct {
	mu  sync.Mutex
	by  map[string][]pushed // by the patient's number
	all int
}

// pushed is an appointment and the system that sent it.
type pushed struct {
	resource nhn.Resource
	system   string
	checked  checked
}

func (p pushed) same(o checked) bool {
	return p.checked.Identifier[0].System == o.Identifier[0].System && p.checked.Identifier[0].Value == o.Identifier[0].Value
}

// over returns a person's appointments with those pushed.
func (k *kept) over(number string, own []nhn.Resource) []nhn.Resource {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, p := range k.by[number] {
		own = append(own, p.resource)
	}
	return own
}

// serve adds the routes that sources push to.
func (k *kept) serve(s nhn.Service) {
	s.Scope = pushScope
	take := func(w http.ResponseWriter, r *http.Request) { k.take(s, w, r) }
	s.Handle("POST "+base+"/Appointment", take)
	s.Handle("PUT "+base+"/Appointment", take)
	s.Handle("PUT "+base+"/Appointment/{id}", take)
}

// take checks an appointment first by its content, then by its source: only the system
// that made an appointment may change it. The response is 201 for a new one, and 200 for
// one that was there.
func (k *kept) take(s nhn.Service, w http.ResponseWriter, r *http.Request) {
	if !s.Accepts(w, r, nhn.MediaFHIR) {
		return
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != nhn.MediaFHIR && media != nhn.MediaJSON {
		s.Refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "TIME-0003")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 256<<10))
	if err != nil {
		s.Refuse(w, r, http.StatusRequestEntityTooLarge, "too-long", "TIME-0013")
		return
	}
	key, a := breaks(body)
	if key != "" {
		refuse(w, key, "Timeavtalen følger ikke profilen: "+key)
		return
	}
	id := a.Identifier[0].Value
	if to := r.PathValue("id"); to != "" {
		if a.ID != to {
			refuse(w, "id", "Id i ressursen er en annen enn i adressen")
			return
		}
		id = to
	}
	number := a.patient()
	p := s.World.Person(number)
	if p == nil || p.Consent.Level != "FULL" {
		refuse(w, "2118", "Pasienten er ikke digitalt aktiv for tjeneste: OmradeHelsehjelp")
		return
	}
	c, ok := s.Begin(w, r, "Appointment", number)
	if !ok {
		return
	}
	var resource nhn.Resource
	if json.Unmarshal(body, &resource) != nil {
		return // it was read before
	}
	resource["id"] = id
	status := k.keep(number, pushed{resource, r.Header.Get("nhn-source-system"), a})
	switch status {
	case http.StatusBadRequest:
		refuse(w, "source", "Timeavtalen er opprettet av et annet kildesystem")
	case http.StatusServiceUnavailable:
		s.Refuse(w, r, status, "no-store", "TIME-0001")
	default:
		w.Header().Set("Location", base+"/Appointment/"+id)
		c.Reply(status, nhn.MediaFHIR, standin.JSON(resource))
	}
}

// keep stores an appointment, and returns the status of the response. An older message
// than the one kept changes nothing: they may come in any order.
func (k *kept) keep(number string, p pushed) (status int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := k.by[number]
	i := slices.IndexFunc(all, func(one pushed) bool { return one.same(p.checked) })
	switch {
	case i >= 0 && all[i].system != p.system:
		return http.StatusBadRequest
	case i >= 0:
		if !instant(p.checked.Meta.LastUpdated).Before(instant(all[i].checked.Meta.LastUpdated)) {
			all[i] = p
		}
		return http.StatusOK
	case len(all) >= mostOfOne, k.all >= mostKept:
		return http.StatusServiceUnavailable
	}
	k.by[number] = append(all, p)
	k.all++
	return http.StatusCreated
}

// patient is the number of the participating patient.
func (a *checked) patient() string {
	for _, p := range a.Participant {
		if strings.HasSuffix(p.Actor.Type, "Patient") {
			return p.Actor.Identifier.Value
		}
	}
	return ""
}

// refuse answers as Helsenorge's FHIR interfaces do: 400 and an OperationOutcome with the
// code of one fault. It repeats nothing of what was sent.
func refuse(w http.ResponseWriter, code, text string) {
	w.Header().Set("Content-Type", nhn.MediaFHIR)
	w.WriteHeader(http.StatusBadRequest)
	_, _ = w.Write(standin.JSON(nhn.Resource{
		"resourceType": "OperationOutcome",
		"issue": []any{nhn.Resource{
			"severity": "error", "code": "invalid",
			"details": nhn.Resource{"coding": []any{nhn.Resource{"code": code}}, "text": text},
		}},
	}))
}
