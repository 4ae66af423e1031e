package main

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const kjernejournal = "/api/critical-information/v1/"

// criticalWire is an AllergyIntolerance or a Condition.
type criticalWire struct {
	ID           string       `json:"id"`
	Verification *conceptWire `json:"verificationStatus"`
	Criticality  string       `json:"criticality"`
	Code         *conceptWire `json:"code"`
	RecordedDate string       `json:"recordedDate"`
}

// record calls Kjernejournal, which requires the status to be read first.
func (r *registers) record(ctx context.Context, number string, p *person) error {
	body, err := json.Marshal(map[string]string{"nin": number})
	if err != nil {
		return err
	}
	var said struct {
		Critical *bool `json:"hasCriticalInformation"`
		Privacy  struct {
			Reserved bool `json:"hasReservationKjernejournal"`
			Blocked  bool `json:"isBlocked"`
		} `json:"privacySetting"`
	}
	if err := r.fetch(ctx, question{at: "kjernejournal", path: kjernejournal + "status", kind: "application/json", header: national(number), body: body}, &said); err != nil {
		return err
	}
	p.Record.Status = "NONE"
	if said.Privacy.Reserved || said.Privacy.Blocked {
		return nil
	}
	p.Record.Status = "ACTIVE"
	p.Record.Critical = &struct {
		Allergies  []allergy   `json:"allergies"`
		Conditions []condition `json:"conditions"`
	}{[]allergy{}, []condition{}}
	if said.Critical != nil && !*said.Critical {
		return nil
	}
	return together(
		func() error {
			found, err := r.critical(ctx, number, "AllergyIntolerance")
			for _, w := range found {
				a := allergy{Criticality: some(w.Criticality), RecordedOn: day(w.RecordedDate), Verification: &w.Verification.Coding[0].Code}
				a.Substance, a.Text = w.coded()
				p.Record.Critical.Allergies = append(p.Record.Critical.Allergies, a)
			}
			return err
		},
		func() error {
			found, err := r.critical(ctx, number, "Conditions")
			for _, w := range found {
				c := condition{RecordedOn: day(w.RecordedDate)}
				c.Code, c.Text = w.coded()
				p.Record.Critical.Conditions = append(p.Record.Critical.Conditions, c)
			}
			return err
		},
	)
}

func (r *registers) critical(ctx context.Context, number, kind string) ([]criticalWire, error) {
	text, err := r.call(ctx, http.MethodGet, question{at: "kjernejournal", path: kjernejournal + kind, header: national(number)})
	if err != nil {
		return nil, err
	}
	var bundle bundleWire
	if err := json.Unmarshal(text, &bundle); err != nil {
		return nil, err
	}
	out := make([]criticalWire, 0, len(bundle.Entry))
	for _, e := range bundle.Entry {
		var w criticalWire
		if err := json.Unmarshal(e.Resource, &w); err != nil {
			return nil, err
		}
		if w.Verification != nil && len(w.Verification.Coding) > 0 && w.Verification.Coding[0].Code != "entered-in-error" {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b criticalWire) int {
		return cmp.Or(cmp.Compare(b.RecordedDate, a.RecordedDate), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

func (w *criticalWire) coded() (*coding, *string) {
	c := w.Code.in("whocc.no/atc", "7180", "snomed.info/sct", "7110")
	if c == nil && w.Code != nil {
		c = w.Code.in("")
	}
	if c == nil && w.Code != nil {
		return nil, some(w.Code.Text)
	}
	return c, nil
}

// regions are the hospitals' endpoints.
var regions = [4]string{"NORD", "MIDT", "VEST", "SOR_OST"}

type documentWire struct {
	Type   *conceptWire    `json:"type"`
	Date   string          `json:"date"`
	Author []referenceWire `json:"author"`
	Labels []conceptWire   `json:"securityLabel"`
	Master struct {
		Value string `json:"value"`
	} `json:"masterIdentifier"`
	Content []struct {
		Attachment struct {
			ContentType string `json:"contentType"`
			Title       string `json:"title"`
			Creation    string `json:"creation"`
		} `json:"attachment"`
	} `json:"content"`
}

// documents calls one region's hospitals.
func (r *registers) documents(ctx context.Context, number, region string) ([]document, error) {
	form := url.Values{"status": {"current"}, "patient.identifier": {number}, "_count": {"50"}, "_sort": {"-date"}}
	header := national("")
	header["Accept"] = "application/fhir+json; fhirVersion=4.0"
	var bundle bundleWire
	err := r.fetch(ctx, question{
		at: "pasientjournal." + region, path: "/R4/fhir/DocumentReference/_search", kind: "application/x-www-form-urlencoded",
		header: header, body: []byte(form.Encode()),
	}, &bundle)
	if err != nil {
		return nil, err
	}
	var out []document
	for _, e := range bundle.Entry {
		var w documentWire
		if err := json.Unmarshal(e.Resource, &w); err != nil {
			return nil, err
		}
		if d, ok := w.document(region); ok {
			out = append(out, d)
		}
	}
	return out, nil
}

// document is false if labels hide it from the citizen.
func (w *documentWire) document(region string) (document, bool) {
	for _, label := range w.Labels {
		if l := label.in("9603"); l != nil && l.Code != "N" && l.Code != "NORS" && l.Code != "NORN_FORANS" {
			return document{}, false
		}
	}
	if len(w.Content) == 0 {
		return document{}, false
	}
	a := w.Content[0].Attachment
	d := document{Title: some(a.Title), Region: region, Media: some(a.ContentType), key: w.Master.Value}
	if c := w.Type.in("9602"); c != nil {
		d.Type = &code{c.Code}
	}
	if len(w.Author) > 0 {
		d.Author = &author{w.Author[0].Display}
	}
	if at, err := time.Parse(time.RFC3339, cmp.Or(a.Creation, w.Date)); err == nil {
		made := at.UTC().Format("2006-01-02T15:04:05.000Z")
		d.Created = &made
	}
	return d, true
}

// inOrder sorts the newest first.
func inOrder(all []document) []document {
	slices.SortFunc(all, func(a, b document) int {
		return cmp.Or(compareDays(b.Created, a.Created), cmp.Compare(a.Region, b.Region), cmp.Compare(a.key, b.key))
	})
	if all == nil {
		return []document{}
	}
	return all
}

type yearWire struct {
	Sum        jsontext.Value  `json:"sumGodkjent"`
	Left       jsontext.Value  `json:"gjenstaar"`
	CoPayments []coPaymentWire `json:"egenandeler"`
}

type coPaymentWire struct {
	ID       string         `json:"id"`
	Day      string         `json:"dato"`
	Type     string         `json:"behandlertype"`
	Provider string         `json:"behandlerNavn"`
	Amount   jsontext.Value `json:"belop"`
	Paid     *bool          `json:"betalt"`
	Counts   string         `json:"tellerFra"`
}

// card calls Helfo for the year's co-payments.
func (r *registers) card(ctx context.Context, number string, p *person) error {
	year := time.Now().Year()
	body, err := json.Marshal(map[string]any{"borgerIdent": number, "aar": year})
	if err != nil {
		return err
	}
	var said yearWire
	if err := r.fetch(ctx, question{at: "frikort", path: "/api/egenandeler/v1/sok", kind: "application/json", body: body}, &said); err != nil {
		return err
	}
	slices.SortFunc(said.CoPayments, func(a, b coPaymentWire) int { return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.ID, b.ID)) })
	p.Card = &card{Year: year, Paid: kroner(said.Sum), Remaining: kroner(said.Left)}
	p.Card.CoPayments = coPayments{Total: len(said.CoPayments), Nodes: make([]coPayment, 0, len(said.CoPayments))}
	for _, w := range said.CoPayments {
		c := coPayment{Provider: some(w.Provider), Type: &code{w.Type}, Amount: kroner(w.Amount), Counts: w.Paid}
		if w.Paid != nil && *w.Paid {
			c.PaidOn = day(w.Counts)
		}
		p.Card.CoPayments.Nodes = append(p.Card.CoPayments.Nodes, c)
	}
	return nil
}

func kroner(v jsontext.Value) *money {
	if len(v) == 0 || v.Kind() == 'n' {
		return nil
	}
	return &money{string(v), "NOK"}
}
