package main

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/cmd/registers"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
	"helsegraf/sources"
)

const (
	clientID     = "helsegraf"
	organization = "999999901"
)

// house is everything the gateway stands among: registers, their proxies, the
// issuer of tokens. The gateway itself is a process of its own.
type house struct {
	dir       string
	binary    string
	world     *world.World
	issuer    *issuer.Issuer
	endpoints []*endpoint
	handlers  map[string]http.Handler
	fronts    []*front
	tokens    *proxy // before the issuer
	authority *authority
	names     *names // nil for whoever is not root
	elsewhere *front // where nobody may ever be sent
	key       string
	idKey     string
	known     []*person // by the last bench
	expected  map[string]int
}

// buildGateway writes the program under test into a directory.
func buildGateway(ctx context.Context, dir string, flags ...string) (binary string, err error) {
	binary = filepath.Join(dir, "helsegraf")
	args := slices.Concat([]string{"build"}, flags, []string{"-o", binary, "helsegraf/cmd/helsegraf"})
	if text, err := exec.CommandContext(ctx, "go", args...).CombinedOutput(); err != nil { //nolint:gosec // our own program
		return "", fmt.Errorf("build the gateway: %w\n%s", err, text)
	}
	return binary, nil
}

// newHouse starts everything around a gateway among these people, and builds
// the gateway where no binary is given. Close takes it all down.
func newHouse(ctx context.Context, w *world.World, binary string, flags ...string) (_ *house, err error) {
	h := &house{binary: binary, world: w, endpoints: allEndpoints()}
	if h.dir, err = os.MkdirTemp("", "helsegraf-faults-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	if binary == "" {
		if h.binary, err = buildGateway(ctx, h.dir, flags...); err != nil {
			return nil, err
		}
	}
	if err = h.startIssuer(ctx); err != nil {
		return nil, err
	}
	if h.authority, err = newAuthority(h.dir); err != nil {
		return nil, err
	}
	if h.names, err = newNames(ctx, h.dir); err != nil {
		return nil, err
	}
	h.handlers = standIns(h.world, h.issuer)
	for _, e := range h.endpoints {
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

// startIssuer starts the issuer behind a proxy, whose address it takes for its
// own name, and makes the gateway known to it.
func (h *house) startIssuer(ctx context.Context) error {
	mux := http.NewServeMux()
	f, err := newFront(ctx, mux, nil)
	if err != nil {
		return err
	}
	h.fronts = append(h.fronts, f)
	if h.tokens, err = newProxy("issuer", f.address); err != nil {
		return err
	}
	if h.issuer, err = issuer.New(h.world, "http://"+h.tokens.Listen); err != nil {
		return err
	}
	mux.Handle("/", h.issuer)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	key, err := asJWK(private)
	if err != nil {
		return err
	}
	public, err := asJWK(private.Public())
	if err != nil {
		return err
	}
	h.key = string(key)
	ids := make([]byte, 64)
	_, _ = rand.Read(ids) // never fails
	h.idKey = base64.StdEncoding.EncodeToString(ids)
	return h.issuer.RegisterClient(clientID, organization, public)
}

func asJWK(key any) ([]byte, error) {
	k, err := jwk.Import(key)
	if err != nil {
		return nil, err
	}
	return json.Marshal(k)
}

// nearby are the endpoints without their proxies, for runs in which it is not
// the network that fails.
func (h *house) nearby() map[string]string {
	out := map[string]string{}
	for _, e := range h.endpoints {
		out[e.key] = "http://" + e.front.address
	}
	return out
}

func (h *house) close() {
	for _, e := range h.endpoints {
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
	_ = os.RemoveAll(h.dir)
}

// endpoint is the one with this key.
func (h *house) endpoint(key string) *endpoint {
	for _, e := range h.endpoints {
		if e.key == key {
			return e
		}
	}
	return nil
}

// sample are some endpoints to try things on that are tried on one: each shows by a
// query of its own how it fails, logs in with HelseID, and is of another register.
func (h *house) sample() []*endpoint {
	var out []*endpoint
	for _, e := range h.endpoints {
		if e.Role == sources.Answers && e.Part == e.Register.Endpoints[0].Part && e.HelseID() {
			out = append(out, e)
		}
	}
	return out
}

// consents is the endpoint that tells what people have consented to.
func (h *house) consents() *endpoint { return h.endpoint(deciding()[0]) }

// settings are what a run wants otherwise than in production.
type settings struct {
	pace     pace
	inFlight int
	logLevel string
	metrics  bool // are told at an address of their own
	// addresses are endpoints reached at another place than their proxy.
	addresses map[string]string
	listen    string // any port of loopback when it is left out
	drain     time.Duration
}

// pace is how soon a gateway gives up. The zero pace is production's own.
type pace struct {
	deadline, timeout, window, open time.Duration
	minCalls                        int
	ratio                           float64
}

var (
	// brisk has a circuit open and close within a cell.
	brisk = pace{deadline: 2500 * time.Millisecond, timeout: time.Second, window: 2 * time.Second, open: 700 * time.Millisecond, minCalls: 20, ratio: 0.5}
	// lenient is for machines that are busy with something else.
	lenient = pace{deadline: 8 * time.Second, timeout: 1500 * time.Millisecond, window: 3 * time.Second, open: 500 * time.Millisecond, minCalls: 6, ratio: 0.15}
	usual   = pace{}
)

// productionDeadline is what the gateway has when nothing is configured.
const productionDeadline = 4 * time.Second

// answersIn is how long an answer may take.
func (p pace) answersIn() time.Duration {
	const spare = 100 * time.Millisecond
	if p == usual {
		return productionDeadline + spare
	}
	return p.deadline + spare
}

// configuration is the gateway's, in JSON, which is YAML.
func (h *house) configuration(s settings) ([]byte, error) {
	of := map[string]any{}
	for _, e := range h.endpoints {
		at := "http://" + e.proxy.Listen + e.Prefix()
		if other := s.addresses[e.key]; other != "" {
			at = other + e.Prefix()
		}
		one := map[string]any{"baseUrl": at}
		if s.pace != usual {
			one["timeout"] = s.pace.timeout.String()
			one["breaker"] = map[string]any{"minCalls": s.pace.minCalls, "failureRatio": s.pace.ratio, "window": s.pace.window.String(), "open": s.pace.open.String()}
		}
		if !e.HelseID() {
			one["user"], one["password"] = fastlegeregister.User, fastlegeregister.Password
		}
		of[e.key] = one
	}
	// A few people ask as much as thousands would.
	endless := map[string]any{"perMinute": 100_000_000}
	all := map[string]any{
		"listen": cmp.Or(s.listen, "127.0.0.1:0"), "publicUrl": "http://helsegraf.test", "logLevel": s.logLevel, "drain": cmp.Or(s.drain, 500*time.Millisecond).String(),
		"ids":       map[string]any{"key": h.idKey},
		"rates":     map[string]any{"client": endless, "subject": endless},
		"issuers":   []any{map[string]any{"issuer": h.issuer.URL(), "audience": "helsegraf", "synthetic": true}},
		"clients":   []any{map[string]any{"id": "web", "scopes": []string{"helsegraf:read", "helsegraf:write"}}},
		"helseId":   map[string]any{"issuer": h.issuer.URL(), "clientId": clientID, "key": h.key, "timeout": max(2*time.Second, s.pace.timeout).String()},
		"registers": registers.Section(of),
	}
	if s.pace != usual {
		all["deadline"] = s.pace.deadline.String()
	}
	if s.metrics {
		all["metrics"] = map[string]any{"listen": "127.0.0.1:0"}
	}
	if s.inFlight > 0 {
		all["limits"] = map[string]any{"inFlight": s.inFlight}
	}
	return json.Marshal(all)
}

// token is a person's access token, good for some hours.
func (h *house) token(p *world.Person) (string, error) {
	return h.issuer.Token("line", func(claims, _ map[string]any) {
		claims["pid"], claims["sub"] = p.Number, rand.Text()
		claims["exp"] = time.Now().Add(6 * time.Hour).Unix()
	})
}
