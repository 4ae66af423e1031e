package usagelog

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// Systems of codes, of DICOM, HL7 and Volven. The last is ours.
const (
	systemDCM      = "http://dicom.nema.org/resources/ontology/DCM"
	systemRole     = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
	systemPurpose  = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
	systemObject   = "http://terminology.hl7.org/CodeSystem/object-role"
	systemEntity   = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
	systemRelation = fhir.VolvenOID + "7611"
	systemService  = "urn:helsegraf:service"
	systemClient   = "urn:helsegraf:client"
)

// Codes of those systems.
const (
	patientRecord      = "110110" // DCM: a use
	userAuthentication = "110114" // DCM: a login
	application        = "110150" // DCM: the kind of agent
	patientRole        = "1"      // of an entity
	success, refusal   = "0", "4" // outcomes of an AuditEvent
	used, refused      = "USED", "REFUSED"
	use, login         = "USE", "LOGIN"
	patientRequest     = "PATRQT" // v3 PurposeOfUse
)

// relations are the codes of 7611, and HL7's for somebody themselves, with the
// purpose of use (v3 PurposeOfUse) that each stands for.
var relations = []struct {
	relation              policy.Relation
	system, code, purpose string
}{
	{policy.Self, systemRole, "ONESELF", patientRequest},
	{policy.Parent, systemRelation, "FO", "FAMRQT"},
	{policy.PowerOfAttorney, systemRelation, "FU", "PWATRNY"},
	{policy.Assigned, systemRelation, "TD", "PWATRNY"},
	{policy.Guardian, systemRelation, "VE", "PWATRNY"},
}

// The shapes of FHIR R4 that are written, and read back. FHIR knows no empty
// values: what is not there is left out.
type (
	batch struct {
		ResourceType string       `json:"resourceType"`
		Type         string       `json:"type"`
		Entry        []batchEntry `json:"entry"`
	}
	batchEntry struct {
		Resource auditEvent `json:"resource"`
		Request  request    `json:"request"`
	}
	request struct {
		Method string `json:"method"`
		URL    string `json:"url"`
	}
	auditEvent struct {
		ResourceType   string    `json:"resourceType"`
		ID             string    `json:"id"`
		Type           coding    `json:"type"`
		Subtype        []coding  `json:"subtype,omitzero"`
		Action         string    `json:"action"`
		Recorded       string    `json:"recorded"`
		Outcome        string    `json:"outcome"`
		OutcomeDesc    string    `json:"outcomeDesc,omitzero"`
		PurposeOfEvent []concept `json:"purposeOfEvent"`
		Agent          []agent   `json:"agent"`
		Source         source    `json:"source"`
		Entity         []entity  `json:"entity"`

		at time.Time // Recorded
	}
	agent struct {
		Type      concept   `json:"type,omitzero"`
		Role      []concept `json:"role,omitzero"`
		Who       reference `json:"who,omitzero"`
		Name      string    `json:"name,omitzero"`
		Requestor bool      `json:"requestor"`
	}
	source struct {
		Observer reference `json:"observer"`
	}
	entity struct {
		What reference `json:"what"`
		Type coding    `json:"type,omitzero"`
		Role coding    `json:"role,omitzero"`
	}
	reference struct {
		Identifier identifier `json:"identifier,omitzero"`
		Display    string     `json:"display,omitzero"`
	}
	identifier struct {
		System string `json:"system,omitzero"`
		Value  string `json:"value,omitzero"`
	}
	concept struct {
		Coding []coding `json:"coding,omitzero"`
	}
	coding struct {
		System string `json:"system,omitzero"`
		Code   string `json:"code,omitzero"`
	}
)

// encodeBatch is the Bundle of all entries, each a PUT under its id.
func encodeBatch(ids []string, actor fnr.Number, entries []Entry) ([]byte, error) {
	b := batch{ResourceType: "Bundle", Type: "batch", Entry: make([]batchEntry, len(entries))}
	for i, e := range entries {
		if e.Subject.IsZero() {
			return nil, sources.Internal
		}
		b.Entry[i] = batchEntry{e.event(ids[i], actor), request{"PUT", "AuditEvent/" + ids[i]}}
	}
	body, err := json.Marshal(b)
	if err != nil {
		return nil, sources.Internal
	}
	return body, nil
}

func (e Entry) event(id string, actor fnr.Number) auditEvent {
	requester := agent{Who: person(actor), Requestor: true}
	if e.Actor.Name != nil {
		requester.Name = e.Actor.Name.Full
	}
	purpose := patientRequest
	if r := e.Actor.Relation; r != nil {
		for _, row := range relations {
			if row.relation == *r {
				purpose, requester.Role = row.purpose, []concept{{[]coding{{row.system, row.code}}}}
			}
		}
	}
	event := auditEvent{
		ResourceType:   "AuditEvent",
		ID:             id,
		Type:           coding{systemDCM, patientRecord},
		Subtype:        []coding{{systemService, e.Service.String()}},
		Action:         "R",
		Recorded:       e.At.UTC().Format("2006-01-02T15:04:05.000Z"),
		Outcome:        success,
		PurposeOfEvent: []concept{{[]coding{{systemPurpose, purpose}}}},
		Agent: []agent{requester, {
			Type: concept{[]coding{{systemDCM, application}}},
			Who:  reference{Identifier: identifier{systemClient, e.Client.ID}},
			Name: e.Client.Name,
		}},
		Source: source{reference{Display: "Helsegraf"}},
		Entity: []entity{{What: person(e.Subject), Type: coding{systemEntity, "1"}, Role: coding{systemObject, patientRole}}},
	}
	switch {
	case e.Service == 0:
		event.Type, event.Subtype, event.Action = coding{systemDCM, userAuthentication}, nil, "E"
	case e.Mode == policy.Write:
		event.Action = "U"
	}
	if e.Refused != policy.Open {
		event.Outcome, event.OutcomeDesc = refusal, string(e.Refused)
	}
	return event
}

func person(n fnr.Number) reference {
	return reference{Identifier: identifier{n.System(), n.Digits()}}
}

// acknowledgement is the answer to a batch.
type acknowledgement struct {
	ResourceType string `json:"resourceType"`
	Type         string `json:"type"`
	Entry        []struct {
		Response struct {
			Status   string `json:"status"`
			Location string `json:"location"`
		} `json:"response"`
	} `json:"entry"`
}

// decodeAcknowledged is nil when every id is acknowledged. Answers are found
// by id, not by place.
func decodeAcknowledged(r *sources.Response, ids []string) error {
	var w acknowledgement
	if err := sources.DecodeJSON(r.Body, &w); err != nil {
		return err
	}
	if w.ResourceType != "Bundle" || w.Type != "batch-response" {
		return sources.Garbled
	}
	stored := make(map[string]bool, len(ids))
	for _, id := range ids {
		stored[id] = false
	}
	failure, foreign := sources.Garbled, 0
	for _, e := range w.Entry {
		if kind := kindOf(e.Response.Status); kind != 0 {
			failure = kind
			continue
		}
		id := idOf(e.Response.Location)
		if _, ours := stored[id]; !ours {
			foreign++
			continue
		}
		stored[id] = true
	}
	r.Foreign(foreign)
	for _, id := range ids {
		switch {
		case stored[id]:
		case foreign > 0:
			return sources.Mismatch
		default:
			return failure
		}
	}
	return nil
}

// kindOf reads the status of one entry, "201 Created"; 0 is that it is stored.
func kindOf(status string) sources.Kind {
	code, _, _ := strings.Cut(status, " ")
	switch {
	case code == "200", code == "201":
		return 0
	case code == "401", code == "403":
		return sources.Denied
	case code == "429", strings.HasPrefix(code, "5"):
		return sources.Unavailable
	case strings.HasPrefix(code, "4"):
		return sources.Invalid
	}
	return sources.Garbled
}

// idOf is the id in "…/AuditEvent/id" or "…/AuditEvent/id/_history/1".
func idOf(location string) string {
	_, rest, _ := strings.Cut(location, "AuditEvent/")
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// page is one page of a log, as far as it is about the subject.
type page struct {
	events []auditEvent
	next   string // "" on the last page
}

func (c *Client) decodePage(r *sources.Response, subject fnr.Number) (page, error) {
	var b fhir.Bundle
	if err := sources.DecodeJSON(r.Body, &b); err != nil {
		return page{}, err
	}
	if b.ResourceType != "Bundle" {
		return page{}, sources.Garbled
	}
	var p page
	foreign := 0
	for _, raw := range b.Entry {
		var e auditEvent
		if err := sources.DecodeJSON(raw.Resource, &e); err != nil {
			return page{}, err
		}
		if e.ResourceType == "OperationOutcome" {
			continue
		}
		var err error
		if e.at, err = time.Parse(time.RFC3339, e.Recorded); err != nil || e.ResourceType != "AuditEvent" || e.ID == "" {
			return page{}, sources.Garbled
		}
		if !e.about(subject) {
			foreign++
			continue
		}
		p.events = append(p.events, e)
	}
	r.Foreign(foreign)
	if foreign > 0 && len(p.events) == 0 {
		return page{}, sources.Mismatch
	}
	if link := b.Next(); link != "" {
		query, err := c.register.NextPage(link, search)
		if err != nil {
			return page{}, err
		}
		if p.next = query.Get("_page"); p.next == "" {
			return page{}, sources.Garbled
		}
	}
	return p, nil
}

// about tells whether the subject, and nobody else, is the patient of e.
func (e auditEvent) about(subject fnr.Number) bool {
	patients := 0
	for _, entity := range e.Entity {
		if entity.Role.Code != patientRole {
			continue
		}
		n, err := fnr.Parse(entity.What.Identifier.Value)
		if err != nil || n != subject {
			return false
		}
		patients++
	}
	return patients > 0
}

// inOrder is the entries, the newest first. Codes are for the subject alone.
func inOrder(events map[string]auditEvent, toSelf bool) []UsageLogEntry {
	out := make([]UsageLogEntry, 0, len(events))
	for _, e := range events {
		entry := e.entry()
		if toSelf {
			entry.Code = fhir.String(e.OutcomeDesc)
		}
		out = append(out, entry)
	}
	slices.SortFunc(out, func(a, b UsageLogEntry) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Key, b.Key)) })
	return out
}

func (e auditEvent) entry() UsageLogEntry {
	out := UsageLogEntry{Key: e.ID, At: e.at}
	switch e.Type.Code {
	case patientRecord:
		out.Kind = fhir.String(use)
	case userAuthentication:
		out.Kind = fhir.String(login)
	}
	switch e.Outcome {
	case success:
		out.Outcome = fhir.String(used)
	case refusal:
		out.Outcome = fhir.String(refused)
	}
	for _, c := range e.Subtype {
		if s, err := policy.ParseService(c.Code); c.System == systemService && err == nil {
			out.Service = &s
		}
	}
	for _, a := range e.Agent {
		if a.Requestor {
			out.Actor = a.actor()
		} else if a.Type.has(systemDCM, application) {
			out.Client = &UsageLogClient{ID: fhir.String(a.Who.Identifier.Value), Name: fhir.String(a.Name)}
		}
	}
	return out
}

// actor is the name and the relation of an agent. The number, masked or not,
// is not looked at, and a name with digits in it is none.
func (a agent) actor() *Actor {
	var out Actor
	if name := strings.TrimSpace(a.Name); name != "" && !strings.ContainsAny(name, "0123456789") {
		out.Name = &fhir.HumanName{Full: name}
	}
	for _, row := range relations {
		for _, role := range a.Role {
			if role.has(row.system, row.code) {
				out.Relation = &row.relation
			}
		}
	}
	if out == (Actor{}) {
		return nil
	}
	return &out
}

func (c concept) has(system, code string) bool {
	return slices.ContainsFunc(c.Coding, func(c coding) bool { return c.Code == code && fhir.NormalSystem(c.System) == system })
}
