package main

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// daily is a citizen's health with what people come for first.
type daily struct {
	person
	Appointments list[appointment] `json:"appointments"`
	Referrals    list[referral]    `json:"referrals"`
	Change       *change           `json:"generalPractitionerChange"`
	Contacts     contacts          `json:"healthContacts"`
}

type list[T any] struct {
	Total int `json:"totalCount"`
	Nodes []T `json:"nodes"`
}

type appointment struct {
	Status       string  `json:"status"`
	Start        *string `json:"start"`
	End          *string `json:"end"`
	Instructions *string `json:"instructions"`
	Category     *code   `json:"category"`
	key          string
}

type referral struct {
	Status     *string `json:"status"`
	Priority   string  `json:"priority"`
	Indication *string `json:"indication"`
	ReceivedOn *string `json:"receivedOn"`
	Deadline   *string `json:"treatmentDeadline"`
	key        string
}

type change struct {
	Left    int      `json:"changesLeft"`
	Used    int      `json:"changesUsed"`
	Waiting *waiting `json:"waitingList"`
}

type waiting struct {
	Position int `json:"position"`
	Total    int `json:"total"`
}

// dailyServices are those that get an entry in the usage log.
var dailyServices = append(slices.Clone(services), "APPOINTMENT", "REFERRAL", "CHANGE_GP", "HEALTH_CONTACT")

// everyday is the citizen's own health, appointments, referrals, change of GP and
// contacts.
func (r *registers) everyday(ctx context.Context, number string) (any, error) {
	people, err := r.decided(ctx, number)
	if err != nil {
		return nil, err
	}
	var out daily
	var before, teams, own []contact
	err = together(
		func() error {
			all, err := r.health(ctx, number, []string{number}, people, dailyServices)
			if err == nil {
				out.person = all[0]
			}
			return err
		},
		func() (err error) { out.Appointments, err = r.appointments(ctx, number); return err },
		func() (err error) { out.Referrals, err = r.referrals(ctx, number); return err },
		func() (err error) { out.Change, err = r.change(ctx, number); return err },
		func() (err error) { before, err = r.earlier(ctx, number); return err },
		func() (err error) { teams, err = r.teams(ctx, number); return err },
		func() (err error) { own, err = r.entered(ctx, number); return err },
	)
	if err != nil {
		return nil, err
	}
	out.Contacts = r.merged(teams, out.Practitioner.present(), before, own)
	return map[string]any{"person": &out}, nil
}

// search reads every resource about a person.
func (r *registers) search(ctx context.Context, at, path, number string, into func(jsontext.Value) error) error {
	form := url.Values{"patient.identifier": {"urn:oid:2.16.578.1.12.4.1.4.1|" + number}, "_count": {"100"}}
	header := national("")
	header["Accept"] = "application/fhir+json"
	var bundle bundleWire
	err := r.fetch(ctx, question{at: at, path: path, kind: "application/x-www-form-urlencoded", header: header, body: []byte(form.Encode())}, &bundle)
	for i := 0; err == nil && i < len(bundle.Entry); i++ {
		err = into(bundle.Entry[i].Resource)
	}
	return err
}

type appointmentWire struct {
	Status     string `json:"status"`
	Identifier []struct {
		System string `json:"system"`
		Value  string `json:"value"`
	} `json:"identifier"`
	Category     []conceptWire `json:"serviceCategory"`
	Start        string        `json:"start"`
	End          string        `json:"end"`
	Instructions string        `json:"patientInstruction"`
}

func (r *registers) appointments(ctx context.Context, number string) (list[appointment], error) {
	all, now := list[appointment]{Nodes: []appointment{}}, time.Now()
	err := r.search(ctx, "timeavtaler", "/timeavtaler/api/v1/Appointment/_search", number, func(text jsontext.Value) error {
		var w appointmentWire
		if err := json.Unmarshal(text, &w); err != nil {
			return err
		}
		end, err := time.Parse(time.RFC3339, w.End)
		if err != nil || w.Status != "booked" || end.Before(now) {
			return err
		}
		a := appointment{Status: "BOOKED", Start: instant(w.Start), End: instant(w.End), Instructions: some(w.Instructions)}
		for i := range w.Category {
			if c := w.Category[i].in("service-category", "7619"); c != nil {
				a.Category = &code{c.Code}
			}
		}
		if len(w.Identifier) > 0 {
			a.key = w.Identifier[0].System + "|" + w.Identifier[0].Value
		}
		all.Nodes = append(all.Nodes, a)
		return nil
	})
	slices.SortFunc(all.Nodes, func(a, b appointment) int {
		return cmp.Or(compareDays(a.Start, b.Start), cmp.Compare(a.key, b.key))
	})
	all.Total = len(all.Nodes)
	return all, err
}

// instant is a time in UTC, with milliseconds.
func instant(s string) *string {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return nil
	}
	return some(at.UTC().Format("2006-01-02T15:04:05.000Z"))
}

type referralWire struct {
	Status     string          `json:"status"`
	Priority   string          `json:"priority"`
	ReasonCode []conceptWire   `json:"reasonCode"`
	Extension  []extensionWire `json:"extension"`
	Identifier []struct {
		Value string `json:"value"`
	} `json:"identifier"`
}

// stages are how far a referral has come, by the hospital's reply in code list 9148.
var stages = map[string]string{"1": "SCHEDULED", "2": "ASSESSED", "3": "FORWARDED", "4": "REJECTED", "11": "ASSESSED"}

func (r *registers) referrals(ctx context.Context, number string) (list[referral], error) {
	all := list[referral]{Nodes: []referral{}}
	err := r.search(ctx, "henvisninger", "/henvisninger/api/v1/ServiceRequest/_search", number, func(text jsontext.Value) error {
		var w referralWire
		if err := json.Unmarshal(text, &w); err != nil {
			return err
		}
		one := referral{
			Status: some("RECEIVED"), Priority: map[string]string{"routine": "ROUTINE", "urgent": "URGENT", "stat": "STAT"}[w.Priority],
			ReceivedOn: day(find(w.Extension, "no-mottatt-dato").DateTime), Deadline: day(find(w.Extension, "no-frist-for-helsehjelp").DateTime),
		}
		if reply := find(w.Extension, "servicerequest-statusReason").Concept.in("9148"); reply != nil {
			one.Status = some(stages[reply.Code])
			if w.Status == "completed" && reply.Code != "4" && reply.Code != "3" {
				one.Status = some("COMPLETED")
			}
		}
		if len(w.ReasonCode) > 0 {
			one.Indication = some(w.ReasonCode[0].Text)
		}
		if len(w.Identifier) > 0 {
			one.key = w.Identifier[0].Value
		}
		all.Nodes = append(all.Nodes, one)
		return nil
	})
	slices.SortFunc(all.Nodes, func(a, b referral) int {
		return cmp.Or(compareDays(b.ReceivedOn, a.ReceivedOn), cmp.Compare(a.key, b.key))
	})
	all.Total = len(all.Nodes)
	return all, err
}

// change calls FLO for the changes of GP that are left, and a place in a queue.
func (r *registers) change(ctx context.Context, number string) (*change, error) {
	body, err := json.Marshal(map[string]string{"innbyggerFnr": number})
	if err != nil {
		return nil, err
	}
	var said struct {
		Used    int  `json:"antallByttet"`
		Most    int  `json:"maks"`
		Extra   bool `json:"ekstraBytte"`
		Waiting *struct {
			Position int `json:"nummer"`
			Total    int `json:"antall"`
		} `json:"venteliste"`
	}
	if err := r.fetch(ctx, question{at: "flo", path: "/flo/api/v1/status", kind: "application/json", header: national(""), body: body}, &said); err != nil {
		return nil, err
	}
	c := &change{Used: said.Used, Left: max(0, said.Most-said.Used)}
	if said.Extra {
		c.Left++
	}
	if w := said.Waiting; w != nil {
		c.Waiting = &waiting{w.Position, w.Total}
	}
	return c, nil
}
