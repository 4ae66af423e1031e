package timeavtaler

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token. The scope is assumed.
const (
	Audience = "nhn:helsenorge.eksternapi"
	Scope    = "nhn:helsenorge.eksternapi/timeavtaler_read"
)

// Client calls Timeavtaler. It is safe for concurrent use.
type Client struct {
	*nhn.Client
	free *sources.Cache[[]offered]
}

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client {
	return &Client{nhn.New(c, o), sources.NewCache[[]offered](mostKept)}
}

// Appointments are the subject's appointments that the holder of g may see, past
// and future, earliest first and those without a time last. An incomplete
// response is refused.
func (c *Client) Appointments(ctx context.Context, g policy.Grant) (out []Appointment, err error) {
	subject, ok := g.Subject(policy.Appointment)
	if !ok {
		return nil, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	a := appointments{
		all:       fhir.Collect[appointment](set, "Appointment", true, whose),
		locations: fhir.Collect[location](set, "Location", false, nil),
		flags:     fhir.Collect[flag](set, "Flag", false, fhir.Patient[*flag]),
		letters:   fhir.Collect[letter](set, "DocumentReference", false, fhir.Patient[*letter]),
		requests:  fhir.Collect[request](set, "ServiceRequest", false, fhir.Patient[*request]),
	}
	err = c.Ask(ctx, subject, search(), set, func(*sources.Response, bool) (err error) {
		out, err = a.shown(g)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// search finds all appointments; Pages bounds how many pages the register can
// make us read.
func search() nhn.Search {
	return nhn.Search{Operation: "Appointment/_search", Path: "/timeavtaler/api/v1/Appointment/_search", Count: 100, Pages: 20}
}
