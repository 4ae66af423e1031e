package personvern

import (
	"context"
	"net/http"

	"github.com/go-json-experiment/json"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

var (
	opSettings       = operation("HentInnbyggersPiForPart")
	opPowersReceived = operation("Fullmaktsgivere")
	opPowersGiven    = operation("Fullmaktshavere")
)

func operation(name string) sources.Operation {
	return sources.Operation{Name: name, Repeatable: true, Accepts: []string{"application/json"}}
}

// Client calls Personvern, whose services have separate tokens.
type Client struct{ settings, powers, writes *sources.Client }

// New makes a Client of the two services that are read, and of the one that
// changes settings, which may be nil.
func New(settings, powers, writes *sources.Client) *Client {
	return &Client{settings: settings, powers: powers, writes: writes}
}

// Writes reports whether settings can be changed.
func (c *Client) Writes() bool { return c.writes != nil }

// Settings are the active settings of the person the inquiry is about.
func (c *Client) Settings(ctx context.Context, i policy.Inquiry) (Settings, error) {
	var s Settings
	n, ok := i.About()
	if !ok {
		return s, sources.Denied
	}
	q, err := newRequest("/personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2", settingsRequest{n.Digits(), part})
	if err != nil {
		return s, err
	}
	err = c.settings.Call(ctx, opSettings, q, func(resp *sources.Response) error {
		s, err = decodeSettings(resp, n)
		return err
	})
	return s, err
}

// PowersReceived are the powers held by the person the inquiry is about. Ended
// powers are included for as long as Personvern returns them.
func (c *Client) PowersReceived(ctx context.Context, i policy.Inquiry) ([]Power, error) {
	n, ok := i.About()
	if !ok {
		return nil, sources.Denied
	}
	return c.listed(ctx, opPowersReceived, "/personvern/Fullmaktsgivere/v1", n, func(p Power) fnr.Number { return p.Holder })
}

// PowersGiven are the powers that others hold over the grant's subject. The
// grant must be for PRIVACY.
func (c *Client) PowersGiven(ctx context.Context, g policy.Grant) ([]Power, error) {
	n, ok := g.Subject(policy.Privacy)
	if !ok {
		return nil, sources.Denied
	}
	return c.listed(ctx, opPowersGiven, "/personvern/Fullmaktshavere/v1", n, func(p Power) fnr.Number { return p.Giver })
}

// listed fetches one of the two lists of powers; side returns the person that
// must be n in each power.
func (c *Client) listed(ctx context.Context, op sources.Operation, path string, n fnr.Number, side func(Power) fnr.Number) ([]Power, error) {
	q, err := newRequest(path, powersRequest{n.Digits()})
	if err != nil {
		return nil, err
	}
	var powers []Power
	err = c.powers.Call(ctx, op, q, func(resp *sources.Response) error {
		powers, err = decodePowers(resp, func(p Power) bool { return side(p) == n })
		return err
	})
	return powers, err
}

func newRequest(path string, body any) (sources.Request, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return sources.Request{}, sources.Internal
	}
	return sources.Request{Method: http.MethodPost, Path: path, ContentType: "application/json", Body: b}, nil
}
