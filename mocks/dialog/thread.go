package dialog

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// Code systems of a message.
const (
	volven      = "urn:oid:2.16.578.1.12.4.1.1."
	listProcess = volven + "8279"
	listRequest = volven + "7601"
	listRole    = volven + "7611"
	listLabel   = volven + "9603"
	ownList     = "http://helsenorge.no/fhir/CodeSystem/innboks"
	notDoneList = "http://terminology.hl7.org/CodeSystem/communication-not-done-reason"
)

// side is the other side of a conversation.
type side struct {
	name, doctor  string
	family, given string
	id            nhn.Resource // an identifier, or
	area          string       // a municipal area, code list 7619
}

// thread is a conversation while it is made.
type thread struct {
	w       *world.World
	p       *world.Person
	dice    *rand.Rand
	with    side
	process string // code list 8279, or a code of ownList
	topic   string
	request string // code list 7601; "" without
	head    string
	last    string
	all     []nhn.Resource
}

// text is one message: when, what it says, and what came of it.
type text struct {
	daysAgo, hour  int
	says           string
	file, fileType string
	unread         bool
	label          string
	status, reason string // of one that did not arrive
	by             *world.Person
	role           string // of by, code list 7611
}

// sent is a message from the person, and received one to them.
func (t *thread) sent(m text)     { t.add(m, false) }
func (t *thread) received(m text) { t.add(m, true) }

func (t *thread) add(m text, inbound bool) {
	today := t.w.Today()
	at := time.Date(today.Year(), today.Month(), today.Day()-m.daysAgo, m.hour, 10+len(t.all), 0, 0, t.w.Zone())
	id := world.GUID(t.dice)
	if at.Before(t.p.Born) || !at.Before(t.w.Now()) {
		return
	}
	status := m.status
	if status == "" {
		status = "completed"
	}
	meta := nhn.Areas()
	if m.label != "" {
		meta = nhn.Areas(m.label)
	}
	if m.by != nil {
		meta["security"] = append(meta["security"].([]any), nhn.Resource{"system": listRole, "code": m.role, "extension": []any{nhn.Resource{
			"url": "http://helsenorge.no/fhir/StructureDefinition/hn-extension-representant", "extension": []any{
				nhn.Resource{"url": "name", "valueHumanName": nhn.Resource{"family": m.by.Family, "given": []any{m.by.Given}}},
				nhn.Resource{"url": "ident", "valueIdentifier": nhn.Resource{"type": nhn.Coded("", volven+"8116", "FNR"), "value": m.by.Number}},
			},
		}}})
	}
	stamp := at.Format(time.RFC3339)
	meta["lastUpdated"] = stamp
	system := listProcess
	if t.process == changeOfGP {
		system = ownList
	}
	topic := nhn.Coded(t.topic)
	if t.request != "" {
		topic = nhn.Coded(t.topic, listRequest, t.request)
	}
	c := nhn.Resource{
		"resourceType": "Communication", "id": id, "status": status, "meta": meta, "sent": stamp, "topic": topic,
		"identifier": []any{identifier(id)}, "category": []any{nhn.Coded("", system, t.process)}, "payload": []any{nhn.Resource{"contentString": m.says}},
		"contained": t.with.contained(),
	}
	other := nhn.Resource{"reference": "#unit"}
	if t.with.doctor != "" {
		other = nhn.Resource{"reference": "#role"}
	}
	if inbound {
		c["sender"] = other
	} else {
		c["sender"], c["recipient"] = t.p.Name(), []any{other}
	}
	if t.head == "" {
		t.head = id
	} else {
		c["partOf"] = []any{nhn.Resource{"type": "Communication", "identifier": identifier(t.head)}}
		c["inResponseTo"] = []any{nhn.Resource{"type": "Communication", "identifier": identifier(t.last)}}
	}
	t.last = id
	switch {
	case status == "not-done":
		c["statusReason"] = nhn.Coded(m.reason)
	case status == "completed" && !m.unread:
		c["received"] = at.Add(time.Hour).Format(time.RFC3339)
	}
	if m.file != "" {
		media := m.fileType
		if media == "" {
			media = "application/pdf"
		}
		c["payload"] = append(c["payload"].([]any), nhn.Resource{"contentAttachment": nhn.Resource{
			"contentType": media, "title": m.file, "size": len(fileOf(media, m.file).content), "url": "Binary/" + world.GUID(t.dice),
		}})
	}
	t.all = append(t.all, c)
}

func identifier(id string) nhn.Resource {
	return nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:" + id}
}

// contained are the organization, and the doctor with the role of GP (9034) at a GP's
// office.
func (o side) contained() []any {
	unit := nhn.Resource{"resourceType": "Organization", "id": "unit", "name": o.name}
	if o.id != nil {
		unit["identifier"] = []any{o.id}
	}
	if o.area != "" {
		unit["type"] = []any{nhn.Coded("", volven+"7619", o.area)}
	}
	if o.doctor == "" {
		return []any{unit}
	}
	return []any{
		unit, nhn.Resource{"resourceType": "Practitioner", "id": "doctor", "name": []any{nhn.Resource{"family": o.family, "given": []any{o.given}}}},
		nhn.Resource{
			"resourceType": "PractitionerRole", "id": "role", "code": []any{nhn.Coded("Fastlege", volven+"9034", "6")},
			"practitioner": nhn.Resource{"reference": "#doctor"}, "organization": nhn.Resource{"reference": "#unit"},
		},
	}
}

// newestFirst sorts messages as the register does.
func newestFirst(all []nhn.Resource) {
	slices.SortStableFunc(all, func(a, b nhn.Resource) int {
		x, _ := time.Parse(time.RFC3339, a["sent"].(string))
		y, _ := time.Parse(time.RFC3339, b["sent"].(string))
		return y.Compare(x)
	})
}

// herID is an organization's identifier in the address register.
func herID(n int) nhn.Resource {
	return nhn.Resource{"system": "urn:oid:2.16.578.1.12.4.1.2", "value": strconv.Itoa(n)}
}
