package behandlingssted

import (
	"context"
	"net/http"
	"net/url"

	"helsegraf/sources"
)

var (
	opTreatments = sources.Operation{Name: "Behandlinger", Repeatable: true, Accepts: []string{"application/json"}}
	opProviders  = sources.Operation{Name: "VentetiderForBehandling", Repeatable: true, Accepts: []string{"application/json"}}
)

const base = "/proxy/velgbehandlingssted/api/v1/"

// Client calls Velg behandlingssted. It is safe for concurrent use.
type Client struct {
	*sources.Client
	treatments *sources.OpenData[[]Treatment]
	providers  *sources.OpenData[[]TreatmentProvider]
}

// New makes a Client on top of c.
func New(c *sources.Client, s sources.OpenSettings) *Client {
	// There are some hundred treatments, given at some hundred places each.
	o := sources.OpenOptions{Fresh: s.Keep, Stale: s.Stale, Items: 1, Bytes: 16 << 20, Now: c.Now}
	all := sources.NewOpenData[[]Treatment](o)
	o.Items, o.Bytes = 1000, 32<<20
	return &Client{c, all, sources.NewOpenData[[]TreatmentProvider](o)}
}

// Treatments are all treatments, by name. The list is shared and must not be
// modified.
func (c *Client) Treatments(ctx context.Context) (sources.Dated[[]Treatment], error) {
	return c.treatments.Get(ctx, "", c.fetchTreatments)
}

func (c *Client) fetchTreatments(ctx context.Context) (all []Treatment, size int64, err error) {
	err = c.Call(ctx, opTreatments, sources.Request{Method: http.MethodGet, Path: base + "Behandlinger"}, func(r *sources.Response) error {
		size = int64(len(r.Body))
		all, err = decodeTreatments(r)
		return err
	})
	return all, size, err
}

// Providers are the places that give a treatment, by name. The list is shared and
// must not be modified.
func (c *Client) Providers(ctx context.Context, of Treatment) (sources.Dated[[]TreatmentProvider], error) {
	return c.providers.Get(ctx, of.ID.Key, func(ctx context.Context) (all []TreatmentProvider, size int64, err error) {
		q := sources.Request{Method: http.MethodGet, Path: base + "VentetiderForBehandling", Query: url.Values{"behandlingId": {of.ID.Key}}}
		err = c.Call(ctx, opProviders, q, func(r *sources.Response) error {
			size = int64(len(r.Body))
			all, err = decodeProviders(r, of)
			return err
		})
		return all, size, err
	})
}

// Ping reads the treatments, to check that the service is up.
func (c *Client) Ping(ctx context.Context) error {
	_, _, err := c.fetchTreatments(ctx)
	return err
}
