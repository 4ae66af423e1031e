package oppgaver

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

// extDeadline is the sender's deadline, a day.
const extDeadline = "http://helsenorge.no/fhir/StructureDefinition/hn-task-deadline"

// enteredInError is the status of a task that never was.
const enteredInError = "entered-in-error"

type task struct {
	fhir.Resource
	Identifier      []fhir.Identifier     `json:"identifier"`
	InstantiatesURI string                `json:"instantiatesUri"`
	Code            *fhir.CodeableConcept `json:"code"`
	Description     string                `json:"description"`
	Focus           fhir.Reference        `json:"focus"`
	For             fhir.Reference        `json:"for"`
	Owner           fhir.Reference        `json:"owner"`
	Requester       fhir.Reference        `json:"requester"`
	AuthoredOn      string                `json:"authoredOn"`
	Restriction     struct {
		Extension fhir.Extensions `json:"extension"`
		Period    struct {
			End string `json:"end"`
		} `json:"period"`
	} `json:"restriction"`
	Input []struct {
		ValueAttachment struct {
			ContentType string `json:"contentType"`
			URL         string `json:"url"`
		} `json:"valueAttachment"`
	} `json:"input"`
	Output []struct {
		ValueReference fhir.Reference `json:"valueReference"`
	} `json:"output"`
}

// Void is never true: a task that was cancelled is shown, and one entered in error must
// outrank earlier messages about it.
func (*task) Void() bool { return false }

// whose is whom the owner is, and the beneficiary when the task names one.
func whose(s *fhir.Searchset, t *task) fhir.Owner {
	if t.For != (fhir.Reference{}) {
		return s.Whose(&t.Resource, t.Owner, t.For)
	}
	return s.Whose(&t.Resource, t.Owner)
}

// key is the task's UUID, however it is written; else the resource's id.
func (t *task) key() string {
	for _, i := range t.Identifier {
		if i.Value != "" {
			return strings.TrimPrefix(strings.ToLower(i.Value), "urn:uuid:")
		}
	}
	return t.ID
}

// tasks are the tasks that may be shown, each as last updated.
func tasks(standing []*task, g policy.Grant, subject fnr.Number) ([]HealthTask, error) {
	slices.SortFunc(standing, func(a, b *task) int {
		return cmp.Or(fhir.Began(b.Meta.LastUpdated).Compare(fhir.Began(a.Meta.LastUpdated)), strings.Compare(a.ID, b.ID))
	})
	shown := fhir.Once(standing, (*task).key, func(t *task) bool { return nhn.Shown(&t.Resource, g) })
	out := make([]HealthTask, 0, len(shown))
	for _, t := range shown {
		if t.Status == enteredInError {
			continue
		}
		if t.key() == "" { // it could not be told from others
			return nil, sources.Garbled
		}
		status, err := status(t.Status)
		if err != nil {
			return nil, err
		}
		one := HealthTask{
			ID: fhir.RecordID{Subject: subject, Key: t.key()}, Grant: g, Kind: t.kind(),
			Title: fhir.String(t.Code.Words()), Description: fhir.String(t.Description), status: status,
			Sender: t.Party(t.Requester).Office(), SentAt: fhir.ParseInstant(t.AuthoredOn), URL: fhir.WebAddress(t.InstantiatesURI),
		}
		one.Deadline, one.ClosesAt = t.deadlines()
		one.form, one.letter = t.Focus.ID("Questionnaire"), t.held()
		for _, o := range t.Output {
			one.answer = cmp.Or(o.ValueReference.ID("QuestionnaireResponse"), one.answer)
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b HealthTask) int { return a.compare(&b) })
	return out, nil
}

// kind is nil for a task whose focus the profile does not have.
func (t *task) kind() *HealthTaskKind {
	k := ToDo
	switch about := path.Base(t.Focus.Type); {
	case t.Focus.ID("Questionnaire") != "":
		k = Form
	case about == "Communication", t.Focus.ID("Communication") != "":
		k = Letter
	case about != "Questionnaire" && about != "Task":
		return nil
	case fhir.WebAddress(t.InstantiatesURI) != nil:
		k = Link
	case about == "Questionnaire": // elsewhere, with no address
		return nil
	}
	return &k
}

// deadlines are the sender's deadline and the time the task closes: the later of that
// and the end of its period. Each stands for the other when it is missing.
func (t *task) deadlines() (deadline, closes *time.Time) {
	closes = end(t.Restriction.Period.End)
	if day := t.Restriction.Extension.At(extDeadline).Day(); day != nil {
		deadline = end(string(*day))
	}
	if closes == nil || deadline != nil && deadline.After(*closes) {
		closes = deadline
	}
	return cmp.Or(deadline, closes), closes
}

// end is an instant, or the last second of a Norwegian day; nil when s is neither.
func end(s string) *time.Time {
	if day := fhir.ParseDate(s); day != nil && len(s) == len(time.DateOnly) {
		last := day.In(fhir.Norway()).AddDate(0, 0, 1).Add(-time.Second)
		return &last
	}
	return fhir.ParseInstant(s)
}

// status is nil for one that the profile does not have, and Garbled for one that FHIR
// does not have: the task may have been withdrawn.
func status(code string) (*HealthTaskStatus, error) {
	var s HealthTaskStatus
	switch code {
	case "ready", "requested": // requested by older senders
		s = Ready
	case "in-progress":
		s = InProgress
	case "completed":
		s = Completed
	case "cancelled":
		s = Cancelled
	case "draft", "received", "accepted", "rejected", "on-hold", "failed":
		return nil, nil //nolint:nilnil // an unknown status is not an error
	default:
		return nil, sources.Garbled
	}
	return &s, nil
}
