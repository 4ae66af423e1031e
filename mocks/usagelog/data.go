package usagelog

import (
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// Code systems in the usage log.
const (
	systemDCM      = "http://dicom.nema.org/resources/ontology/DCM"
	systemRole     = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
	systemPurpose  = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
	systemRelation = "urn:oid:2.16.578.1.12.4.1.1.7611"
	systemService  = "urn:helsegraf:service"
	systemClient   = "urn:helsegraf:client"
)

// auditResource is an AuditEvent as written.
type auditResource struct {
	ResourceType   string    `json:"resourceType"`
	ID             string    `json:"id"`
	Type           coding    `json:"type"`
	Subtype        []coding  `json:"subtype"`
	Action         string    `json:"action"`
	Recorded       string    `json:"recorded"`
	Outcome        string    `json:"outcome"`
	OutcomeDesc    string    `json:"outcomeDesc"`
	PurposeOfEvent []concept `json:"purposeOfEvent"`
	Agent          []struct {
		Type      concept   `json:"type"`
		Role      []concept `json:"role"`
		Who       reference `json:"who"`
		Name      string    `json:"name"`
		Requestor *bool     `json:"requestor"`
	} `json:"agent"`
	Source struct {
		Observer reference `json:"observer"`
	} `json:"source"`
	Entity []struct {
		What   reference `json:"what"`
		Role   coding    `json:"role"`
		Detail []struct {
			Type  string `json:"type"`
			Value string `json:"valueString"`
		} `json:"detail"`
	} `json:"entity"`
}

type coding struct {
	System string `json:"system"`
	Code   string `json:"code"`
}

type concept struct {
	Coding []coding `json:"coding"`
}

type reference struct {
	Identifier struct {
		System string `json:"system"`
		Value  string `json:"value"`
	} `json:"identifier"`
	Display string `json:"display"`
}

func (c concept) first() coding {
	if len(c.Coding) == 0 {
		return coding{}
	}
	return c.Coding[0]
}

// subject returns the patient, or "".
func (a auditResource) subject() string {
	for _, e := range a.Entity {
		if e.Role.Code == "1" && world.ValidNumber(e.What.Identifier.Value) {
			return e.What.Identifier.Value
		}
	}
	return ""
}

// input returns the digest of an act's input; "" for what is no act.
func (a auditResource) input() string {
	if len(a.Entity) != 1 || len(a.Entity[0].Detail) != 1 || a.Entity[0].Detail[0].Type != "input" {
		return ""
	}
	return a.Entity[0].Detail[0].Value
}

// outcomeFits reports whether outcome and description belong together: a refusal has
// its code, and an act the word for its outcome.
func (a auditResource) outcomeFits() bool {
	if a.input() != "" {
		code, known := actOutcomes[a.OutcomeDesc]
		return known && code == a.Outcome && a.Action == "U"
	}
	return a.Outcome == "0" && a.OutcomeDesc == "" || a.Outcome == "4" && a.OutcomeDesc != ""
}

// event returns what is kept of a resource, or what is wrong with it.
func (a auditResource) event() (event, string) {
	use := a.Type.Code == "110110" && (a.Action == "R" || a.Action == "U") && len(a.Subtype) == 1 && a.Subtype[0].System == systemService && a.Subtype[0].Code != ""
	login := a.Type.Code == "110114" && a.Action == "E" && len(a.Subtype) == 0
	at, err := time.Parse(time.RFC3339, a.Recorded)
	switch {
	case a.ResourceType != "AuditEvent", !eventID.MatchString(a.ID):
		return event{}, "resource"
	case a.Type.System != systemDCM, !use && !login:
		return event{}, "type"
	case err != nil:
		return event{}, "recorded"
	case !a.outcomeFits():
		return event{}, "outcome"
	case len(a.PurposeOfEvent) != 1, a.PurposeOfEvent[0].first().System != systemPurpose:
		return event{}, "purposeOfEvent"
	case a.subject() == "", len(a.Entity) != 1:
		return event{}, "entity"
	case a.Source.Observer.Display == "":
		return event{}, "source"
	}
	e := event{
		id: a.ID, kind: a.Type.Code, action: a.Action, recorded: at.UTC().Format("2006-01-02T15:04:05.000Z"), outcome: a.Outcome, code: a.OutcomeDesc,
		purpose: a.PurposeOfEvent[0].first().Code, subject: a.subject(),
		input: a.input(),
	}
	if use {
		e.service = a.Subtype[0].Code
	}
	for _, agent := range a.Agent {
		switch {
		case agent.Requestor == nil:
			return event{}, "agent"
		case *agent.Requestor:
			e.actor, e.name = agent.Who.Identifier.Value, agent.Name
			for _, role := range agent.Role {
				e.relationSystem, e.relation = role.first().System, role.first().Code
			}
		case agent.Type.first() == (coding{systemDCM, "110150"}):
			e.clientID, e.clientName = agent.Who.Identifier.Value, agent.Name
		}
	}
	if !world.ValidNumber(e.actor) || e.clientID == "" {
		return event{}, "agent"
	}
	return e, ""
}

// resource returns the event as read: the actor is named, and their number masked except
// for the birthday.
func (e event) resource() map[string]any {
	requester := map[string]any{"who": map[string]any{"identifier": map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": e.actor[:6] + "xxxxx"}}, "requestor": true}
	if e.name != "" {
		requester["name"] = e.name
	}
	if e.relation != "" {
		requester["role"] = []any{nhn.Concept(e.relationSystem, e.relation)}
	}
	application := map[string]any{"type": nhn.Concept(systemDCM, "110150"), "who": map[string]any{"identifier": map[string]any{"system": systemClient, "value": e.clientID}}, "requestor": false}
	if e.clientName != "" {
		application["name"] = e.clientName
	}
	entity := map[string]any{
		"what": map[string]any{"identifier": map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": e.subject}},
		"role": map[string]any{"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "1"},
	}
	resource := map[string]any{
		"resourceType":   "AuditEvent",
		"id":             e.id,
		"meta":           map[string]any{"versionId": "1", "lastUpdated": e.recorded},
		"type":           map[string]any{"system": systemDCM, "code": e.kind},
		"action":         e.action,
		"recorded":       e.recorded,
		"outcome":        e.outcome,
		"purposeOfEvent": []any{nhn.Concept(systemPurpose, e.purpose)},
		"agent":          []any{requester, application},
		"source":         map[string]any{"observer": map[string]any{"display": "Helsegraf"}},
		"entity":         []any{entity},
	}
	if e.service != "" {
		resource["subtype"] = []any{map[string]any{"system": systemService, "code": e.service, "display": e.service}}
	}
	if e.code != "" {
		resource["outcomeDesc"] = e.code
	}
	if e.input != "" {
		entity["detail"] = []any{map[string]any{"type": "input", "valueString": e.input}}
	}
	if e.outcome == "" {
		delete(resource, "outcome")
	}
	return resource
}

// earlier returns what the personas did in recent weeks: for themselves, for their
// children, and for people who gave them a power, while it lasted. Some of it was
// refused.
func (u *register) earlier() []event {
	var out []event
	for _, p := range u.World.Personas() {
		if p.Consent.Level != "NONE" && p.Adult(u.World.Now()) && p.Died.IsZero() {
			out = append(out, u.own(p)...)
		}
		for _, power := range p.Powers {
			out = append(out, u.byPower(p, power)...)
		}
		for _, child := range p.Children {
			if u.World.Person(child.Child).Key == "dan" {
				out = append(out, u.used(p, child.Child, "FO", "VACCINATION", u.daysAgo(9)), u.used(p, child.Child, "FO", "MEDICATION", u.daysAgo(9)))
			}
			if u.World.Person(child.Child).Key == "dina" {
				out = append(out, u.refusedTo(p, child.Child, "FO", "MEDICATION", "CHILD_AGE_LIMIT", u.daysAgo(9)))
			}
		}
	}
	return out
}

// own returns what a person did for themselves.
func (u *register) own(p *world.Person) []event {
	r := u.World.Dice("usagelog", p.Number)
	var out []event
	for range 2 + r.IntN(3) {
		at := u.daysAgo(1 + r.IntN(50)).Add(time.Duration(r.IntN(300)) * time.Minute)
		session := u.used(p, p.Number, "", "", at)
		session.kind, session.action = "110114", "E"
		out = append(out, session, u.used(p, p.Number, "", "GP_INFORMATION", at.Add(2*time.Second)))
		if p.Consent.Level == "FULL" {
			out = append(out, u.used(p, p.Number, "", "MEDICATION", at.Add(2*time.Second)))
		} else {
			out = append(out, u.refusedTo(p, p.Number, "", "MEDICATION", "CONSENT_TOO_LOW", at.Add(2*time.Second)))
		}
	}
	return out
}

// byPower returns what the holder of a power did while it lasted, and what they tried
// after it had ended.
func (u *register) byPower(giver *world.Person, power world.Power) []event {
	holder := u.World.Person(power.Holder)
	if giver.Confidentiality != "Unclassified" || !giver.Died.IsZero() || holder.Key == "gunnar" && giver.Key == "" {
		return nil
	}
	services := power.Services
	if len(services) == 0 {
		services = []string{"MEDICATION", "APPOINTMENT"}
	}
	var out []event
	for i, days := range []int{40, 23} {
		e := u.used(holder, giver.Number, power.Kind, services[i%len(services)], u.daysAgo(days))
		if giver.Consent.Level != "FULL" {
			e.outcome, e.code = "4", "CONSENT_TOO_LOW"
		}
		out = append(out, e)
	}
	if !power.Until.IsZero() && power.Until.Before(u.World.Now()) {
		out = append(out, u.refusedTo(holder, giver.Number, power.Kind, "MEDICATION", "PROXY_EXPIRED", u.daysAgo(2)))
	}
	return out
}

// daysAgo returns a time in the morning, that many days ago.
func (u *register) daysAgo(days int) time.Time {
	return u.World.Today().AddDate(0, 0, -days).Add(9*time.Hour + 17*time.Minute)
}

func (u *register) used(actor *world.Person, subject, relation, service string, at time.Time) event {
	e := event{
		id: world.GUID(u.World.Dice("usagelog", actor.Number, subject, service, at.String())), kind: "110110", action: "R", outcome: "0",
		recorded: at.UTC().Format("2006-01-02T15:04:05.000Z"), actor: actor.Number, name: actor.Name(), subject: subject, service: service,
		relationSystem: systemRelation, relation: relation, purpose: "PWATRNY", clientID: "web", clientName: "Helsegraf på nett",
	}
	switch relation {
	case "":
		e.relationSystem, e.relation, e.purpose = systemRole, "ONESELF", "PATRQT"
	case "FO":
		e.purpose = "FAMRQT"
	}
	return e
}

func (u *register) refusedTo(actor *world.Person, subject, relation, service, code string, at time.Time) event {
	e := u.used(actor, subject, relation, service, at)
	e.outcome, e.code = "4", code
	return e
}
