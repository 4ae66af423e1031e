package oppgaver

import (
	"strings"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// errand is a task while it is made. Days are counted from today.
type errand struct {
	title, description  string
	focus, address      string // the focus's type, with the form's id; and instantiatesUri
	sender, org         string
	sent, deadline, end int // 0 is none, but for sent
	status, label       string
}

const (
	hospital     = "Eksempel sykehus"
	municipality = "Prøvedal kommune"
	office       = "Prøve legesenter"
)

// The tasks that personas and others have.
var (
	preOperative = errand{
		title: "Skjema før operasjon", description: "Fyll ut skjemaet før du kommer til sykehuset.", focus: "Questionnaire/preoperativ-3",
		sender: hospital, org: "999000111", sent: -5, deadline: 6, end: 10, status: "in-progress",
	}
	letter = errand{
		title: "Informasjon om operasjonen din", description: "Les brevet før operasjonen.", focus: "Communication",
		sender: hospital, org: "999000111", sent: -3, end: 60, status: "ready",
	}
	bloodTest = errand{
		title: "Ta blodprøve før timen", description: "Møt fastende på laboratoriet senest to dager før timen.", focus: "Task",
		sender: office, org: "999000222", sent: -4, deadline: 1, end: 14, status: "ready",
	}
	quality = errand{
		title: "Spørsmål om helsen din fra Eksempelregisteret", focus: "Questionnaire",
		address: "https://eksempelregisteret.example.no/skjema", sender: "Eksempelregisteret", org: "999000333", sent: -10, end: 80, status: "ready",
	}
	overdue = errand{
		title: "Oppdater legemiddellisten din", description: "Gå gjennom legemidlene dine og si fra om noe ikke stemmer.", focus: "Task",
		address: "https://legesenter.example.no/legemidler", sender: office, org: "999000222", sent: -30, deadline: -2, end: 20, status: "ready",
	}
	done = errand{
		title: "Egenerklæring før MR-undersøkelse", focus: "Questionnaire/mr-1",
		sender: hospital, org: "999000111", sent: -60, deadline: -40, end: -30, status: "completed",
	}
	expired = errand{
		title: "Evaluering av poliklinikken", focus: "Questionnaire/evaluering-2",
		sender: hospital, org: "999000111", sent: -90, deadline: -70, end: -60, status: "ready",
	}
	withdrawn = errand{
		title: "Skjema før gastroskopi", focus: "Questionnaire/preoperativ-3",
		sender: hospital, org: "999000111", sent: -20, deadline: 15, end: 20, status: "cancelled",
	}
	vaccination = errand{
		title: "Samtykke til vaksine på skolen", description: "Svar for barnet ditt.", focus: "Questionnaire/vaksine-1",
		sender: municipality, org: "999000444", sent: -8, deadline: 9, end: 9, status: "ready",
	}
	youth = errand{
		title: "Skjema før time på helsestasjon for ungdom", focus: "Questionnaire/ungdom-1",
		sender: municipality, org: "999000444", sent: -2, deadline: 5, end: 5, status: "ready",
	}
	homeCare = errand{
		title: "Brev om hjemmesykepleie", focus: "Communication",
		address: "https://kommune.example.no/brev/hjemmesykepleie", sender: municipality, org: "999000444", sent: -12, end: 40, status: "ready",
	}
)

// tasks are those of one person, always the same: line has one of each kind and status,
// dina and yngve some that are kept from their parents, nils none, and others have one to
// three of which the first is open.
func tasks(w *world.World, p *world.Person) (all []nhn.Resource) {
	r := w.Dice("oppgaver", p.Number)
	var errands []errand
	switch p.Key {
	case "line":
		errands = []errand{preOperative, letter, bloodTest, quality, overdue, done, expired, withdrawn}
	case "berit":
		errands = []errand{homeCare, bloodTest, done}
	case "dan":
		errands = []errand{vaccination, letter}
	case "dina":
		errands = []errand{youth.labelled("NORN_FORANS"), vaccination.labelled("N"), letter.labelled("NORN_UNGDOM")}
	case "yngve":
		errands = []errand{youth.labelled("NORN_FORANS"), vaccination.labelled("N")}
	case "nils":
	default:
		errands = append(errands, world.Pick(r, []errand{preOperative, letter, bloodTest, quality, overdue}))
		for range r.IntN(3) {
			errands = append(errands, world.Pick(r, []errand{homeCare, quality, done, expired, withdrawn}))
		}
		if born := w.Today().Sub(p.Born); born > 12*year && born < 16*year {
			for i := range errands {
				errands[i].label = "N"
			}
		}
	}
	for _, e := range errands {
		if one := e.task(w, p, world.GUID(r)); one != nil {
			all = append(all, one)
		}
	}
	return all
}

// year is a little less than one, so that nobody of 12 is without a label.
const year = 365 * 24 * time.Hour

// labelled is the errand with a label of list 9603.
func (e errand) labelled(label string) errand {
	e.label = label
	return e
}

// task is nil when the person was not born.
func (e errand) task(w *world.World, p *world.Person, id string) nhn.Resource {
	day := func(n int) time.Time { return w.Today().AddDate(0, 0, n) }
	stamp := func(t time.Time) string { return t.Format(time.RFC3339) }
	if day(e.sent).Before(p.Born) {
		return nil
	}
	meta := nhn.Areas()
	if e.label != "" {
		meta = nhn.Areas(e.label)
	}
	meta["lastUpdated"] = stamp(day(e.sent).Add(9 * time.Hour))
	restriction := nhn.Resource{}
	if e.deadline != 0 {
		restriction["extension"] = []any{nhn.Resource{"url": extDeadline, "valueDate": nhn.Day(day(e.deadline))}}
	}
	if e.end != 0 {
		restriction["period"] = nhn.Resource{"end": stamp(day(e.end + 1).Add(-time.Minute))}
	}
	one := nhn.Resource{
		"resourceType": "Task", "id": id, "meta": meta, "status": e.status, "intent": "proposal", "priority": "routine",
		"identifier": []any{nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:" + id}},
		"code":       nhn.Resource{"text": e.title}, "focus": focus(e.focus), "restriction": restriction, "authoredOn": stamp(day(e.sent).Add(9 * time.Hour)),
		"contained": []any{nhn.Resource{
			"resourceType": "Organization", "id": "sender", "name": e.sender,
			"identifier": []any{nhn.Resource{"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": e.org}},
		}},
		"requester": nhn.Resource{"reference": "#sender"},
	}
	if e.status == "in-progress" {
		one["lastModified"] = stamp(day(e.sent + 1).Add(18 * time.Hour))
		one["output"] = []any{nhn.Resource{
			"type":           nhn.Coded("Svar så langt"),
			"valueReference": nhn.Resource{"type": "QuestionnaireResponse", "reference": "QuestionnaireResponse/" + id},
		}}
	}
	if e.description != "" {
		one["description"] = e.description
	}
	switch {
	case e.address != "":
		one["instantiatesUri"] = e.address
	case e.focus == "Communication":
		one["input"] = []any{nhn.Resource{
			"type": nhn.Coded("Brev"), "valueAttachment": nhn.Resource{"contentType": "application/pdf", "url": "Binary/" + id, "title": e.title},
		}}
	}
	return one
}

// focus is a reference to a type, with an id when it has one.
func focus(to string) nhn.Resource {
	if kind, _, ok := strings.Cut(to, "/"); ok {
		return nhn.Resource{"type": kind, "reference": to}
	}
	return nhn.Resource{"type": to}
}

// letters serves the letters that are held.
func letters(s nhn.Service) {
	s.Files("/oppgave/v1/Binary/", func(number, id string) (string, []byte, bool) {
		if p := s.World.Person(number); p != nil {
			for _, one := range tasks(s.World, p) {
				if title, _ := at(one, "code", "text").(string); one["id"] == id && one["input"] != nil {
					return "application/pdf", nhn.PDF(title), true
				}
			}
		}
		return "", nil, false
	})
}

// draftOf is the id of what was saved of a task's form; "" when nothing was.
func draftOf(task nhn.Resource) string {
	if task["status"] != "in-progress" {
		return ""
	}
	id, _ := task["id"].(string)
	return id
}

// Records are a person's tasks, for what is told of them elsewhere.
func Records(w *world.World, p *world.Person) []nhn.Resource { return tasks(w, p) }
