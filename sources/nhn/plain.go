package nhn

import (
	"context"
	"net/http"

	"github.com/go-json-experiment/json"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

// Person is embedded in what a service that is not FHIR returns about one
// person: it begins with whom it is about.
type Person struct {
	Number string `json:"innbyggerFnr"`
}

func (p *Person) number() string { return p.Number }

// Read reads what a service that is not FHIR holds about a person, by the person's
// number alone. See [Client.Search].
func (c *Client) Read(ctx context.Context, op sources.Operation, path string, subject fnr.Number, into interface{ number() string }) error {
	return c.Search(ctx, op, path, subject, Person{subject.Digits()}, into, nil)
}

// Search reads what a service that is not FHIR holds about a person: a request in
// JSON, which embeds [Person], and a response that does so too. It is Garbled when
// the response names nobody, and Mismatch when it is about somebody else. A response
// about the subject is passed to read, if that is not nil.
func (c *Client) Search(ctx context.Context, op sources.Operation, path string, subject fnr.Number, request any, into interface{ number() string }, read func(*sources.Response) error) error {
	body, err := json.Marshal(request)
	if err != nil {
		return sources.Internal
	}
	q := sources.Request{Method: http.MethodPost, Path: path, Header: c.Header(), ContentType: "application/json", Body: body}
	return c.Call(ctx, op, q, func(r *sources.Response) error {
		if err := sources.DecodeJSON(r.Body, into); err != nil {
			return err
		}
		about, err := fnr.Parse(into.number())
		switch {
		case err != nil:
			return sources.Garbled
		case about != subject:
			r.Foreign(1)
			return sources.Mismatch
		case read != nil:
			return read(r)
		}
		return nil
	})
}

// Records are the records of a list that the holder of g may see, each id once, the
// first one; about has a record's id and labels. No list at all is Garbled, being
// unknown and not empty, and so is a record without an id, which could not be told
// from others.
func Records[T any](all []T, g policy.Grant, about func(T) (id string, labels []string)) ([]T, error) {
	if all == nil {
		return nil, sources.Garbled
	}
	shown, seen := make([]T, 0, len(all)), make(map[string]bool, len(all))
	for _, one := range all {
		id, labels := about(one)
		if id == "" {
			return nil, sources.Garbled
		}
		if !seen[id] && (len(labels) == 0 || g.Shows(labels...)) {
			shown = append(shown, one)
		}
		seen[id] = true
	}
	return shown, nil
}
