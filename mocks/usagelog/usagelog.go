package usagelog

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// register stands in for the log of use (logg over bruk), which has no public API: FHIR
// AuditEvents are written in batches, and read by a search for one citizen. Nothing in
// it can be changed, but for the outcome of an act, which is written after it began.
type register struct {
	nhn.Service

	mu     sync.Mutex
	events []event          // in the order they were logged
	byID   map[string]event // the same events
	tries  map[string]int   // of acts, by id
}

// most is how many events are kept; the oldest go first.
const most = 20_000

// event is the stored part of an event. It is comparable, so that the same event sent
// again can be told apart from another with its id.
type event struct {
	id, kind, action, recorded, outcome, code string
	actor, name, relationSystem, relation     string
	purpose, subject, service                 string
	clientID, clientName                      string
	input                                     string // of an act
}

// New makes the usage log, with the personas' recent activity.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	u := &register{byID: map[string]event{}, tries: map[string]int{}, Service: nhn.Service{
		StandIn: standin.New("usagelog", w, i), Service: "usage-log", Prefix: "UL",
		Audience: "nhn:usagelog", Scope: "nhn:usagelog/audit",
	}}
	u.Handle("POST /{$}", u.write)
	u.Handle("PUT /AuditEvent/{id}", u.act)
	u.Searches(nhn.Search{
		Path: "/AuditEvent/_search", Sort: nhn.Sort{Param: "date", Element: "recorded"}, Count: 50, Most: 1000,
		Page: nhn.ByID, URN: true, Sorted: true, Find: u.find,
		Takes: map[string]func(string) bool{
			"type":             nhn.OneOf(systemDCM+"|110110", systemDCM+"|110114"),
			"agent.identifier": func(v string) bool { return world.ValidNumber(agent(v)) },
		},
	})
	u.Handle("GET /metadata", u.Metadata)
	u.Handle("GET /_control/entries", u.showEntries)
	u.Handle("/", u.Nowhere)
	for _, e := range u.earlier() {
		u.log(e, false)
	}
	return u.StandIn
}

// log adds an event: 201 if it is new, 200 if it exists, 409 if another has its id. With
// ifNone any existing event with its id gives 412.
func (u *register) log(e event, ifNone bool) int {
	u.mu.Lock()
	defer u.mu.Unlock()
	if known, ok := u.byID[e.id]; ok {
		switch {
		case ifNone:
			return http.StatusPreconditionFailed
		case known == e:
			return http.StatusOK
		}
		return http.StatusConflict
	}
	u.add(e)
	return http.StatusCreated
}

// add adds a new event, locked.
func (u *register) add(e event) {
	if len(u.events) == most {
		delete(u.byID, u.events[0].id)
		u.events = u.events[1:]
	}
	u.events, u.byID[e.id] = append(u.events, e), e
}

// of returns the events about a subject, newest first.
func (u *register) of(subject string) []event {
	u.mu.Lock()
	defer u.mu.Unlock()
	var out []event
	for _, e := range u.events {
		if e.subject == subject {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b event) int { return strings.Compare(b.recorded, a.recorded) })
	return out
}

// showEntries shows the whole log, in the order it was written, or the entries about
// one subject.
func (u *register) showEntries(w http.ResponseWriter, r *http.Request) {
	subject := r.URL.Query().Get("subject")
	u.mu.Lock()
	defer u.mu.Unlock()
	entries := make([]any, 0, len(u.events))
	for _, e := range u.events {
		if subject != "" && e.subject != subject {
			continue
		}
		entries = append(entries, map[string]string{
			"id": e.id, "kind": e.kind, "action": e.action, "actor": e.actor, "relation": e.relation, "purpose": e.purpose,
			"subject": e.subject, "service": e.service, "client": e.clientID, "outcome": e.outcome, "code": e.code,
		})
	}
	w.Header().Set("Content-Type", nhn.MediaJSON)
	_, _ = w.Write(standin.JSON(entries))
}

// mostEvents is the most a write may hold.
const mostEvents = 1000

type write struct {
	ResourceType string `json:"resourceType"`
	Type         string `json:"type"`
	Entry        []struct {
		Resource auditResource `json:"resource"`
		Request  struct {
			Method      string  `json:"method"`
			URL         string  `json:"url"`
			IfNoneMatch *string `json:"ifNoneMatch"`
		} `json:"request"`
	} `json:"entry"`
}

// write reads a batch of events and answers for each of them.
func (u *register) write(w http.ResponseWriter, r *http.Request) {
	if !u.Accepts(w, r, nhn.MediaFHIR) {
		return
	}
	if r.Header.Get("Content-Type") != nhn.MediaFHIR {
		u.Refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "UL-0003")
		return
	}
	var batch write
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 8<<20)).Decode(&batch)
	if err != nil || batch.ResourceType != "Bundle" || batch.Type != "batch" || len(batch.Entry) == 0 || len(batch.Entry) > mostEvents {
		u.Refuse(w, r, http.StatusBadRequest, "structure", "UL-0014")
		return
	}
	var subjects []string
	for _, e := range batch.Entry {
		if s := e.Resource.subject(); s != "" {
			subjects = append(subjects, s)
		}
	}
	c, ok := u.Begin(w, r, "Write", subjects...)
	if !ok {
		return
	}
	answers := make([]any, 0, len(batch.Entry))
	for _, e := range batch.Entry {
		event, fault := e.Resource.event()
		ifNone := e.Request.IfNoneMatch != nil
		if e.Request.Method != http.MethodPut || e.Request.URL != "AuditEvent/"+e.Resource.ID || ifNone && *e.Request.IfNoneMatch != "*" {
			fault = "request"
		}
		if fault != "" {
			answers = append(answers, map[string]any{"response": map[string]any{"status": "400 Bad Request", "outcome": json.RawMessage(u.Outcome(r, "invalid", "UL-0014", "UL-0014"))}})
			continue
		}
		status := u.log(event, ifNone)
		if status >= 400 {
			answers = append(answers, map[string]any{"response": map[string]any{
				"status": fmt.Sprintf("%d %s", status, http.StatusText(status)), "outcome": json.RawMessage(u.Outcome(r, "conflict", "UL-0009", "UL-0009")),
			}})
			continue
		}
		id := event.id
		if c.WrongSubject() {
			id = world.GUID(u.World.Dice("usagelog", id))
		}
		answers = append(answers, map[string]any{"response": map[string]any{
			"status": fmt.Sprintf("%d %s", status, http.StatusText(status)), "location": "AuditEvent/" + id + "/_history/1",
			"etag": `W/"1"`, "lastModified": u.World.Now().UTC().Format(time.RFC3339),
		}})
	}
	if c.Missing() {
		answers = answers[1:]
	}
	if c.Duplicate() {
		answers = append(answers, answers[0])
	}
	c.Reply(http.StatusOK, nhn.MediaFHIR, standin.JSON(map[string]any{"resourceType": "Bundle", "type": "batch-response", "entry": answers, "behandletAv": "logg-1"}))
}

// find returns one citizen's log, newest first.
func (u *register) find(q nhn.Query) nhn.Found {
	found := nhn.Found{}
	for _, e := range u.of(q.Number) {
		if kind := q.Values["type"]; kind != "" && kind != systemDCM+"|"+e.kind {
			continue
		}
		if by := agent(q.Values["agent.identifier"]); by != "" && by != e.actor {
			continue
		}
		found.Records = append(found.Records, nhn.Record{Resource: func(number string) map[string]any {
			e.subject = number
			return e.resource()
		}})
	}
	return found
}

// agent returns the number in an identifier with its system, or "".
func agent(identifier string) string {
	system, number, _ := strings.Cut(identifier, "|")
	if number == "" || system != nhn.NumberSystem(number) {
		return ""
	}
	return number
}

// eventID is FHIR's format for an id.
var eventID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)
