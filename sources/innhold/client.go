package innhold

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"helsegraf/sources"
)

var opContent = sources.Operation{Name: "innhold", Repeatable: true, Accepts: []string{"application/json"}}

// types are the types of content that are listed, by the service's names.
var types = []string{"artikkel", "faglig-rad", "nasjonal-veileder"}

// ListCalls is how many calls the whole list takes.
func ListCalls() int { return len(types) }

// Client calls Helsedirektoratet. It is safe for concurrent use.
type Client struct {
	*sources.Client
	articles *sources.OpenData[[]Article]
}

// New makes a Client on top of c.
func New(c *sources.Client, s sources.OpenSettings) *Client {
	o := sources.OpenOptions{Fresh: s.Keep, Stale: s.Stale, Items: 1000, Bytes: 48 << 20, Now: c.Now}
	return &Client{c, sources.NewOpenData[[]Article](o)}
}

// Articles are all articles, from A to Å. The list must not be modified.
func (c *Client) Articles(ctx context.Context) (sources.Dated[[]Article], error) {
	queries := make([]url.Values, len(types))
	for i, t := range types {
		queries[i] = url.Values{"infoTyper": {t}}
	}
	return c.merged(ctx, queries)
}

// OfCode are the articles that some code systems' code leads to, from A to Å; the
// systems are those of [Systems]. The list must not be modified.
func (c *Client) OfCode(ctx context.Context, code string, in []ArticleCodeSystem) (sources.Dated[[]Article], error) {
	var queries []url.Values
	for _, s := range codeSystems {
		if slices.Contains(in, s.system) && s.codes.MatchString(code) {
			queries = append(queries, url.Values{"kodeverk": {s.name}, "kode": {code}})
		}
	}
	return c.merged(ctx, queries)
}

// merged are the articles of several queries, each once. It is as old as the oldest
// response.
func (c *Client) merged(ctx context.Context, queries []url.Values) (out sources.Dated[[]Article], err error) {
	out.AsOf = c.Now()
	for _, q := range queries {
		part, err := c.articles.Get(ctx, q.Encode(), func(ctx context.Context) ([]Article, int64, error) { return c.fetch(ctx, q) })
		if err != nil {
			return sources.Dated[[]Article]{}, err
		}
		out.Value = append(out.Value, part.Value...)
		out.Stale = out.Stale || part.Stale
		if part.AsOf.Before(out.AsOf) {
			out.AsOf = part.AsOf
		}
	}
	slices.SortFunc(out.Value, compare)
	out.Value = slices.CompactFunc(out.Value, func(a, b Article) bool { return a.ID == b.ID })
	return out, nil
}

func compare(a, b Article) int {
	return strings.Compare(a.Order+"\x00"+a.ID.Key, b.Order+"\x00"+b.ID.Key)
}

func (c *Client) fetch(ctx context.Context, q url.Values) (all []Article, size int64, err error) {
	err = c.Call(ctx, opContent, sources.Request{Method: http.MethodGet, Path: "/innhold/innhold", Query: q}, func(r *sources.Response) error {
		size = 2 * int64(len(r.Body)) // HTML and Markdown
		all, err = decode(r)
		return err
	})
	return all, size, err
}

// Ping reads a type of content, to check that the service is up and takes the key.
func (c *Client) Ping(ctx context.Context) error {
	_, _, err := c.fetch(ctx, url.Values{"infoTyper": {types[0]}})
	return err
}
