package dialog

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

var (
	// A refusal has a body too, which tells a HER-id without a profile from a
	// wrong address.
	opCapabilities = sources.Operation{Name: "kapabiliteter", Repeatable: true, Accepts: []string{"application/json"}, Statuses: []int{http.StatusNotFound}}
	opSearch       = sources.Operation{Name: "kapabiliteter/sok", Repeatable: true, Accepts: []string{"application/json"}}
	opAbsence      = sources.Operation{Name: "Tidsperiode", Repeatable: true, Accepts: []string{"application/json"}}
)

// Options are how the register is called.
type Options struct {
	NHN nhn.Options
	// Keep is how long what was read is kept; 0 is not at all.
	Keep time.Duration
	// Zone is the time zone of days: Norway. Nil is UTC.
	Zone *time.Location
}

// Client calls the parts. It is safe for concurrent use.
type Client struct {
	messages, absence, inbox *nhn.Client // nil when not configured
	options                  Options
	offers                   *sources.Cache[offer]
	closed                   *sources.Cache[absences]
	found                    *sources.Cache[offer] // by party
	searches                 *sources.Cache[map[party]offer]
}

// mostOffices is more than there are GPs' lists.
const mostOffices = 8000

// New makes a Client of the three endpoints, any of which may be nil.
func New(messages, absence, inbox *sources.Client, o Options) *Client {
	c := &Client{
		options: o, offers: sources.NewCache[offer](mostOffices), closed: sources.NewCache[absences](mostOffices),
		found: sources.NewCache[offer](mostOffices), searches: sources.NewCache[map[party]offer](1),
	}
	if c.options.Zone == nil {
		c.options.Zone = time.UTC
	}
	if messages != nil {
		c.messages = nhn.New(messages, o.NHN)
	}
	if absence != nil {
		c.absence = nhn.New(absence, o.NHN)
	}
	if inbox != nil {
		c.inbox = nhn.New(inbox, o.NHN)
	}
	return c
}

// HasMessages reports whether what offices offer can be read.
func (c *Client) HasMessages() bool { return c != nil && c.messages != nil }

// HasAbsence reports whether absence can be read.
func (c *Client) HasAbsence() bool { return c != nil && c.absence != nil }

// Services are what the office or doctor with a HER-id offers, in the order of the
// constants; empty when nothing is offered. The list is the caller's own.
func (c *Client) Services(ctx context.Context, herID string) ([]DigitalService, error) {
	found, err := c.offers.Get(ctx, herID, func(ctx context.Context) (of offer, keep time.Duration, err error) {
		err = c.messages.Call(ctx, opCapabilities, c.about(c.messages, "/dialog/api/v1/kapabiliteter", herID), func(r *sources.Response) error {
			of, err = decodeCapabilities(r, herID)
			return err
		})
		return of, c.options.Keep, err
	})
	if err != nil {
		return nil, err
	}
	return append([]DigitalService{}, found...), nil
}

// ClosedUntil is the last day on which the services of the office or doctor with
// a HER-id are closed; nil when they are open today.
func (c *Client) ClosedUntil(ctx context.Context, herID string) (*fhir.Date, error) {
	found, err := c.closed.Get(ctx, herID, func(ctx context.Context) (of absences, keep time.Duration, err error) {
		q := c.about(c.absence, "/helsetilbud_externalapi/api/v1/Tidsperiode", herID)
		q.Query.Set("KunAktive", "true")
		err = c.absence.Call(ctx, opAbsence, q, func(r *sources.Response) error {
			of, err = decodeAbsences(r, herID)
			return err
		})
		return of, c.options.Keep, err
	})
	if err != nil {
		return nil, err
	}
	// The day is not kept with them: they may be read before midnight and used after.
	return found.closedUntil(c.now(c.absence)), nil
}

// nobody is a HER-id that is not in use.
const nobody = "1"

// Ping checks that a part is up and accepts us: by a HER-id that is not in use, or the
// inbox's capabilities.
func (c *Client) Ping(ctx context.Context, part string) error {
	if part == InboxPart {
		return c.inbox.Ping(ctx)
	}
	c.offers.Drop(nobody)
	c.closed.Drop(nobody)
	var err error
	if part == Absence {
		_, err = c.ClosedUntil(ctx, nobody)
	} else {
		_, err = c.Services(ctx, nobody)
	}
	return err
}

// about is a request about a HER-id.
func (c *Client) about(of *nhn.Client, path, herID string) sources.Request {
	return sources.Request{Method: http.MethodGet, Path: path, Query: url.Values{"HerId": {herID}}, Header: of.Header()}
}

func (c *Client) now(of *nhn.Client) time.Time { return of.Now().In(c.options.Zone) }

// sorted puts services in the order of the constants, each once.
func sorted(found map[DigitalService]bool) offer {
	all := offer{Book, Renew, EConsultation, Contact}
	return slices.DeleteFunc(all, func(s DigitalService) bool { return !found[s] })
}
