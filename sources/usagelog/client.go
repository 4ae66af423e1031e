package usagelog

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// What the HelseID token is asked for, unless configuration says otherwise.
const (
	Audience = "nhn:usagelog"
	Scope    = "nhn:usagelog/audit"
)

const search = "/AuditEvent/_search"

// The operations, as in statistics and logs.
var (
	opWrite    = sources.Operation{Name: "Write", Repeatable: true, Accepts: []string{fhir.MediaType}}
	opMetadata = sources.Operation{Name: "metadata", Repeatable: true, Accepts: []string{fhir.MediaType}}
	opRead     = sources.Operation{Name: "AuditEvent/_search", Repeatable: true, Accepts: []string{fhir.MediaType}}
)

// Client writes and reads the usage log. It is safe for concurrent use.
type Client struct {
	register *sources.Client
	options  Options
}

// Options are what the register wants to know of who asks, and how much is
// read at once.
type Options struct {
	// SourceSystem is name and version of the calling system, 3–512
	// characters. Default "Helsegraf 1".
	SourceSystem string
	// NewID makes ids of entries and events: random, at most 64 letters and
	// digits. Default crypto/rand.Text.
	NewID func() string
	// PageSize is how many entries are asked for at a time. Default 200.
	PageSize int
	// MaxPages is after how many pages reading stops. Default 5.
	MaxPages int
	// BatchSize is how many entries are written in one call. Default 1000.
	BatchSize int
}

// New makes a Client on top of c.
func New(c *sources.Client, o Options) *Client {
	if o.SourceSystem == "" {
		o.SourceSystem = "Helsegraf 1"
	}
	if o.NewID == nil {
		o.NewID = rand.Text
	}
	if o.PageSize == 0 {
		o.PageSize = 200
	}
	if o.MaxPages == 0 {
		o.MaxPages = 5
	}
	if o.BatchSize == 0 {
		o.BatchSize = 1000
	}
	return &Client{register: c, options: o}
}

// Ping asks what the register can do (FHIR's capabilities), which is about
// nobody: to see that it answers, and answers us.
func (c *Client) Ping(ctx context.Context) error {
	q := sources.Request{Method: http.MethodGet, Path: "/metadata", Header: c.header()}
	return c.register.Call(ctx, opMetadata, q, sources.Capabilities)
}

// batchesInFlight is how many calls of one Write are under way at a time.
const batchesInFlight = 4

// Write writes the entries as uses by the actor, in one call or, where they are
// more than the register takes at once, in several. It returns what became of
// each entry: nil when the register has acknowledged it; else nothing may be
// shown of what it tells.
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
	_ = group.Wait() // what failed stands in faults
	return faults
}

// writeBatch writes entries in one call, and says what became of each.
func (c *Client) writeBatch(ctx context.Context, actor fnr.Number, entries []Entry, faults []error) {
	if len(entries) == 0 {
		return
	}
	b := batch{entries: entries, ids: make([]string, len(entries)), failed: make([]sources.Kind, len(entries))}
	for i, e := range entries {
		if b.ids[i] = e.Session; e.Session == "" {
			b.ids[i] = c.options.NewID()
		}
		b.failed[i] = sources.Garbled // until it is acknowledged
	}
	body, err := b.encode(actor)
	if err == nil {
		q := sources.Request{Method: http.MethodPost, Path: "/", Header: c.header(), ContentType: fhir.MediaType, Body: body}
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

// Read reads the log of the subject of g, as far back as the options allow.
// The codes of refusals are read only when the subject asks.
func (c *Client) Read(ctx context.Context, g policy.Grant) (UsageLog, error) {
	subject, ok := g.Subject(policy.Privacy)
	if !ok {
		return UsageLog{}, sources.Denied
	}
	events := map[string]event{}
	next, faults, total := "", 0, 0
	for range c.options.MaxPages {
		var p page
		err := c.register.Call(ctx, opRead, c.question(subject, next), func(r *sources.Response) (err error) {
			p, err = c.decodePage(r, subject)
			if total = max(total, p.total); err == nil && p.next == "" && len(events)+len(p.events) < total {
				r.Short()
			}
			return err
		})
		if err != nil {
			return UsageLog{}, err
		}
		for _, e := range p.events {
			// New entries push old ones onto the next page while one reads.
			events[e.ID] = e
		}
		faults += p.faults
		if next = p.next; next == "" {
			break
		}
	}
	short := faults > 0 || next == "" && len(events) < total
	if short && len(events) == 0 {
		return UsageLog{}, sources.Garbled
	}
	return UsageLog{Entries: inOrder(events, g.Self()), Complete: next == "" && !short}, nil
}

// question is the search for a page. What says which page goes into the form
// with the rest: an address holds no person, whatever a link may hold.
func (c *Client) question(subject fnr.Number, page string) sources.Request {
	form := url.Values{
		"patient.identifier": {subject.System() + "|" + subject.Digits()},
		"_sort":              {"-date"},
		"_count":             {strconv.Itoa(c.options.PageSize)},
	}
	if page != "" {
		form.Set("_page", page)
	}
	return sources.Request{Method: http.MethodPost, Path: search, Header: c.header(), ContentType: "application/x-www-form-urlencoded", Body: []byte(form.Encode())}
}

func (c *Client) header() http.Header {
	return sources.NHNHeader(c.options.SourceSystem, c.options.NewID())
}

// inOrder is the entries, the newest first; a login came before what was used at
// the same moment. Codes are for the subject alone.
func inOrder(events map[string]event, toSelf bool) []UsageLogEntry {
	out := make([]UsageLogEntry, 0, len(events))
	for _, e := range events {
		entry := e.entry()
		if toSelf {
			entry.Code = fhir.String(e.OutcomeDesc)
		}
		out = append(out, entry)
	}
	slices.SortFunc(out, func(a, b UsageLogEntry) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Rank(), b.Rank()), strings.Compare(a.Key, b.Key))
	})
	return out
}
