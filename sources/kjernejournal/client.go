package kjernejournal

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/go-json-experiment/json"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// What the HelseID token is asked for, unless configuration says otherwise.
const (
	Audience = "nhn:kjernejournal"
	Scope    = "nhn:kjernejournal/critical-information-read"
)

const (
	root      = "/api/critical-information/v1"
	mediaJSON = "application/json"
)

// The operations, as in statistics and logs.
var (
	opStatus = sources.Operation{
		Name: "Status", Repeatable: true,
		Accepts: []string{mediaJSON, fhir.MediaType},
		// 404 says why in its body: no record, or no such place.
		Statuses: []int{http.StatusNotFound},
	}
	opAllergies  = sources.Operation{Name: "AllergyIntolerance", Repeatable: true, Accepts: []string{fhir.MediaType}}
	opConditions = sources.Operation{Name: "Conditions", Repeatable: true, Accepts: []string{fhir.MediaType}}
)

// Client asks kjernejournal. It is safe for concurrent use.
type Client struct {
	register *sources.Client
	options  Options
}

// Options are what the register wants to know of who asks.
type Options struct {
	// SourceSystem is name and version of the calling system, 3–512
	// characters. Default "Helsegraf 1".
	SourceSystem string
	// EventID gives each question an id of its own, at most 128 characters,
	// for tracing it with the register. Default is random.
	EventID func() string
}

// New makes a Client on top of c.
func New(c *sources.Client, o Options) *Client {
	if o.SourceSystem == "" {
		o.SourceSystem = "Helsegraf 1"
	}
	if o.EventID == nil {
		o.EventID = rand.Text
	}
	return &Client{register: c, options: o}
}

// Record asks whether the subject of g has a record, and opens the reading of
// it. That there is none is an answer, not an error.
func (c *Client) Record(ctx context.Context, g policy.Grant) (SummaryCareRecord, error) {
	subject, ok := g.Subject(policy.SummaryCareRecord)
	if !ok {
		return SummaryCareRecord{}, sources.Denied
	}
	body, err := json.Marshal(statusQuestion{NIN: subject.Digits()})
	if err != nil {
		return SummaryCareRecord{}, sources.Internal
	}
	q := sources.Request{Method: http.MethodPost, Path: root + "/status", Header: c.header(subject), ContentType: mediaJSON, Body: body}
	var said status
	err = c.register.Call(ctx, opStatus, q, func(r *sources.Response) error {
		said, err = decodeStatus(r, subject)
		return err
	})
	switch {
	case err != nil:
		return SummaryCareRecord{}, err
	case !said.open:
		return SummaryCareRecord{Status: None}, nil
	}
	return SummaryCareRecord{Status: Active, CriticalInformation: &CriticalInformation{grant: g, empty: said.empty}}, nil
}

// Allergies are those on record, the latest first. The register is not called
// when it has said that there is nothing.
func (c *Client) Allergies(ctx context.Context, of CriticalInformation) ([]Allergy, error) {
	return list(ctx, c, opAllergies, "AllergyIntolerance", of, (*entry).allergy)
}

// Conditions are those on record, of all kinds, the latest first. The register
// is not called when it has said that there is nothing.
func (c *Client) Conditions(ctx context.Context, of CriticalInformation) ([]CriticalCondition, error) {
	return list(ctx, c, opConditions, "Condition", of, (*entry).condition)
}

// list reads all resources of one type that may be shown.
func list[T any](ctx context.Context, c *Client, op sources.Operation, resourceType string, of CriticalInformation, model func(*entry) T) ([]T, error) {
	subject, ok := of.grant.Subject(policy.SummaryCareRecord)
	if !ok {
		return nil, sources.Denied
	}
	if of.empty {
		return []T{}, nil
	}
	q := sources.Request{Method: http.MethodGet, Path: root + "/" + op.Name, Header: c.header(subject)}
	var out []T
	err := c.register.Call(ctx, op, q, func(r *sources.Response) error {
		entries, err := decodeBundle(r, resourceType, of.grant, subject)
		out = make([]T, 0, len(entries))
		for _, e := range entries {
			out = append(out, model(e))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (c *Client) header(subject fnr.Number) http.Header {
	h := sources.NHNHeader(c.options.SourceSystem, c.options.EventID())
	h.Set("Nhn-Patient-Nin", subject.Digits())
	return h
}
