package henvisninger

import (
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

const (
	systemSNOMED = "http://snomed.info/sct"
	listReply    = "urn:oid:2.16.578.1.12.4.1.1.9148"
	listPersonal = "urn:oid:2.16.578.1.12.4.1.1.9060"
)

// reasons are what people are referred for, and what is asked for; the last one is
// for adults.
var reasons = []struct{ indication, treatment, department string }{
	{"Langvarige smerter i kneet", "Vurdering av kne", "Eksempel sykehus, ortopedisk poliklinikk"},
	{"Gjentatte migreneanfall", "Nevrologisk utredning", "Tenkt sykehus, nevrologisk poliklinikk"},
	{"Nedsatt hørsel", "Hørselsutredning", "Eksempel sykehus, øre-nese-hals"},
	{"Føflekk i endring", "Vurdering av hudforandring", "Tenkt sykehus, hudpoliklinikk"},
	{"Hjerteflimmer", "Utredning av hjerterytme", "Eksempel sykehus, hjertepoliklinikk"},
}

// stages are how far referrals have come: days since received, the reply, and what is
// known then. Those of the personas by name come first.
type stage struct {
	days               int
	reply, said        string // code list 9148
	status             string
	assessed, entitled bool
}

var (
	received  = stage{days: 4, status: "active"}
	assessed  = stage{days: 51, status: "active", reply: "2", said: "Rett til helsehjelp, tidspunkt for oppstart kommer", assessed: true, entitled: true}
	scheduled = stage{days: 66, status: "active", reply: "1", said: "Innkalles", assessed: true, entitled: true}
	forwarded = stage{days: 30, status: "active", reply: "3", said: "Videresendt", assessed: true}
	rejected  = stage{days: 40, status: "active", reply: "4", said: "Avvist", assessed: true}
	completed = stage{days: 400, status: "completed", reply: "1", said: "Innkalles", assessed: true, entitled: true}
)

// referrals are those of one person, always the same: line has one past its assessment
// with a deadline, and an old one; nils has none, and others have one or two.
func referrals(w *world.World, p *world.Person) (all []nhn.Resource) {
	each(w, p, func(_ stage, r nhn.Resource) { all = append(all, r) })
	return all
}

// Booked are the ids of a person's referrals that give a right to treatment, and so
// have appointments.
func Booked(w *world.World, p *world.Person) (ids []string) {
	each(w, p, func(s stage, r nhn.Resource) {
		if s.entitled {
			ids = append(ids, r["id"].(string))
		}
	})
	return ids
}

func each(w *world.World, p *world.Person, use func(stage, nhn.Resource)) {
	r := w.Dice("henvisninger", p.Number)
	var stages []stage
	switch p.Key {
	case "line":
		stages = []stage{assessed, completed}
	case "berit":
		stages = []stage{scheduled}
	case "astrid":
		stages = []stage{forwarded}
	case "viktor":
		stages = []stage{rejected}
	case "nils":
	default:
		for range 1 + r.IntN(2) {
			stages = append(stages, world.Pick(r, []stage{received, assessed, scheduled, forwarded, rejected, completed}))
		}
	}
	for i, s := range stages {
		several := len(reasons)
		if !p.Adult(w.Now()) {
			several--
		}
		reason := reasons[(i+r.IntN(several))%several]
		if p.Key == "line" {
			reason = reasons[i]
		}
		if one := s.referral(w, p, r.IntN(5), world.GUID(r)); one != nil {
			one["code"], one["reasonCode"] = nhn.Coded(reason.treatment), []any{nhn.Coded(reason.indication)}
			one["performer"] = []any{nhn.Logical(91000+r.IntN(900), reason.department)}
			use(s, one)
		}
	}
}

// referral is nil when the person was not born.
func (s stage) referral(w *world.World, p *world.Person, urgent int, id string) nhn.Resource {
	on := w.Today().AddDate(0, 0, -s.days)
	if on.Before(p.Born) {
		return nil
	}
	date := func(name string, days int) any {
		return nhn.Resource{"url": extension + name, "valueDateTime": nhn.Day(on.AddDate(0, 0, days))}
	}
	priority := "routine"
	if urgent == 0 && p.Key != "line" {
		priority = "urgent"
	}
	told := []any{date("no-mottatt-dato", 0), date("no-frist-for-vurdering", 14)} // ten working days
	if s.assessed {
		told = append(told, date("no-vurdert-dato", 8), nhn.Resource{"url": extension + "servicerequest-statusReason", "valueCodeableConcept": nhn.Resource{
			"coding": []any{nhn.Resource{"system": listReply, "code": s.reply, "display": s.said}},
		}})
	}
	if s.entitled {
		told = append(told, date("no-ansiennitets-dato", -2), date("no-frist-for-helsehjelp", 105))
	}
	return nhn.Resource{
		"resourceType": "ServiceRequest", "id": id, "status": s.status, "intent": "order", "priority": priority, "authoredOn": nhn.Day(on.AddDate(0, 0, -3)),
		"meta":       nhn.Resource{"profile": []any{extension + "hn-basis-serviceRequest"}, "security": nhn.Areas("N")["security"]},
		"identifier": []any{nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:" + id}},
		"category":   []any{nhn.Coded("", systemSNOMED, "3457005")}, "performerType": nhn.Coded("", listPersonal, "LE"),
		"extension": told,
		"contained": []any{
			nhn.Resource{"resourceType": "Practitioner", "id": "gp", "name": []any{nhn.Resource{"family": "Modellmo", "given": []any{"Marte", "Tenkt"}}}},
			nhn.Resource{"resourceType": "Organization", "id": "office", "name": "Prøve legesenter"},
			nhn.Resource{"resourceType": "PractitionerRole", "id": "role", "practitioner": nhn.Resource{"reference": "#gp"}, "organization": nhn.Resource{"reference": "#office"}},
		},
		"requester": nhn.Resource{"reference": "#role"},
	}
}

// Records are a person's referrals, for what is told of them elsewhere.
func Records(w *world.World, p *world.Person) []nhn.Resource { return referrals(w, p) }
