package usagelog

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:usagelog"
	Scope    = "nhn:usagelog/audit"
)

// opWrite is the write operation, as named in statistics and logs.
var opWrite = sources.Operation{Name: "Write", Repeatable: true, Accepts: []string{fhir.MediaType}}

// Client writes and reads the usage log. It is safe for concurrent use.
type Client struct {
	register *nhn.Client
	options  Options
}

// Options identify the caller and set the page and batch sizes.
type Options struct {
	// SourceSystem is the calling system's name and version, 3–512 characters.
	// Default "Helsegraf 1".
	SourceSystem string
	// NewID makes ids of entries and events: random, at most 64 letters and
	// digits. Default crypto/rand.Text.
	NewID func() string
	// PageSize is the most entries of a page. Default 200.
	PageSize int
	// MaxPages is the most pages of one read. Default 40.
	MaxPages int
	// BatchSize is the number of entries written in one call. Default 1000.
	BatchSize int
}

// New makes a Client on top of c.
func New(c *sources.Client, o Options) *Client {
	if o.NewID == nil {
		o.NewID = rand.Text
	}
	if o.PageSize == 0 {
		o.PageSize = 200
	}
	if o.MaxPages == 0 {
		o.MaxPages = 40
	}
	if o.BatchSize == 0 {
		o.BatchSize = 1000
	}
	return &Client{register: nhn.New(c, nhn.Options{SourceSystem: o.SourceSystem, EventID: o.NewID}), options: o}
}

// Ping reads the register's capabilities, without naming a person, to check that
// it is up and accepts us.
func (c *Client) Ping(ctx context.Context) error { return c.register.Ping(ctx) }

// batchesInFlight is the most concurrent calls of one Write.
const batchesInFlight = 4

// Write logs the entries as uses by the actor, in as many calls as the
// register's limit requires. It returns an error for each entry: nil once the
// register has acknowledged it; otherwise nothing the entry covers may be shown.
func (c *Client) Write(ctx context.Context, actor policy.Inquiry, entries []Entry) []error {
	faults := make([]error, len(entries))
	who, ok := actor.About()
	if !ok {
		for i := range faults {
			faults[i] = sources.Denied
		}
		return faults
	}
	if len(entries) <= c.options.BatchSize {
		c.writeBatch(ctx, who, entries, faults)
		return faults
	}
	var group errgroup.Group
	group.SetLimit(batchesInFlight)
	for from := 0; from < len(entries); from += c.options.BatchSize {
		to := min(len(entries), from+c.options.BatchSize)
		group.Go(func() error {
			c.writeBatch(ctx, who, entries[from:to], faults[from:to])
			return nil
		})
	}
	_ = group.Wait() // errors are in faults
	return faults
}

// writeBatch writes entries in one call, and sets the error of each.
func (c *Client) writeBatch(ctx context.Context, actor fnr.Number, entries []Entry, faults []error) {
	if len(entries) == 0 {
		return
	}
	b := batch{entries: entries, ids: make([]string, len(entries)), failed: make([]sources.Kind, len(entries))}
	for i, e := range entries {
		if b.ids[i] = e.Session; e.Session == "" {
			b.ids[i] = c.options.NewID()
		}
		b.failed[i] = sources.Garbled // until acknowledged
	}
	body, err := b.encode(actor)
	if err == nil {
		q := sources.Request{Method: http.MethodPost, Path: "/", Header: c.register.Header(), ContentType: fhir.MediaType, Body: body}
		err = c.register.Call(ctx, opWrite, q, b.decode)
	}
	for i, kind := range b.failed {
		switch {
		case kind == 0:
		case err != nil:
			faults[i] = err
		default:
			faults[i] = kind
		}
	}
}

// Read reads the part of the log of the subject of g that a window shows, by anybody
// or, unless by is zero, by one person. Refusal codes are included only for the
// subject.
func (c *Client) Read(ctx context.Context, g policy.Grant, by fnr.Number, w nhn.Window) (nhn.Rows[UsageLogEntry], error) {
	form := url.Values{}
	if !by.IsZero() {
		form.Set("agent.identifier", by.System()+"|"+by.Digits())
	}
	return c.read(ctx, g, form, w, func(e *event) bool { return by.IsZero() || e.isBy(by) })
}

// fewLogins is how many of the last logins are read: those of other sessions since
// this one began are among them.
const fewLogins = 20

// LastLogin is when the session before the current one was logged, by the id of the
// current one's entry; "" has none. It is nil if no earlier login is in the log.
func (c *Client) LastLogin(ctx context.Context, g policy.Grant, current string) (*time.Time, error) {
	if !g.Self() {
		return nil, sources.Denied
	}
	form := url.Values{"type": {systemDCM + "|" + userAuthentication}}
	rows, err := c.read(ctx, g, form, nhn.Window{First: fewLogins}, func(e *event) bool { return e.Type.Code == userAuthentication })
	if err != nil {
		return nil, err
	}
	if !rows.Complete {
		return nil, sources.Garbled // the one before may be the one that is missing
	}
	at := slices.IndexFunc(rows.Rows, func(r nhn.Row[UsageLogEntry]) bool { return current != "" && r.Key == loginRank+current })
	if before := rows.Rows[at+1:]; len(before) > 0 {
		return &before[0].Value.At, nil
	}
	return nil, nil
}

// read reads the events of a search that are as they should be.
func (c *Client) read(ctx context.Context, g policy.Grant, form url.Values, w nhn.Window, right func(*event) bool) (nhn.Rows[UsageLogEntry], error) {
	subject, ok := g.Subject(policy.Privacy)
	if !ok {
		return nhn.Rows[UsageLogEntry]{}, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	events := fhir.Collect[event](set, auditEvent, true, whose)
	list := nhn.Paged[UsageLogEntry, *event]{
		Search: nhn.Search{
			Operation: "AuditEvent/_search", Path: "/AuditEvent/_search", By: nhn.Identifier, Missing: nhn.Told, Pages: c.options.MaxPages, Form: form,
		},
		Sort: "date", Most: c.options.PageSize, Records: events, Date: func(e *event) string { return e.Recorded },
		Read: func() (nhn.Found[UsageLogEntry], error) { return readLog(events.Standing, g.Self(), right), nil },
	}
	return nhn.Page(ctx, c.register, subject, set, list, w)
}
