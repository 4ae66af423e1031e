package main

import (
	"cmp"
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/cmd/registers"
	"helsegraf/mocks/world"
	"helsegraf/sources"
)

// testbed is everything around the gateway: registers, their proxies, the issuer
// of tokens. The gateway itself is a separate process.
type testbed struct {
	*lab.Lab
	binary    string
	endpoints []*endpoint
	changes   *endpoint // that is sent changes
	handlers  map[string]http.Handler
	fronts    []*front
	tokens    *proxy // in front of the issuer
	authority *authority
	names     *names    // nil without root
	elsewhere *front    // where no call may ever go
	known     []*person // by the last bench
	expected  map[string]int
}

// buildGateway writes the program under test into a directory.
func buildGateway(ctx context.Context, dir string, flags ...string) (binary string, err error) {
	binary = filepath.Join(dir, "helsegraf")
	return binary, lab.BuildGateway(ctx, binary, flags...)
}

// newTestbed starts everything around a gateway with these people, and builds the
// gateway if no binary is given. Close stops it all.
func newTestbed(ctx context.Context, w *world.World, binary string, flags ...string) (_ *testbed, err error) {
	h := &testbed{binary: binary, endpoints: allEndpoints(), changes: changing()}
	if h.Lab, err = lab.New("faults", w); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	if binary == "" {
		if h.binary, err = buildGateway(ctx, h.Dir, flags...); err != nil {
			return nil, err
		}
	}
	if err = h.startIssuer(ctx); err != nil {
		return nil, err
	}
	if h.authority, err = newAuthority(h.Dir); err != nil {
		return nil, err
	}
	if h.names, err = newNames(ctx, h.Dir); err != nil {
		return nil, err
	}
	h.handlers = standIns(h.World, h.Issuer)
	for _, e := range h.all() {
		if e.front, err = newFront(ctx, h.handlers[e.Register.Key], nil); err != nil {
			return nil, err
		}
		h.fronts = append(h.fronts, e.front)
		if e.proxy, err = newProxy(e.key, e.front.address); err != nil {
			return nil, err
		}
	}
	h.elsewhere, err = newFront(ctx, http.NotFoundHandler(), nil)
	return h, err
}

// startIssuer starts the issuer behind a proxy, whose address is its issuer
// name.
func (h *testbed) startIssuer(ctx context.Context) error {
	mux := http.NewServeMux()
	f, err := newFront(ctx, mux, nil)
	if err != nil {
		return err
	}
	h.fronts = append(h.fronts, f)
	if h.tokens, err = newProxy("issuer", f.address); err != nil {
		return err
	}
	if err := h.Issue(h.tokens.Listen); err != nil {
		return err
	}
	mux.Handle("/", h.Issuer)
	return nil
}

// nearby are the endpoints without proxies, for runs in which the network does
// not fail.
func (h *testbed) nearby() map[string]string {
	out := map[string]string{}
	for _, e := range h.all() {
		out[e.key] = "http://" + e.front.address
	}
	return out
}

func (h *testbed) close() {
	for _, e := range h.all() {
		if e.proxy != nil {
			e.proxy.close()
		}
	}
	if h.tokens != nil {
		h.tokens.close()
	}
	if h.elsewhere != nil {
		h.elsewhere.close()
	}
	if h.names != nil {
		h.names.close()
	}
	for _, f := range h.fronts {
		f.close()
	}
	h.Close()
}

// all are the endpoints, and the one that is sent changes.
func (h *testbed) all() []*endpoint { return append(slices.Clone(h.endpoints), h.changes) }

// endpoint is the endpoint with this key.
func (h *testbed) endpoint(key string) *endpoint {
	for _, e := range h.all() {
		if e.key == key {
			return e
		}
	}
	return nil
}

// sample are endpoints for tests that need only a few: each has its own query
// that shows its failures, uses HelseID, and belongs to a different register.
func (h *testbed) sample() []*endpoint {
	var out []*endpoint
	for _, e := range h.endpoints {
		if e.Role == sources.Answers && e.Part == e.Register.Endpoints[0].Part && e.HelseID() {
			out = append(out, e)
		}
	}
	return out
}

// consents is the endpoint with people's consents.
func (h *testbed) consents() *endpoint { return h.endpoint(deciding()[0]) }

// settings are a run's differences from production.
type settings struct {
	pace     pace
	inFlight int
	logLevel string
	metrics  bool // served at a separate address
	// addresses are endpoints reached elsewhere than at their proxy.
	addresses map[string]string
	listen    string // default is any port of loopback
	drain     time.Duration
	keep      time.Duration // open data; default is not at all
}

// pace is how soon a gateway gives up. The zero pace is production's.
type pace struct {
	deadline, timeout, window, open time.Duration
	minCalls                        int
	ratio                           float64
}

var (
	// brisk lets a circuit open and close within a cell.
	brisk = pace{deadline: 2500 * time.Millisecond, timeout: time.Second, window: 2 * time.Second, open: 700 * time.Millisecond, minCalls: 20, ratio: 0.5}
	// lenient is for busy machines.
	lenient = pace{deadline: 8 * time.Second, timeout: 1500 * time.Millisecond, window: 3 * time.Second, open: 500 * time.Millisecond, minCalls: 6, ratio: 0.15}
	usual   = pace{}
)

// productionDeadline is the gateway's default.
const productionDeadline = 4 * time.Second

// answersIn is the longest an answer may take.
func (p pace) answersIn() time.Duration {
	const spare = 100 * time.Millisecond
	if p == usual {
		return productionDeadline + spare
	}
	return p.deadline + spare
}

// configuration is the gateway's configuration.
func (h *testbed) configuration(s settings) ([]byte, error) {
	more := map[string]any{
		"publicUrl": "http://helsegraf.test", "logLevel": s.logLevel, "drain": cmp.Or(s.drain, 500*time.Millisecond).String(),
		"helseId": map[string]any{"timeout": max(2*time.Second, s.pace.timeout).String()},
	}
	if s.listen != "" {
		more["listen"] = s.listen
	}
	if s.pace != usual {
		more["deadline"] = s.pace.deadline.String()
	}
	if s.metrics {
		more["metrics"] = map[string]any{"listen": "127.0.0.1:0"}
	}
	if s.inFlight > 0 {
		more["limits"] = map[string]any{"inFlight": s.inFlight}
	}
	return h.Configuration(func(e registers.Endpoint) map[string]any {
		through := h.endpoint(e.Key())
		if through == nil {
			return nil // no query calls it
		}
		at := "http://" + through.proxy.Listen
		one := map[string]any{"baseUrl": cmp.Or(s.addresses[e.Key()], at) + e.Prefix()}
		if s.keep > 0 && e.OpenData() {
			one["keep"], one["stale"] = s.keep.String(), s.keep.String()
		}
		if s.pace != usual {
			one["timeout"] = s.pace.timeout.String()
			one["breaker"] = map[string]any{"minCalls": s.pace.minCalls, "failureRatio": s.pace.ratio, "window": s.pace.window.String(), "open": s.pace.open.String()}
		}
		return one
	}, more)
}
