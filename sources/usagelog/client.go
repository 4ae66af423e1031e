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
	return &Client{register: c, options: o}
}

// Ping asks what the register can do (FHIR's capabilities), which is about
// nobody: to see that it answers, and answers us.
func (c *Client) Ping(ctx context.Context) error {
	q := sources.Request{Method: http.MethodGet, Path: "/metadata", Header: c.header()}
	return c.register.Call(ctx, opMetadata, q, sources.Capabilities)
}

// Write writes the entries as uses by the actor, in one call. It returns nil
// when the register has acknowledged every one of them; else nothing may be
// shown of what they tell.
func (c *Client) Write(ctx context.Context, actor policy.Inquiry, entries []Entry) error {
	who, ok := actor.About()
	if !ok {
		return sources.Denied
	}
	if len(entries) == 0 {
		return nil
	}
	ids := make([]string, len(entries))
	for i := range ids {
		ids[i] = c.options.NewID()
	}
	body, err := encodeBatch(ids, who, entries)
	if err != nil {
		return err
	}
	q := sources.Request{Method: http.MethodPost, Path: "/", Header: c.header(), ContentType: fhir.MediaType, Body: body}
	return c.register.Call(ctx, opWrite, q, func(r *sources.Response) error { return decodeAcknowledged(r, ids) })
}

// Read reads the log of the subject of g, as far back as the options allow.
// The codes of refusals are read only when the subject asks.
func (c *Client) Read(ctx context.Context, g policy.Grant) (UsageLog, error) {
	subject, ok := g.Subject(policy.Privacy)
	if !ok {
		return UsageLog{}, sources.Denied
	}
	events := map[string]event{}
	next := ""
	for range c.options.MaxPages {
		var p page
		err := c.register.Call(ctx, opRead, c.question(subject, next), func(r *sources.Response) (err error) {
			p, err = c.decodePage(r, subject)
			return err
		})
		if err != nil {
			return UsageLog{}, err
		}
		for _, e := range p.events {
			// New entries push old ones onto the next page while one reads.
			events[e.ID] = e
		}
		if next = p.next; next == "" {
			break
		}
	}
	return UsageLog{Entries: inOrder(events, g.Self()), Complete: next == ""}, nil
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

// inOrder is the entries, the newest first. Codes are for the subject alone.
func inOrder(events map[string]event, toSelf bool) []UsageLogEntry {
	out := make([]UsageLogEntry, 0, len(events))
	for _, e := range events {
		entry := e.entry()
		if toSelf {
			entry.Code = fhir.String(e.OutcomeDesc)
		}
		out = append(out, entry)
	}
	slices.SortFunc(out, func(a, b UsageLogEntry) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Key, b.Key)) })
	return out
}
