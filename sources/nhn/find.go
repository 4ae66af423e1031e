package nhn

import (
	"context"
	"maps"
	"net/http"
	"net/url"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// Find searches, by GET, for resources that concern no person, until set has all pages;
// done is called within the last call. An incomplete response is refused.
func (c *Client) Find(ctx context.Context, operation, path string, query url.Values, pages int, set *fhir.Searchset, done func(*sources.Response) error) error {
	op := sources.Operation{Name: operation, Repeatable: true, Accepts: media()}
	for range pages {
		h := c.Header()
		h.Set("Accept", fhir.MediaType)
		next := ""
		err := c.Call(ctx, op, sources.Request{Method: http.MethodGet, Path: path, Query: query, Header: h}, func(r *sources.Response) error {
			page, err := set.Add(r.Body)
			if err != nil {
				return sources.Garbled
			}
			if next = page.Next; next != "" {
				return nil
			}
			_, faults := set.Settle()
			r.Faulty(faults)
			if _, failed := set.Failure(); failed {
				return sources.Unavailable
			}
			if !set.Whole(0) {
				return sources.Garbled
			}
			return done(r)
		})
		if err != nil || next == "" {
			return err
		}
		more, err := c.NextPage(next, path)
		if err != nil {
			return err
		}
		maps.Copy(query, more)
	}
	return sources.OverBudget
}
