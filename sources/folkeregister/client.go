package folkeregister

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

// The most people in one call to each register.
const (
	maxPersons  = 100
	maxContacts = 1000
)

var (
	opPersons = sources.Operation{Name: "Persons", Repeatable: true, Accepts: []string{"application/json"}}
	opKRR     = sources.Operation{Name: "KRR", Repeatable: true, Accepts: []string{"application/json"}}
)

// informationParts are the parts of a person's record that we request.
var informationParts = []string{"NorwegianIdentificationNumber", "Name", "Birth", "Death", "Status", "AddressProtection", "ResidentialAddress", "ParentalResponsibility"}

// Client calls Persontjenesten and KRR.
type Client struct{ persontjenesten, krr *sources.Client }

// New makes a Client of the two endpoints. Without KRR (nil) there is no contact
// information.
func New(persontjenesten, krr *sources.Client) *Client {
	return &Client{persontjenesten: persontjenesten, krr: krr}
}

// HasContacts reports whether KRR is configured.
func (c *Client) HasContacts() bool { return c != nil && c.krr != nil }

// Persons returns the records of those the inquiries are about, in as few calls
// as the register allows. Each of them has a result, with the error NotFound if
// the register has no such person. An empty Inquiry makes no call.
func (c *Client) Persons(ctx context.Context, inquiries []policy.Inquiry) map[fnr.Number]sources.Result[Person] {
	return sources.Batch(subjects(inquiries, policy.Inquiry.About), maxPersons, func(asked []fnr.Number) (map[fnr.Number]sources.Result[Person], error) {
		q := sources.Request{
			Method:      http.MethodPost,
			Path:        "/api/v3/full-access/person/bulk-by-nin",
			Query:       url.Values{"informationParts": informationParts},
			ContentType: "application/x-www-form-urlencoded",
			Body:        []byte(url.Values{"nins": {strings.Join(digits(asked), ",")}}.Encode()),
		}
		return call(ctx, c.persontjenesten, opPersons, q, asked, decodePersons)
	})
}

// Contacts returns the contact information of the grants' subjects. Grants for
// services other than PROFILE make no call and have no result.
func (c *Client) Contacts(ctx context.Context, grants []policy.Grant) map[fnr.Number]sources.Result[Contact] {
	profile := func(g policy.Grant) (fnr.Number, bool) { return g.Subject(policy.Profile) }
	return sources.Batch(subjects(grants, profile), maxContacts, func(asked []fnr.Number) (map[fnr.Number]sources.Result[Contact], error) {
		body, err := json.Marshal(map[string][]string{"personidentifikatorer": digits(asked)})
		if err != nil {
			return nil, sources.Internal
		}
		q := sources.Request{Method: http.MethodPost, Path: "/rest/v2/personer", ContentType: "application/json", Body: body}
		return call(ctx, c.krr, opKRR, q, asked, decodeContacts)
	})
}

// call makes one call about several people, and aligns the records returned.
func call[T any](ctx context.Context, c *sources.Client, op sources.Operation, q sources.Request, asked []fnr.Number, decode func([]byte) ([]record[T], error)) (map[fnr.Number]sources.Result[T], error) {
	var answers map[fnr.Number]sources.Result[T]
	err := c.Call(ctx, op, q, func(resp *sources.Response) error {
		records, err := decode(resp.Body)
		if err != nil {
			return err
		}
		answers, err = align(resp, asked, records)
		return err
	})
	return answers, err
}

// subjects are the people whom the inquiries or grants open.
func subjects[A any](asks []A, subject func(A) (fnr.Number, bool)) []fnr.Number {
	out := make([]fnr.Number, 0, len(asks))
	for _, a := range asks {
		if n, ok := subject(a); ok {
			out = append(out, n)
		}
	}
	return out
}

func digits(numbers []fnr.Number) []string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = n.Digits()
	}
	return out
}
