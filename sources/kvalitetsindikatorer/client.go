package kvalitetsindikatorer

import (
	"context"
	"net/http"

	"helsegraf/sources"
)

var (
	opIndicators = sources.Operation{Name: "kvalitetsindikatorer", Repeatable: true, Accepts: []string{"application/json"}}
	opAttachment = sources.Operation{Name: "attachment", Repeatable: true, Accepts: []string{"application/json"}}
)

// Client calls Helsedirektoratet. It is safe for concurrent use.
type Client struct {
	*sources.Client
	indicators   *sources.OpenData[[]QualityIndicator]
	measurements *sources.OpenData[[]QualityMeasurement]
}

// New makes a Client on top of c.
func New(c *sources.Client, s sources.OpenSettings) *Client {
	// There are some two hundred indicators, of some thousand measurements each.
	o := sources.OpenOptions{Fresh: s.Keep, Stale: s.Stale, Items: 1, Bytes: 16 << 20, Now: c.Now}
	all := sources.NewOpenData[[]QualityIndicator](o)
	o.Items, o.Bytes = 500, 48<<20
	return &Client{c, all, sources.NewOpenData[[]QualityMeasurement](o)}
}

// Indicators are all indicators, by title. The list is shared and must not be
// modified.
func (c *Client) Indicators(ctx context.Context) (sources.Dated[[]QualityIndicator], error) {
	return c.indicators.Get(ctx, "", c.fetch)
}

func (c *Client) fetch(ctx context.Context) (all []QualityIndicator, size int64, err error) {
	err = c.Call(ctx, opIndicators, sources.Request{Method: http.MethodGet, Path: "/innhold/nki/kvalitetsindikatorer/"}, func(r *sources.Response) error {
		size = int64(len(r.Body))
		all, err = decodeIndicators(r, c.Endpoint("/"))
		return err
	})
	return all, size, err
}

// Measurements are those of an indicator, latest first; none when it has no
// attachment. The list is shared and must not be modified.
func (c *Client) Measurements(ctx context.Context, of QualityIndicator) (sources.Dated[[]QualityMeasurement], error) {
	if of.Attachment == "" {
		return sources.Dated[[]QualityMeasurement]{Value: []QualityMeasurement{}, AsOf: c.Now()}, nil
	}
	return c.measurements.Get(ctx, of.Attachment, func(ctx context.Context) (all []QualityMeasurement, size int64, err error) {
		err = c.Call(ctx, opAttachment, sources.Request{Method: http.MethodGet, Path: of.Attachment}, func(r *sources.Response) error {
			size = int64(len(r.Body))
			all, err = decodeMeasurements(r)
			return err
		})
		return all, size, err
	})
}

// Ping reads the indicators, to check that the service is up and takes the key.
func (c *Client) Ping(ctx context.Context) error {
	_, _, err := c.fetch(ctx)
	return err
}
