package pasientjournal

import (
	"cmp"
	"context"
	"crypto/rand"
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
)

// What the HelseID token is asked for, unless configuration says otherwise.
const (
	Audience = "nhn:phr"
	Scope    = "nhn:phr/mhd/read-documentreferences nhn:phr/mhd/read-document"
)

const (
	documentsPath = "/R4/fhir/DocumentReference/_search"
	accessPath    = "/R4/fhir/AuditEvent/_search"
	contentPath   = "/mhd/document"
	pingPath      = "/pingauth"

	pageSize = 50
	maxPages = 40
)

var (
	findDocuments = sources.Operation{Name: "ITI-67", Repeatable: true, Accepts: []string{fhir.MediaType}, Statuses: []int{http.StatusNotFound}}
	findAccesses  = sources.Operation{Name: "AuditEvent/_search", Repeatable: true, Accepts: []string{fhir.MediaType}, Statuses: []int{http.StatusNotFound}}
	ping          = sources.Operation{Name: "pingauth", Repeatable: true}
	fetchContent  = sources.Operation{Name: "ITI-68", Repeatable: true, Accepts: []string{"application/pdf", "application/xml", "text/plain"}}
)

// Options are how the services are asked.
type Options struct {
	// SourceSystem is name and version of the calling system, 3–512
	// characters. Default "Helsegraf 1".
	SourceSystem string
}

// Client asks the hospitals' document services. It is safe for concurrent use.
type Client struct {
	regions  []Region
	byRegion map[Region]endpoint
}

// endpoint is one region's service.
type endpoint struct {
	*sources.Client
	sourceSystem string
}

// New makes a Client of one client for each region, by [sources.Client.Region].
func New(o Options, regions ...*sources.Client) *Client {
	c := &Client{byRegion: map[Region]endpoint{}}
	for _, s := range regions {
		r := Region(s.Region())
		c.regions, c.byRegion[r] = append(c.regions, r), endpoint{s, cmp.Or(o.SourceSystem, "Helsegraf 1")}
	}
	return c
}

// Regions are those that can be asked, in the order given to [New].
func (c *Client) Regions() []Region { return slices.Clone(c.regions) }

// Ping asks whether a region takes our token, which is about nobody.
func (c *Client) Ping(ctx context.Context, region Region) error {
	at, ok := c.byRegion[region]
	if !ok {
		return sources.Unavailable
	}
	q := sources.Request{Method: http.MethodGet, Path: pingPath, Header: sources.NHNHeader(at.sourceSystem, rand.Text())}
	return at.Call(ctx, ping, q, func(*sources.Response) error { return nil })
}

// Documents are the documents of one region that the holder of g may see.
// Errors: Denied without any call when g does not open HOSPITAL_JOURNAL,
// Unavailable for a region that is not set up, Mismatch when the region
// answered about others only, OverBudget when there is no end to the list.
func (c *Client) Documents(ctx context.Context, g policy.Grant, region Region) (RegionDocuments, error) {
	subject, at, err := c.opened(g, region)
	if err != nil {
		return RegionDocuments{}, err
	}
	l := listing{at: at}
	if err := l.ask(ctx, subject); err != nil {
		return RegionDocuments{}, err
	}
	documents, faults := l.shown(g)
	return RegionDocuments{Region: region, Documents: Merge(RegionDocuments{Documents: documents}), Partial: l.partial, DataFaults: faults}, nil
}

// Merge is the documents of several regions as one list: newest first, those
// without a time last, ties by region and key.
func Merge(parts ...RegionDocuments) []JournalDocument {
	all := []JournalDocument{}
	for _, p := range parts {
		all = append(all, p.Documents...)
	}
	slices.SortFunc(all, func(a, b JournalDocument) int {
		return cmp.Or(newestFirst(a.CreatedAt, b.CreatedAt), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Key, b.Key))
	})
	return all
}

// AccessLog is who has looked into the journal in one region, newest first,
// while listed gives the documents that the holder of g may see there. A look
// at any other document is left out: it would tell that there is one. So the
// log is partial when the list is.
// Errors are those of [Client.Documents].
func (c *Client) AccessLog(ctx context.Context, g policy.Grant, region Region, listed func(context.Context) (RegionDocuments, error)) (RegionAccess, error) {
	subject, at, err := c.opened(g, region)
	if err != nil {
		return RegionAccess{}, err
	}
	rows := accesses{region: region}
	var documents RegionDocuments
	var both sync.WaitGroup
	var listErr, rowsErr error
	both.Go(func() { documents, listErr = listed(ctx) })
	both.Go(func() { rowsErr = at.pages(ctx, findAccesses, accessPath, subject, url.Values{}, rows.read) })
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

// MergeAccess is the look-ups of several regions as one list, ordered as
// [Merge] orders documents.
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

// Content copies one document to w as it comes from the hospital, after head
// has been told its media type and a name for the file. The document is looked
// up again first; one that is not the subject's, or that the holder of g may
// not see any more, is NotFound and head is not called. What comes is the
// hospital's: an XML file may hold anything, so it is to be saved, not shown in
// the gateway's own origin.
func (c *Client) Content(ctx context.Context, g policy.Grant, ref DocumentRef, head func(contentType, filename string) error, w io.Writer) error {
	subject, at, err := c.opened(g, ref.Region)
	if err != nil {
		return err
	}
	l := listing{at: at}
	if err := l.ask(ctx, subject); err != nil {
		return err
	}
	shown, _ := l.shown(g)
	i := slices.IndexFunc(shown, func(d JournalDocument) bool { return d.Ref == ref })
	if i < 0 {
		return failure(ref.Region, fetchContent, sources.NotFound)
	}
	q := sources.Request{
		Method: http.MethodGet,
		Path:   contentPath,
		Query:  url.Values{"documentUniqueId": {ref.UniqueID}, "repositoryUniqueId": {ref.RepositoryID}, "homeCommunityId": {ref.HomeCommunityID}},
		Header: at.headers("Nhn-Patient-Nin", subject.Digits()),
	}
	return at.Stream(ctx, fetchContent, q, func(h http.Header) error {
		media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
		if err != nil {
			return sources.Garbled
		}
		return head(media, filename(shown[i], media))
	}, w)
}

// opened is whom g lets the region be asked about, and the region's client.
func (c *Client) opened(g policy.Grant, region Region) (fnr.Number, endpoint, error) {
	subject, ok := g.Subject(policy.HospitalJournal)
	if !ok {
		return fnr.Number{}, endpoint{}, sources.Denied
	}
	at, ok := c.byRegion[region]
	if !ok {
		return fnr.Number{}, endpoint{}, failure(region, findDocuments, sources.Unavailable)
	}
	return subject, at, nil
}

func failure(region Region, op sources.Operation, kind sources.Kind) error {
	return &sources.Error{Register: "pasientjournal", Region: string(region), Operation: op.Name, Kind: kind}
}

// ask reads all pages of the subject's documents.
func (l *listing) ask(ctx context.Context, subject fnr.Number) error {
	return l.at.pages(ctx, findDocuments, documentsPath, subject, url.Values{"status": {"current"}}, l.read)
}

// pages asks op page by page until there is no link to a next one.
func (at endpoint) pages(ctx context.Context, op sources.Operation, path string, subject fnr.Number, form url.Values, read func(*sources.Response, fnr.Number) (*fhir.Bundle[fhir.Part], error)) error {
	form.Set("patient.identifier", subject.Digits())
	form.Set("_count", strconv.Itoa(pageSize))
	form.Set("_sort", "-date")
	page := 0 // whether the register's first is 0 or 1 is its own affair
	for range maxPages {
		q := sources.Request{
			Method:      http.MethodPost,
			Path:        path,
			Header:      at.headers("Accept", fhir.MediaType+"; fhirVersion=4.0"),
			ContentType: "application/x-www-form-urlencoded",
			Body:        []byte(form.Encode()),
		}
		next := ""
		err := at.Call(ctx, op, q, func(r *sources.Response) error {
			b, err := read(r, subject)
			if err != nil {
				return err
			}
			next = b.Next()
			if next == "" {
				return nil
			}
			page, err = following(at.Client, path, next, page)
			return err
		})
		if err != nil || next == "" {
			return err
		}
		form.Set("_page", strconv.Itoa(page))
	}
	return failure(Region(at.Region()), op, sources.OverBudget)
}

// following is the page a link leads to. Only the page number is used, so that
// a link can lead to no other host, path or patient; it must lead onward.
func following(at *sources.Client, path, link string, page int) (int, error) {
	query, err := at.NextPage(link, path)
	if err != nil {
		return 0, err
	}
	next, err := strconv.Atoi(query.Get("_page"))
	if err != nil || next <= page {
		return 0, sources.Garbled
	}
	return next, nil
}

// headers are those every question has, and one more. The event id ties our
// question to the register's log and says nothing of who asked.
func (at endpoint) headers(name, value string) http.Header {
	h := sources.NHNHeader(at.sourceSystem, rand.Text())
	h.Set(name, value)
	return h
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
