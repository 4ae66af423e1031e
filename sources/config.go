package sources

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// Config is how one endpoint of a register is reached. Zero durations and
// numbers take the defaults named.
type Config struct {
	// Register is the register's name, as in logs, metrics and status.
	Register string
	// Region is set for registers that have an endpoint per health region.
	Region string
	// BaseURL is the prefix of all paths; no query, no fragment.
	BaseURL string
	// Timeout bounds one call, including retries and reading the response.
	// Default 2 s.
	Timeout time.Duration
	// StreamTimeout bounds a streamed response, from the request to the last
	// byte; Timeout then bounds the wait for the first byte. Default 2 min.
	StreamTimeout time.Duration
	// MaxBytes bounds a response after decompression. Default 8 MiB.
	MaxBytes int64
	// MaxInFlight is the bulkhead: calls beyond it fail at once with
	// OverBudget. Default 256.
	MaxInFlight int
	// Breaker is when to stop calling.
	Breaker Breaker
	// Retry is when to try again.
	Retry Retry
	// Authorizer adds the credentials; nil adds none.
	Authorizer Authorizer
	// Transport sends the requests; nil makes one sized for a gateway.
	Transport http.RoundTripper
	// Now is the clock of statistics and reports; nil is time.Now.
	Now func() time.Time
	// Log receives the errors to alarm on; nil discards them.
	Log *slog.Logger
	// Observer is notified of every call; nil is nobody.
	Observer Observer
}

// Breaker is when an operation's circuit opens, and for how long.
type Breaker struct {
	MinCalls     int           // calls in the window before it may open; default 20
	FailureRatio float64       // share of them that failed; default 0.5
	Window       time.Duration // rolling, longer than the timeout; default 10 s, or twice the timeout
	Open         time.Duration // until a probe is let through; default 5 s
}

// Retry is how often a repeatable operation is retried.
type Retry struct {
	Max    int           // further tries; default 1, negative for none
	Min    time.Duration // shortest pause; default 20 ms
	Wait   time.Duration // longest pause; default 200 ms
	Budget float64       // share of calls that may be retries; default 0.1
}

// Authorizer adds a register's credentials to a request.
type Authorizer interface {
	// Authorize adds headers. It is called once per try, since a proof of
	// possession may be used only once.
	Authorize(ctx context.Context, r *http.Request) error
	// Renew drops credentials that the register refused with 401, and reports
	// whether another try with new ones may succeed.
	Renew(ctx context.Context, refused *http.Response) bool
	// Heed reads from a response's headers what the next request needs. It is
	// called for every response, before Renew.
	Heed(answer *http.Response)
}

// Basic is HTTP Basic authentication.
type Basic struct{ User, Password string }

// Authorize adds the Authorization header.
func (b Basic) Authorize(_ context.Context, r *http.Request) error {
	r.SetBasicAuth(b.User, b.Password)
	return nil
}

// Renew has nothing to renew.
func (b Basic) Renew(context.Context, *http.Response) bool { return false }

// Heed takes nothing.
func (b Basic) Heed(*http.Response) {}

// Key is a subscription key in a header.
type Key struct{ Header, Value string }

// Authorize adds the header.
func (k Key) Authorize(_ context.Context, r *http.Request) error {
	r.Header.Set(k.Header, k.Value)
	return nil
}

// Renew has nothing to renew.
func (k Key) Renew(context.Context, *http.Response) bool { return false }

// Heed takes nothing.
func (k Key) Heed(*http.Response) {}

const (
	defaultTimeout = 2 * time.Second
	defaultWindow  = 10 * time.Second
)

func (c Config) withDefaults() Config {
	setDefault(&c.Timeout, defaultTimeout)
	setDefault(&c.StreamTimeout, 2*time.Minute)
	setDefault(&c.MaxBytes, 8<<20)
	setDefault(&c.MaxInFlight, 256)
	setDefault(&c.Breaker.MinCalls, 20)
	setDefault(&c.Breaker.FailureRatio, 0.5)
	setDefault(&c.Breaker.Window, max(defaultWindow, 2*c.Timeout))
	setDefault(&c.Breaker.Open, 5*time.Second)
	setDefault(&c.Retry.Max, 1)
	setDefault(&c.Retry.Min, 20*time.Millisecond)
	setDefault(&c.Retry.Wait, 200*time.Millisecond)
	setDefault(&c.Retry.Budget, 0.1)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Observer == nil {
		c.Observer = unobserved{}
	}
	if c.Transport == nil {
		c.Transport = NewTransport(c.MaxInFlight)
	}
	return c
}

func setDefault[T comparable](v *T, preset T) {
	var zero T
	if *v == zero {
		*v = preset
	}
}

// Check returns everything that is wrong with c, joined.
func (c Config) Check() error {
	var faults []error
	if c.Register == "" {
		faults = append(faults, errors.New("register has no name"))
	}
	if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		faults = append(faults, fmt.Errorf("%s: base URL must be http(s)://host[/path] with no query, fragment or credentials", c.Register))
	}
	for name, negative := range map[string]bool{
		"timeout": c.Timeout < 0, "stream timeout": c.StreamTimeout < 0, "max bytes": c.MaxBytes < 0, "max in flight": c.MaxInFlight < 0,
		"breaker": c.Breaker.MinCalls < 0 || c.Breaker.Window < 0 || c.Breaker.Open < 0,
		"retry":   c.Retry.Min < 0 || c.Retry.Wait < 0 || c.Retry.Budget < 0,
	} {
		if negative {
			faults = append(faults, fmt.Errorf("%s: %s must not be negative", c.Register, name))
		}
	}
	if c.Breaker.FailureRatio < 0 || c.Breaker.FailureRatio > 1 {
		faults = append(faults, fmt.Errorf("%s: breaker failure ratio must be between 0 and 1", c.Register))
	}
	timeout := c.Timeout
	setDefault(&timeout, defaultTimeout)
	if c.Breaker.Window > 0 && c.Breaker.Window <= timeout {
		// A call counts at the time it began: calls that time out would leave
		// the window before they end.
		faults = append(faults, fmt.Errorf("%s: breaker window must be longer than the timeout", c.Register))
	}
	return errors.Join(faults...)
}
