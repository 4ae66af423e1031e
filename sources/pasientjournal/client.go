package pasientjournal

import (
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:phr"
	Scope    = "nhn:phr/mhd/read-documentreferences nhn:phr/mhd/read-document"
)

const (
	documentsPath = "/R4/fhir/DocumentReference/_search"
	accessPath    = "/R4/fhir/AuditEvent/_search"
	contentPath   = "/mhd/document"
	pingPath      = "/pingauth"

	findDocuments = "ITI-67"

	largestPage = 100
	maxPages    = 20
)

var (
	ping         = sources.Operation{Name: "pingauth", Repeatable: true}
	fetchContent = sources.Operation{Name: "ITI-68", Repeatable: true, Accepts: []string{"application/pdf", "application/xml", "text/plain"}}
)

// Options configure the requests.
type Options = nhn.Options

// Client calls the hospitals' document services. It is safe for concurrent use.
type Client struct {
	regions  []Region
	byRegion map[Region]*nhn.Client
}

// New makes a Client with one client for each region, by
// [sources.Client.Region].
func New(o Options, regions ...*sources.Client) *Client {
	c := &Client{byRegion: map[Region]*nhn.Client{}}
	for _, s := range regions {
		r := Region(s.Region())
		c.regions, c.byRegion[r] = append(c.regions, r), nhn.New(s, o)
	}
	return c
}

// Regions are the configured regions, in the order given to [New].
func (c *Client) Regions() []Region { return slices.Clone(c.regions) }

// Ping checks that a region accepts our token, without naming a person.
func (c *Client) Ping(ctx context.Context, region Region) error {
	at, ok := c.byRegion[region]
	if !ok {
		return sources.Unavailable
	}
	q := sources.Request{Method: http.MethodGet, Path: pingPath, Header: at.Header()}
	return at.Call(ctx, ping, q, func(*sources.Response) error { return nil })
}

// Documents are the part of one region's documents that a window shows: those
// that the holder of g may see, latest first. Errors: Denied without any call when
// g does not open HOSPITAL_JOURNAL, Unavailable for a region that is not
// configured, Mismatch when the region answered only about others, OverBudget when
// too many pages would have to be read.
func (c *Client) Documents(ctx context.Context, g policy.Grant, region Region, w nhn.Window) (RegionDocuments, error) {
	subject, at, err := c.opened(g, region)
	if err != nil {
		return RegionDocuments{}, err
	}
	l := newListing(region, subject)
	list := nhn.Paged[JournalDocument, *referenceWire]{
		Search: search(findDocuments, documentsPath, url.Values{"status": {"current"}}),
		Sort:   "date", Most: largestPage, Records: l.found, Date: func(w *referenceWire) string { return w.Date },
		Read: func() (nhn.Found[JournalDocument], error) {
			l.read(subject)
			return nhn.Found[JournalDocument]{Rows: l.shown(g), Lost: l.unfound}, nil
		},
	}
	rows, err := nhn.Page(ctx, at, subject, l.set, list, w)
	if err != nil {
		return RegionDocuments{}, err
	}
	return RegionDocuments{Region: region, Rows: rows, DataFaults: l.faults}, nil
}

// AccessLog is the part of the log of who has opened the journal in one region
// that a window shows, latest first. listed gives all the documents that the
// holder of g may see there, and is called first. Look-ups of other documents are left out, since they
// would reveal that the documents exist; so the log is incomplete whenever the
// list is. Errors are those of [Client.Documents].
func (c *Client) AccessLog(ctx context.Context, g policy.Grant, region Region, w nhn.Window, listed func(context.Context) (RegionDocuments, error)) (RegionAccess, error) {
	subject, at, err := c.opened(g, region)
	if err != nil {
		return RegionAccess{}, err
	}
	documents, err := listed(ctx)
	if err != nil {
		return RegionAccess{}, err
	}
	shown := documents.releasedTo(g)
	a := newAccesses(region, subject)
	list := nhn.Paged[JournalAccess, *nhn.Look]{
		Search: search("AuditEvent/_search", accessPath, url.Values{}),
		Sort:   "date", Most: largestPage, Records: a.found, Date: func(l *nhn.Look) string { return l.Recorded },
		Read: func() (nhn.Found[JournalAccess], error) {
			a.read()
			return nhn.Found[JournalAccess]{Rows: a.of(shown), Lost: a.faults}, nil
		},
	}
	rows, err := nhn.Page(ctx, at, subject, a.set, list, w)
	if err != nil {
		return RegionAccess{}, err
	}
	rows.Complete = rows.Complete && documents.Complete
	return RegionAccess{Region: region, Rows: rows}, nil
}

// Content streams one document from the hospital to w, after passing head its
// media type and a file name. The document is looked up again first: one that is
// not the subject's, or that the holder of g may no longer see, is NotFound and
// head is not called. The content is the hospital's and an XML file may hold
// anything, so it must be saved, never shown in the gateway's own origin.
func (c *Client) Content(ctx context.Context, g policy.Grant, ref DocumentRef, head func(contentType, filename string) error, w io.Writer) error {
	subject, at, err := c.opened(g, ref.Region)
	if err != nil {
		return err
	}
	all, err := c.Documents(ctx, g, ref.Region, nhn.Window{})
	if err != nil {
		return err
	}
	shown := all.Values()
	i := slices.IndexFunc(shown, func(d JournalDocument) bool { return d.Ref == ref })
	if i < 0 {
		return failure(ref.Region, fetchContent.Name, sources.NotFound)
	}
	q := sources.Request{
		Method: http.MethodGet,
		Path:   contentPath,
		Query:  ref.query(),
		Header: at.Header(),
	}
	q.Header.Set("Nhn-Patient-Nin", subject.Digits())
	return at.Stream(ctx, fetchContent, q, func(h http.Header) error {
		media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
		if err != nil {
			return sources.Garbled
		}
		return head(media, filename(shown[i], media))
	}, w)
}

// opened is the subject that g opens in the region, and the region's client.
func (c *Client) opened(g policy.Grant, region Region) (fnr.Number, *nhn.Client, error) {
	subject, ok := g.Subject(policy.HospitalJournal)
	if !ok {
		return fnr.Number{}, nil, sources.Denied
	}
	at, ok := c.byRegion[region]
	if !ok {
		return fnr.Number{}, nil, failure(region, findDocuments, sources.Unavailable)
	}
	return subject, at, nil
}

func failure(region Region, operation string, kind sources.Kind) error {
	return &sources.Error{Register: "pasientjournal", Region: string(region), Operation: operation, Kind: kind}
}

// search is a search in a region. Deliberately withheld records do not make it
// incomplete, and their number is not passed on.
func search(operation, path string, form url.Values) nhn.Search {
	return nhn.Search{
		Operation: operation, Path: path, By: nhn.PlainNumber, Form: form, Pages: maxPages,
		Accept: fhir.MediaType + "; fhirVersion=4.0", Missing: nhn.PartsTold, Withheld: "Nhn-Securitylabel-Nors-Count", None: "not-found",
	}
}

// query is the parameters that identify the document. Not every region has a
// community of its own.
func (r DocumentRef) query() url.Values {
	q := url.Values{"documentUniqueId": {r.UniqueID}, "repositoryUniqueId": {r.RepositoryID}}
	if r.HomeCommunityID != "" {
		q.Set("homeCommunityId", r.HomeCommunityID)
	}
	return q
}
