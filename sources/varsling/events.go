package varsling

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// A page of events, how many pages are read for a part of the feed, and how many
// events are requested beyond those wanted, for some are left out.
const (
	mostEvents = 100
	mostPages  = 20
	spare      = 20
)

type eventsRequest struct {
	nhn.Person
	Services []string `json:"tjenester"`
	After    int      `json:"etter,omitzero"`
	Count    int      `json:"antall"`
}

type eventsWire struct {
	nhn.Person
	Events []eventWire `json:"hendelser"`
	More   *bool       `json:"flere"`
}

type eventWire struct {
	Number  fhir.Integer   `json:"sekvensnummer"`
	At      string         `json:"tidspunkt"`
	Service string         `json:"tjeneste"`
	Type    string         `json:"type"`
	Own     bool           `json:"bareInnbygger"`
	Labels  []string       `json:"skjerming"`
	Object  fhir.Reference `json:"gjelder"`

	sequence int // Number, as read
}

// Events are the part of the feed that a window shows, in the order things happened:
// events of these services that the holder of g may see. The window's positions are
// sequence numbers.
//
// The register is asked for those services and no others, so neither what is read nor
// how often depends on the rest.
func (c *Client) Events(ctx context.Context, g policy.Grant, of policy.ServiceSet, w nhn.Window) (out nhn.Rows[ActivityEvent], err error) {
	subject, ok := g.Subject(policy.Profile)
	if !ok {
		return out, sources.Denied
	}
	q := eventsRequest{Person: nhn.Person{Number: subject.Digits()}, Count: mostEvents}
	for _, s := range of.List() {
		q.Services = append(q.Services, codes[s])
	}
	if w.After.Key != "" {
		if q.After, err = strconv.Atoi(w.After.Key); err != nil || q.After < 1 {
			return out, sources.Internal
		}
	}
	if w.First > 0 {
		q.Count = min(w.First+spare, mostEvents)
	}
	out = nhn.Rows[ActivityEvent]{Rows: []nhn.Row[ActivityEvent]{}, Complete: true}
	for range mostPages {
		var page eventsWire
		err := c.Search(ctx, opEvents, "/varsling/api/v1/hendelser/sok", subject, q, &page, func(r *sources.Response) error {
			return page.check(r, q, of)
		})
		if err != nil {
			return nhn.Rows[ActivityEvent]{}, err
		}
		for _, e := range page.Events {
			if e.shown(g) {
				out.Rows = append(out.Rows, nhn.Row[ActivityEvent]{Position: nhn.Position{Key: fmt.Sprintf("%019d", e.sequence)}, Value: e.model(fhir.RecordID{Subject: subject})})
			}
			q.After = e.sequence
		}
		switch {
		case !*page.More:
			out.Whole = w.After.Key == ""
			return out, nil
		case w.First > 0 && len(out.Rows) > w.First:
			return out, nil
		}
	}
	return nhn.Rows[ActivityEvent]{}, sources.Garbled // a feed without an end
}

// check puts a page in order, each event once. Events that were not asked for are
// dropped and counted. A page is Garbled that begins before it should, that has an
// event without a place, or that promises more and brings nothing.
func (w *eventsWire) check(r *sources.Response, q eventsRequest, of policy.ServiceSet) error {
	if w.Events == nil || w.More == nil || *w.More && len(w.Events) == 0 || len(w.Events) > 2*mostEvents {
		return sources.Garbled
	}
	for i := range w.Events {
		w.Events[i].sequence, _ = w.Events[i].Number.Value() // 0 has no place
	}
	slices.SortFunc(w.Events, func(a, b eventWire) int { return cmp.Compare(a.sequence, b.sequence) })
	if len(w.Events) > 0 && w.Events[0].sequence <= q.After {
		return sources.Garbled
	}
	w.Events = slices.CompactFunc(w.Events, func(a, b eventWire) bool { return a.sequence == b.sequence })
	for i := range w.Events {
		if e := &w.Events[i]; !of.Has(e.service()) || len(e.Labels) == 0 {
			e.Labels = nil
			r.Faulty(1)
		}
	}
	return nil
}

// shown reports whether the holder of g may see the event. One without a label is for
// nobody, and what has been read is no news.
func (w *eventWire) shown(g policy.Grant) bool {
	return len(w.Labels) > 0 && g.Shows(w.Labels...) && (!w.Own || g.Self()) && w.Type != "LEST"
}

func (w *eventWire) model(id fhir.RecordID) ActivityEvent {
	e := ActivityEvent{ID: id, Service: w.service()}
	e.ID.Key = strconv.Itoa(w.sequence)
	if at, ok := fhir.Instant(w.At); ok {
		e.At = &at
	}
	kinds := map[string]ActivityEventKind{"NY": Fresh, "ENDRET": Changed, "AVLYST": Cancelled}
	if kind, ok := kinds[w.Type]; ok {
		e.Kind = &kind
	}
	if key, known := w.object(); known {
		id.Key = key
		e.Object, e.ObjectType = id, types[w.Object.Type]
	}
	return e
}

// types are the types of records that have a field of their own, by FHIR's name.
var types = map[string]string{
	"Appointment": "Appointment", "DiagnosticReport": "TestResult", "ServiceRequest": "Referral", "Task": "HealthTask", "Communication": "Conversation",
}

// object is the key, at its own register's client, of what the event is about.
func (w *eventWire) object() (key string, ok bool) {
	i := w.Object.Identifier
	switch {
	case types[w.Object.Type] == "" || i.Value == "":
		return "", false
	case w.Object.Type == "Appointment" || w.Object.Type == "DiagnosticReport":
		if i.System == "" {
			return i.Value, true
		}
		return i.System + "|" + i.Value, true
	}
	return strings.TrimPrefix(strings.ToLower(i.Value), "urn:uuid:"), true
}

// codes are the register's names of services.
var codes = map[policy.Service]string{
	policy.Profile: "PROFIL", policy.GPInformation: "FASTLEGE", policy.ChangeGP: "BYTTE_FASTLEGE", policy.ExemptionCard: "FRIKORT",
	policy.HealthRegisters: "HELSEREGISTRE", policy.Privacy: "PERSONVERN", policy.Research: "FORSKNING", policy.HospitalJournal: "PASIENTJOURNAL",
	policy.Medication: "LEGEMIDLER", policy.SummaryCareRecord: "KJERNEJOURNAL", policy.Vaccination: "VAKSINER", policy.TestResult: "PROVESVAR",
	policy.Appointment: "TIMEAVTALER", policy.Referral: "HENVISNINGER", policy.HealthContact: "HELSEKONTAKTER", policy.Message: "MELDINGER",
	policy.GPDialogue: "FASTLEGEDIALOG", policy.DocumentArchive: "HELSEARKIV", policy.PatientTravel: "PASIENTREISER", policy.DonorCard: "DONORKORT",
	policy.Tools: "VERKTOY",
}

// service is 0 for a name that is not known.
func (w *eventWire) service() policy.Service {
	for s, code := range codes {
		if code == w.Service {
			return s
		}
	}
	return 0
}
