package nhn

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// Client calls one service. It is safe for concurrent use.
type Client struct {
	*sources.Client
	options Options
}

// Options identify the caller to the service.
type Options struct {
	// SourceSystem is name and version of the calling system, 3–512
	// characters. Default "Helsegraf 1".
	SourceSystem string
	// EventID gives each request an id of its own, at most 128 characters, by
	// which it can be traced in the service's logs. It says nothing of a
	// person. Default is random.
	EventID func() string
}

// New makes a Client on top of c.
func New(c *sources.Client, o Options) *Client {
	o.SourceSystem = cmp.Or(o.SourceSystem, "Helsegraf 1")
	if o.EventID == nil {
		o.EventID = rand.Text
	}
	return &Client{Client: c, options: o}
}

// Header is the headers of every request.
func (c *Client) Header() http.Header {
	return http.Header{"Nhn-Source-System": {c.options.SourceSystem}, "Nhn-Event-Id": {c.options.EventID()}}
}

// media are the media types of a FHIR response. Some servers use plain JSON's,
// which is correct too.
func media() []string { return []string{fhir.MediaType, "application/json"} }

// Ping reads the service's capabilities, which concern no person, to check that
// it is up and accepts us.
func (c *Client) Ping(ctx context.Context) error {
	h := c.Header()
	h.Set("Accept", fhir.MediaType)
	op := sources.Operation{Name: "metadata", Repeatable: true, Accepts: media()}
	return c.Call(ctx, op, sources.Request{Method: http.MethodGet, Path: "/metadata", Header: h}, func(r *sources.Response) error {
		var statement struct {
			ResourceType string `json:"resourceType"`
		}
		if err := sources.DecodeJSON(r.Body, &statement); err != nil {
			return err
		}
		if statement.ResourceType != "CapabilityStatement" {
			return sources.Garbled
		}
		return nil
	})
}
