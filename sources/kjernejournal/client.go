package kjernejournal

import (
	"context"
	"net/http"

	"github.com/go-json-experiment/json"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:kjernejournal"
	Scope    = "nhn:kjernejournal/critical-information-read"
)

const (
	root      = "/api/critical-information/v1"
	mediaJSON = "application/json"
)

// maxPages bounds the number of pages. The register has not been seen to page
// here.
const maxPages = 20

var opStatus = sources.Operation{
	Name: "Status", Repeatable: true,
	Accepts: []string{mediaJSON, fhir.MediaType},
	// The body of a 404 distinguishes no record from a wrong address.
	Statuses: []int{http.StatusNotFound},
}

// Client calls kjernejournal. It is safe for concurrent use.
type Client struct{ register *nhn.Client }

// Options identify the caller to the register.
type Options = nhn.Options

// New makes a Client on top of c.
func New(c *sources.Client, o Options) *Client { return &Client{nhn.New(c, o)} }

// Record reads whether the subject of g has a record, and opens it. Having none
// is a result, not an error. A Grant for the plain extract opens critical information
// alone.
func (c *Client) Record(ctx context.Context, g policy.Grant) (SummaryCareRecord, error) {
	subject, ok := g.Plain(policy.SummaryCareRecord)
	if !ok {
		return SummaryCareRecord{}, sources.Denied
	}
	body, err := json.Marshal(statusRequest{NIN: subject.Digits()})
	if err != nil {
		return SummaryCareRecord{}, sources.Internal
	}
	h := c.register.Header()
	h.Set("Nhn-Patient-Nin", subject.Digits())
	q := sources.Request{Method: http.MethodPost, Path: root + "/status", Header: h, ContentType: mediaJSON, Body: body}
	var said status
	err = c.register.Call(ctx, opStatus, q, func(r *sources.Response) error {
		said, err = decodeStatus(r, subject)
		return err
	})
	switch {
	case err != nil:
		return SummaryCareRecord{}, err
	case !said.open:
		return SummaryCareRecord{Status: None, Grant: g}, nil
	}
	return SummaryCareRecord{Status: Active, Grant: g, CriticalInformation: &CriticalInformation{grant: g, empty: said.empty}}, nil
}

// Allergies are those on record, latest first. No call is made when the
// register has said that there are none.
func (c *Client) Allergies(ctx context.Context, of CriticalInformation) ([]Allergy, error) {
	return list(ctx, c, "AllergyIntolerance", "AllergyIntolerance", of, (*entry).allergy)
}

// Conditions are those on record, of all kinds, latest first. No call is made
// when the register has said that there are none.
func (c *Client) Conditions(ctx context.Context, of CriticalInformation) ([]CriticalCondition, error) {
	return list(ctx, c, "Conditions", "Condition", of, (*entry).condition)
}

// list reads all resources of one type that may be shown. An incomplete list
// would be worse than none, and is refused.
func list[T any](ctx context.Context, c *Client, operation, resourceType string, of CriticalInformation, model func(*entry, fhir.RecordID) T) ([]T, error) {
	if of.empty {
		return []T{}, nil
	}
	s := nhn.Search{Operation: operation, Path: root + "/" + operation, Type: resourceType, By: nhn.PatientNIN, Pages: maxPages, Extract: true}
	return nhn.List(ctx, c.register, of.grant, policy.SummaryCareRecord, s,
		func(e *entry) string { return e.RecordedDate },
		func(e *entry, id fhir.RecordID) (T, error) { return model(e, id), nil })
}
