package pasientjournal

import (
	"cmp"
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

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

	pageSize = 50
	maxPages = 40
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

// Documents are one region's documents that the holder of g may see. Errors:
// Denied without any call when g does not open HOSPITAL_JOURNAL, Unavailable for
// a region that is not configured, Mismatch when the region answered only about
// others, OverBudget when the list has too many pages.
func (c *Client) Documents(ctx context.Context, g policy.Grant, region Region) (RegionDocuments, error) {
	subject, at, err := c.opened(g, region)
	if err != nil {
		return RegionDocuments{}, err
	}
	l, err := list(ctx, at, subject)
	if err != nil {
		return RegionDocuments{}, err
	}
	return RegionDocuments{Region: region, Documents: Merge(RegionDocuments{Documents: l.shown(g)}), Partial: l.partial, DataFaults: l.faults}, nil
}

// Merge is the documents of several regions in one list: newest first, those
// without a time last, ties by region and key.
func Merge(parts ...RegionDocuments) []JournalDocument {
	all := []JournalDocument{}
	for _, p := range parts {
		all = append(all, p.Documents...)
	}
	slices.SortFunc(all, func(a, b JournalDocument) int {
		return cmp.Or(newestFirst(a.CreatedAt, b.CreatedAt), cmp.Compare(a.Region, b.Region), cmp.Compare(a.ID.Key, b.ID.Key))
	})
	return all
}

// AccessLog is who has opened the journal in one region, newest first. listed
// gives the documents that the holder of g may see there. Look-ups of other
// documents are left out, since they would reveal that the documents exist; so
// the log is partial whenever the list is. Errors are those of
// [Client.Documents].
func (c *Client) AccessLog(ctx context.Context, g policy.Grant, region Region, listed func(context.Context) (RegionDocuments, error)) (RegionAccess, error) {
	subject, at, err := c.opened(g, region)
	if err != nil {
		return RegionAccess{}, err
	}
	rows := newAccesses(region, subject)
	var documents RegionDocuments
	var both sync.WaitGroup
	var listErr, rowsErr error
	both.Go(func() { documents, listErr = listed(ctx) })
	both.Go(func() {
		rowsErr = at.Ask(ctx, subject, search("AuditEvent/_search", accessPath, url.Values{}), rows.set, rows.read)
	})
	both.Wait()
	if listErr != nil {
		return RegionAccess{}, listErr
	}
	if rowsErr != nil {
		return RegionAccess{}, rowsErr
	}
	return RegionAccess{
		Region:   region,
		Accesses: MergeAccess(RegionAccess{Accesses: rows.of(documents.releasedTo(g))}),
		Partial:  rows.partial || documents.Partial,
	}, nil
}

// MergeAccess is the look-ups of several regions in one list, ordered as in
// [Merge].
func MergeAccess(parts ...RegionAccess) []JournalAccess {
	all := []JournalAccess{}
	for _, p := range parts {
		all = append(all, p.Accesses...)
	}
	slices.SortFunc(all, func(a, b JournalAccess) int {
		return cmp.Or(newestFirst(a.At, b.At), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Key, b.Key))
	})
	return all
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
	l, err := list(ctx, at, subject)
	if err != nil {
		return err
	}
	shown := l.shown(g)
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

// list reads all pages of the subject's documents.
func list(ctx context.Context, at *nhn.Client, subject fnr.Number) (*listing, error) {
	l := newListing(Region(at.Region()), subject)
	err := at.Ask(ctx, subject, search(findDocuments, documentsPath, url.Values{"status": {"current"}}), l.set, func(r *sources.Response, whole bool) error {
		return l.read(r, subject, whole)
	})
	return l, err
}

// search is a search in a region. Deliberately withheld records do not make it
// incomplete, and their number is not passed on.
func search(operation, path string, form url.Values) nhn.Search {
	form.Set("_count", strconv.Itoa(pageSize))
	form.Set("_sort", "-date")
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

func newestFirst(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return b.Compare(*a)
}
