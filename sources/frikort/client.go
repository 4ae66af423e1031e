package frikort

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "hdir:frikortsporring"
	Scope    = "hdir:frikortsporring/read"
)

// Options are what Helfo does not publish.
type Options struct {
	// Ceilings are the ceilings of co-payments in kroner, by year. They are set
	// by regulation each year.
	Ceilings map[int]fhir.Decimal
	// Zone is the time zone of days: Norway. Nil is UTC.
	Zone *time.Location
}

// Client calls Helfo.
type Client struct {
	register *sources.Client
	options  Options
	keys     *sources.Cache[publicKey]
}

// New makes a Client.
func New(c *sources.Client, o Options) *Client {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return &Client{register: c, options: o, keys: sources.NewCache[publicKey](1)}
}

var (
	exempt     = sources.Operation{Name: "Frikortsporring", Repeatable: true, Accepts: []string{"application/json"}}
	jwk        = sources.Operation{Name: "Jwk", Repeatable: true, Accepts: []string{"application/json"}, Open: true}
	coPayments = sources.Operation{Name: "Egenandeler", Repeatable: true, Accepts: []string{"application/json"}}
)

// Card is what is known of a year without a call.
func (c *Client) Card(year int) ExemptionCard {
	card := ExemptionCard{Year: year}
	if amount, ok := c.options.Ceilings[year]; ok {
		card.Ceiling = fhir.Kroner(amount)
	}
	return card
}

// Status is the year's card with Status and ValidUntil, as of today, or of New
// Year's Eve of a past year. For a year outside Helfo's range both are nil and
// no call is made.
func (c *Client) Status(ctx context.Context, g policy.Grant, year int) (ExemptionCard, error) {
	subject, ok := g.Subject(policy.ExemptionCard)
	if !ok {
		return ExemptionCard{}, sources.Denied
	}
	card := c.Card(year)
	today := c.today()
	day := today
	if year != today.Year() {
		day = time.Date(year, time.December, 31, 0, 0, 0, 0, c.options.Zone)
	}
	if day.After(today) || day.Before(today.AddDate(-2, 0, 0)) {
		return card, nil
	}
	yes, err := c.exempt(ctx, subject, fhir.DateOf(day))
	if err != nil {
		return ExemptionCard{}, err
	}
	status := None
	if yes {
		status = Expired
		if year == today.Year() {
			status = Active
		}
		end := fhir.Date(fmt.Sprintf("%04d-12-31", year))
		card.ValidUntil = &end
	}
	card.Status = &status
	return card, nil
}

// CoPayments is the year's card with ValidFrom, Paid, Remaining and CoPayments.
// For a future year they are nil and no call is made.
func (c *Client) CoPayments(ctx context.Context, g policy.Grant, year int) (ExemptionCard, error) {
	subject, ok := g.Subject(policy.ExemptionCard)
	if !ok {
		return ExemptionCard{}, sources.Denied
	}
	card := c.Card(year)
	if year < 1 || year > c.today().Year() {
		return card, nil
	}
	body, err := encode(yearRequest{Subject: subject.Digits(), Year: year})
	if err != nil {
		return ExemptionCard{}, err
	}
	q := sources.Request{Method: http.MethodPost, Path: "/api/egenandeler/v1/sok", ContentType: "application/json", Body: body}
	err = c.register.Call(ctx, coPayments, q, func(r *sources.Response) error {
		return decodeYear(r, subject, &card)
	})
	if err != nil {
		return ExemptionCard{}, err
	}
	return card, nil
}

// today is the midnight at which the day began in Norway.
func (c *Client) today() time.Time {
	now := c.register.Now().In(c.options.Zone)
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, c.options.Zone)
}

// exempt reports whether somebody is exempt on a day. Helfo rejects a request
// encrypted with a replaced key like any malformed one, so a rejection is worth
// one fetch of a new key.
func (c *Client) exempt(ctx context.Context, subject fnr.Number, day fhir.Date) (bool, error) {
	key, err := c.key(ctx)
	if err != nil {
		return false, err
	}
	yes, err := c.exemptBy(ctx, key, subject, day)
	if sources.KindOf(err) != sources.Invalid {
		return yes, err
	}
	c.keys.Drop(jwk.Name)
	newer, keyErr := c.key(ctx)
	if keyErr != nil || newer.id == key.id {
		return false, err
	}
	return c.exemptBy(ctx, newer, subject, day)
}

func (c *Client) exemptBy(ctx context.Context, key publicKey, subject fnr.Number, day fhir.Date) (bool, error) {
	body, err := key.seal(dayRequest{Subject: subject.Digits(), ServiceType: doctor, Day: string(day)})
	if err != nil {
		return false, err
	}
	id := uuid.NewString()
	q := sources.Request{
		Method: http.MethodPost, Path: "/api/frikortsporring/helseid/v1", ContentType: "application/jose",
		Header: http.Header{"Correlation-Id": {id}}, Body: body,
	}
	var yes bool
	err = c.register.Call(ctx, exempt, q, func(r *sources.Response) (err error) {
		if !strings.EqualFold(r.Header.Get("Correlation-Id"), id) {
			r.Foreign(1)
			return sources.Mismatch
		}
		yes, err = decodeExempt(r.Body)
		return err
	})
	return yes, err
}

// Ping fetches Helfo's key, which is open and concerns no person, to check that
// Helfo is up.
func (c *Client) Ping(ctx context.Context) error {
	_, err := c.key(ctx)
	return err
}

// keyAge is the longest a key is used; Helfo requires frequent fetches.
const keyAge = time.Hour

// key is Helfo's current key.
func (c *Client) key(ctx context.Context) (publicKey, error) {
	return c.keys.Get(ctx, jwk.Name, func(ctx context.Context) (key publicKey, keep time.Duration, err error) {
		q := sources.Request{Method: http.MethodGet, Path: "/api/frikortsporring/jwk"}
		err = c.register.Call(ctx, jwk, q, func(r *sources.Response) (err error) {
			key, err = decodeKey(r.Body, c.register.Now())
			return err
		})
		return key, min(keyAge, key.expires.Sub(c.register.Now())), err
	})
}
