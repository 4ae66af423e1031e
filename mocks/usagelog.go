package mocks

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// usageLog stands in for the log of use (logg over bruk), which has no public
// interface: FHIR AuditEvents are put into it by a batch, and read by a search
// for one citizen. Nothing in it can be changed.
type usageLog struct {
	nhn

	mu     sync.Mutex
	events []usageEvent          // in the order they were logged
	byID   map[string]usageEvent // the same
}

// usageMost is how many events are kept; the oldest go first.
const usageMost = 20_000

// usageEvent is one event, as far as it is kept. It is comparable, so that the
// same event sent again is told from another under its id.
type usageEvent struct {
	id, kind, action, recorded, outcome, code string
	actor, name, relationSystem, relation     string
	purpose, subject, service                 string
	clientID, clientName                      string
}

// NewUsageLog makes the usage log, with what the personas have done lately.
func NewUsageLog(w *World, i *Issuer) *StandIn {
	u := &usageLog{byID: map[string]usageEvent{}, nhn: nhn{
		StandIn: newStandIn("usagelog", w, i), service: "usage-log", prefix: "UL",
		audience: "nhn:usagelog", scope: "nhn:usagelog/audit",
	}}
	u.handle("POST /{$}", u.write)
	u.handle("POST /AuditEvent/_search", u.search)
	u.handle("GET /metadata", u.metadata)
	u.handle("GET /_control/entries", u.showEntries)
	u.handle("/", u.nowhere)
	for _, e := range u.earlier() {
		u.log(e, false)
	}
	return u.StandIn
}

// log adds an event: 201 when it is new, 200 when it is there, 409 when
// another is there under its id. One that is to be added only if there is none
// under its id is answered 412 whichever is there.
func (u *usageLog) log(e usageEvent, ifNone bool) int {
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
	if len(u.events) == usageMost {
		delete(u.byID, u.events[0].id)
		u.events = u.events[1:]
	}
	u.events, u.byID[e.id] = append(u.events, e), e
	return http.StatusCreated
}

// of is the events about a subject, the newest first.
func (u *usageLog) of(subject string) []usageEvent {
	u.mu.Lock()
	defer u.mu.Unlock()
	var out []usageEvent
	for _, e := range u.events {
		if e.subject == subject {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b usageEvent) int { return strings.Compare(b.recorded, a.recorded) })
	return out
}

// showEntries shows everything that is in the log, in the order it came.
func (u *usageLog) showEntries(w http.ResponseWriter, _ *http.Request) {
	u.mu.Lock()
	defer u.mu.Unlock()
	entries := make([]any, 0, len(u.events))
	for _, e := range u.events {
		entries = append(entries, map[string]string{
			"id": e.id, "kind": e.kind, "action": e.action, "actor": e.actor, "relation": e.relation, "purpose": e.purpose,
			"subject": e.subject, "service": e.service, "client": e.clientID, "outcome": e.outcome, "code": e.code,
		})
	}
	w.Header().Set("Content-Type", mediaJSON)
	_, _ = w.Write(jsonText(entries))
}

// usageBatch is the most a write may hold.
const usageBatch = 1000

type usageWrite struct {
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

// write takes a batch of events and answers for each of them.
func (u *usageLog) write(w http.ResponseWriter, r *http.Request) {
	if !u.accepts(w, r, mediaFHIR) {
		return
	}
	if r.Header.Get("Content-Type") != mediaFHIR {
		u.refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "UL-0003")
		return
	}
	var batch usageWrite
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 8<<20)).Decode(&batch)
	if err != nil || batch.ResourceType != "Bundle" || batch.Type != "batch" || len(batch.Entry) == 0 || len(batch.Entry) > usageBatch {
		u.refuse(w, r, http.StatusBadRequest, "structure", "UL-0014")
		return
	}
	var subjects []string
	for _, e := range batch.Entry {
		if s := e.Resource.subject(); s != "" {
			subjects = append(subjects, s)
		}
	}
	c, ok := u.begin(w, r, "Write", subjects...)
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
			answers = append(answers, map[string]any{"response": map[string]any{"status": "400 Bad Request", "outcome": json.RawMessage(u.outcome(r, "invalid", "UL-0014", "UL-0014"))}})
			continue
		}
		status := u.log(event, ifNone)
		if status >= 400 {
			answers = append(answers, map[string]any{"response": map[string]any{
				"status": fmt.Sprintf("%d %s", status, http.StatusText(status)), "outcome": json.RawMessage(u.outcome(r, "conflict", "UL-0009", "UL-0009")),
			}})
			continue
		}
		id := event.id
		if c.wrongSubject() {
			id = guid(u.world.source("usagelog", id))
		}
		answers = append(answers, map[string]any{"response": map[string]any{
			"status": fmt.Sprintf("%d %s", status, http.StatusText(status)), "location": "AuditEvent/" + id + "/_history/1",
			"etag": `W/"1"`, "lastModified": u.world.Now().UTC().Format(time.RFC3339),
		}})
	}
	if c.missing() {
		answers = answers[1:]
	}
	if c.duplicate() {
		answers = append(answers, answers[0])
	}
	c.reply(http.StatusOK, mediaFHIR, jsonText(map[string]any{"resourceType": "Bundle", "type": "batch-response", "entry": answers, "behandletAv": "logg-1"}))
}

// search answers a page of one citizen's log, the newest first.
func (u *usageLog) search(w http.ResponseWriter, r *http.Request) {
	if !u.accepts(w, r, mediaFHIR) {
		return
	}
	if r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		u.refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", "UL-0003")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	if err := r.ParseForm(); err != nil || r.URL.RawQuery != "" {
		u.refuse(w, r, http.StatusBadRequest, "structure", "UL-0014")
		return
	}
	subject, count, after, ok := usageQuestion(r.PostForm)
	if !ok {
		u.refuse(w, r, http.StatusBadRequest, "invalid", "UL-0014")
		return
	}
	c, ok := u.begin(w, r, "AuditEvent/_search", subject)
	if !ok {
		return
	}
	events := u.of(subject)
	total := len(events)
	if after != "" {
		at := slices.IndexFunc(events, func(e usageEvent) bool { return e.id == after })
		events = events[at+1:]
	}
	link := []any{map[string]any{"relation": "self", "url": r.URL.Path}}
	if len(events) > count {
		events = events[:count]
		link = append(link, map[string]any{"relation": "next", "url": r.URL.Path + "?_page=" + events[count-1].id})
	}
	if len(events) > 0 && c.missing() {
		events = events[1:]
	}
	if len(events) > 0 && c.duplicate() {
		events = append(events, events[0])
	}
	entries := make([]any, 0, len(events))
	for _, e := range events {
		if c.wrongSubject() {
			e.subject = u.world.Stranger(subject)
		}
		entries = append(entries, map[string]any{"fullUrl": "urn:uuid:" + e.id, "resource": e.resource(), "search": map[string]any{"mode": "match"}})
	}
	c.reply(http.StatusOK, mediaFHIR, jsonText(map[string]any{"resourceType": "Bundle", "type": "searchset", "total": total, "link": link, "entry": entries}))
}

// usageQuestion reads the form of a search: whose log, how many, and after
// which event. Parameters it does not know are refused, and so is any other
// order.
func usageQuestion(form url.Values) (subject string, count int, after string, ok bool) {
	count = 50
	for name, values := range form {
		value := values[0]
		good := len(values) == 1
		switch name {
		case "patient.identifier":
			system, number, tagged := strings.Cut(value, "|")
			if !tagged {
				system, number = "urn:oid:2.16.578.1.12.4.1.4.1", value
			}
			subject = number
			good = good && validNumber(number) && strings.HasPrefix(system, "urn:oid:2.16.578.1.12.4.1.4.")
		case "_count":
			var err error
			count, err = strconv.Atoi(value)
			good = good && err == nil && count > 0 && count <= 1000
		case "_sort":
			good = good && value == "-date"
		case "_page":
			after = value
			good = good && usageID.MatchString(value)
		default:
			good = false
		}
		if !good {
			return "", 0, "", false
		}
	}
	return subject, count, after, subject != ""
}

// usageID is FHIR's form of an id.
var usageID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)
