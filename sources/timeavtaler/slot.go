package timeavtaler

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

const (
	systemHPR  = "urn:oid:2.16.578.1.12.4.1.4.4"
	systemSlot = "http://helsenorge.no/fhir/CodeSystem/hn-scheduleAndSlot-type-cs"
	// Free times are the same for all who may see them, and may be a little old:
	// somebody else may take one at any moment.
	freshFor, mostKept = 30 * time.Second, 1000
	slotPages          = 5
)

// Slot is a free time (ledig time).
type Slot struct {
	ID         fhir.RecordID // names it for one person
	Start, End time.Time
	Type       *fhir.Coding // what it is for; nil is anything
}

// offered is a free time as it is for everybody.
type offered struct {
	id         string
	start, end time.Time
	kind       *fhir.Coding
}

type slot struct {
	fhir.Resource
	AppointmentType *fhir.CodeableConcept `json:"appointmentType"`
	Start           string                `json:"start"`
	End             string                `json:"end"`
}

// Slots are the free times with a GP, by HPR number, from one day to another, both
// included; the earliest first. Who sees them is decided for the subject of g; the
// request names no person, and its response is shared for half a minute.
func (c *Client) Slots(ctx context.Context, g policy.Grant, hprNumber string, from, to fhir.Date) ([]Slot, error) {
	subject, ok := g.Subject(policy.GPDialogue)
	if !ok {
		return nil, sources.Denied
	}
	free, err := c.free.Get(ctx, strings.Join([]string{hprNumber, string(from), string(to)}, " "), func(ctx context.Context) ([]offered, time.Duration, error) {
		all, err := c.slots(ctx, hprNumber, from, to)
		return all, freshFor, err
	})
	if err != nil {
		return nil, err
	}
	out := make([]Slot, 0, len(free))
	for _, o := range free {
		out = append(out, Slot{ID: fhir.RecordID{Subject: subject, Key: o.id}, Start: o.start, End: o.end, Type: o.kind})
	}
	return out, nil
}

// slots reads all pages. An incomplete response is refused.
func (c *Client) slots(ctx context.Context, hprNumber string, from, to fhir.Date) (free []offered, err error) {
	const path = "/timeavtaler/api/v1/Slot"
	after := fhir.DateOf(to.In(time.UTC).AddDate(0, 0, 1))
	query := url.Values{
		"schedule.actor.identifier": {systemHPR + "|" + hprNumber}, "status": {"free"},
		"start": {"ge" + string(from), "lt" + string(after)}, "_count": {"200"},
	}
	set := fhir.NewSearchset(fnr.Number{})
	all := fhir.Collect[slot](set, "Slot", true, nil)
	err = c.Find(ctx, "Slot", path, query, slotPages, set, func(*sources.Response) error {
		free, err = offers(all)
		return err
	})
	if err != nil {
		return nil, err
	}
	return free, nil
}

// offers are the free times of all pages.
func offers(all *fhir.Records[*slot]) ([]offered, error) {
	out := []offered{}
	for _, s := range fhir.Once(all.Standing, func(s *slot) string { return s.ID }, func(*slot) bool { return true }) {
		start, end := fhir.ParseInstant(s.Start), fhir.ParseInstant(s.End)
		if s.ID == "" || start == nil || end == nil {
			return nil, sources.Garbled
		}
		if s.Status == "free" {
			out = append(out, offered{s.ID, *start, *end, s.AppointmentType.Said(systemSlot, systemType)})
		}
	}
	slices.SortFunc(out, func(a, b offered) int {
		if by := a.start.Compare(b.start); by != 0 {
			return by
		}
		return strings.Compare(a.id, b.id)
	})
	return out, nil
}
