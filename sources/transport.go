package sources

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// doer sends a request, with retries where allowed.
type doer struct {
	once   *http.Client          // for requests that must not be repeated
	again  *retryablehttp.Client // for reads
	budget *retryBudget
}

func newDoer(c Config, auth Authorizer) doer {
	client := &http.Client{
		Transport: authorised{c.Transport, auth, c.Observer},
		// A redirect is answered as it is and refused by verdict.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	budget := &retryBudget{share: c.Retry.Budget, tokens: retryBurst}
	again := retryablehttp.NewClient()
	again.HTTPClient = client
	again.Logger = nil             // it prints URLs
	again.RetryMax = math.MaxInt32 // CheckRetry counts
	again.ErrorHandler = retryablehttp.PassthroughErrorHandler
	again.Backoff = func(_, _ time.Duration, attempt int, resp *http.Response) time.Duration {
		return pause(c.Retry, attempt, resp)
	}
	again.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) {
		tries, ok := ctx.Value(triesKey{}).(*int)
		if !ok || *tries >= c.Retry.Max || !worthAnotherTry(ctx, c.Retry, resp, err) || !budget.take() {
			return false, err
		}
		*tries++
		countRetry(ctx)
		return true, nil
	}
	return doer{once: client, again: again, budget: budget}
}

// triesKey finds the retry count of one call. retryablehttp does not pass it to
// CheckRetry, which it also calls after the last try, so a retry that never
// happens would use up budget.
type triesKey struct{}

// countingTries makes the retries of one call count.
func countingTries(ctx context.Context) context.Context {
	return context.WithValue(ctx, triesKey{}, new(int))
}

// do sends a request whose body is in memory, so that it can be sent again
// without reading it. The context of a repeatable request must be counting
// tries.
func (d doer) do(r *http.Request, body []byte, repeatable bool) (*http.Response, error) {
	if !repeatable {
		return d.once.Do(r)
	}
	d.budget.earn()
	again := &retryablehttp.Request{Request: r}
	if len(body) > 0 {
		if err := again.SetBody(body); err != nil {
			return nil, Internal
		}
	}
	return d.again.Do(again)
}

// worthAnotherTry reports whether the connection failed or the register is
// busy, and there is time for the pause and a response. A register whose
// Retry-After is longer than that is not tried again.
func worthAnotherTry(ctx context.Context, retry Retry, resp *http.Response, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	if _, ok := errors.AsType[Kind](err); ok {
		return false // no credentials: the token request had its own retries
	}
	if err == nil && resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode < http.StatusInternalServerError {
		return false
	}
	if err == nil && resp.StatusCode == http.StatusInternalServerError {
		// The register ran and failed, as with SOAP faults, and would fail
		// again.
		return false
	}
	until, ok := ctx.Deadline()
	return !ok || time.Until(until) > 2*pause(retry, 0, resp)
}

// pause is random between the configured bounds, so that callers that failed
// together do not return together; Retry-After is honoured.
func pause(retry Retry, attempt int, resp *http.Response) time.Duration {
	if resp != nil {
		if asked := retryAfter(resp.Header); asked > 0 {
			return asked
		}
	}
	most := min(retry.Wait, retry.Min<<min(attempt+1, 10))
	if most <= retry.Min {
		return retry.Min
	}
	return retry.Min + rand.N(most-retry.Min) //nolint:gosec // spreads load, keeps no secret
}

// retryBurst is how many retries are allowed before any call has earned them.
const retryBurst = 10

// retryBudget limits retries to a share of calls, so that an outage is not met
// with more load.
type retryBudget struct {
	share float64

	mu     sync.Mutex
	tokens float64
}

// earn adds the share of one call.
func (b *retryBudget) earn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tokens = min(retryBurst, b.tokens+b.share)
}

// take spends one retry, if there is one.
func (b *retryBudget) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// authorised adds credentials to each try, and tries once more with new ones
// when the register refuses them. It deliberately has no CloseIdleConnections:
// retryablehttp calls that when a request fails, and would close everybody
// else's connections too.
type authorised struct {
	next     http.RoundTripper
	auth     Authorizer
	observer Observer
}

func (t authorised) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.auth == nil {
		return t.send(r.Clone(r.Context()))
	}
	resp, err := t.try(r)
	// Once for a nonce and once for a token: a service that wants both says so
	// one after the other.
	for range 2 {
		if err != nil || resp.StatusCode != http.StatusUnauthorized || !t.auth.Renew(r.Context(), resp) {
			break
		}
		_, _ = io.CopyN(io.Discard, resp.Body, 4<<10)
		_ = resp.Body.Close()
		resp, err = t.try(r)
	}
	return resp, err
}

func (t authorised) try(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return nil, Internal
		}
		r.Body = body
	}
	if r.Body == nil || r.Body == http.NoBody {
		// net/http retries by itself when a kept connection breaks under a GET,
		// with the same proof. A body that it cannot rewind, empty or not,
		// prevents that.
		r.Body, r.GetBody = io.NopCloser(eof{}), nil
	}
	if err := t.auth.Authorize(r.Context(), r); err != nil {
		return nil, err
	}
	resp, err := t.send(r)
	if err == nil {
		t.auth.Heed(resp)
	}
	return resp, err
}

// send sends one try. r must not be shared.
func (t authorised) send(r *http.Request) (*http.Response, error) {
	count(r.Context())
	t.observer.Send(r.Context(), r.Header)
	return t.next.RoundTrip(r)
}

// eof is an empty body.
type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// NewTransport is sized for a gateway: with net/http's two idle connections per
// host it would reconnect all the time. It honours HTTPS_PROXY and NO_PROXY.
func NewTransport(inFlight int) *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: time.Second,
		MaxIdleConnsPerHost: max(256, inFlight),
		// The buffer of an idle connection still holds the end of the last response.
		IdleConnTimeout:        idle,
		ForceAttemptHTTP2:      true,
		ResponseHeaderTimeout:  0, // the call's own deadline covers it
		MaxResponseHeaderBytes: 64 << 10,
		// All calls to a register that speaks HTTP/2 share a connection. If it
		// dies silently, every one of them would time out until TCP gives up.
		HTTP2: &http.HTTP2Config{SendPingTimeout: silence, PingTimeout: silence},
	}
}

// idle is how long a connection may be unused.
const idle = 30 * time.Second

// silence is how long an HTTP/2 connection may be idle before it is pinged, and
// then how long the ping may take.
const silence = 2 * time.Second

// alarm logs the dropped records of a response.
func (c *Client) alarm(ctx context.Context, op Operation, r *Response) {
	c.circuits.of(op.Name).dropped(r)
	where := func(code string, records int) []slog.Attr {
		return []slog.Attr{
			slog.String("code", code), slog.String("register", c.config.Register), slog.String("region", c.config.Region),
			slog.String("operation", op.Name), slog.Int("records", records),
		}
	}
	if r.foreign > 0 {
		c.config.Log.LogAttrs(ctx, slog.LevelError, "a register answered about a subject not asked for; dropped", where("SUBJECT_MISMATCH", r.foreign)...)
	}
	if r.faulty > 0 {
		c.config.Log.LogAttrs(ctx, slog.LevelError, "a register sent records that cannot be used; left out", where("SOURCE_INVALID", r.faulty)...)
	}
}
