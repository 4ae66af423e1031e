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

// Config is how one register is reached: one endpoint, one region. Zero
// durations and numbers take the defaults named.
type Config struct {
	// Register is the register's name, as in logs, metrics and status.
	Register string
	// Region is set for registers that have an endpoint per health region.
	Region string
	// BaseURL is what paths of operations are put after; no query, no fragment.
	BaseURL string
	// Timeout bounds one question, retries and reading of the answer included.
	// Default 2 s.
	Timeout time.Duration
	// StreamTimeout bounds an answer that is handed on as it comes, from the
	// question to the last byte; Timeout then bounds the wait for the first.
	// Default 2 min.
	StreamTimeout time.Duration
	// MaxBytes bounds an answer after decompression. Default 8 MiB.
	MaxBytes int64
	// MaxInFlight is the bulkhead: questions beyond it are refused at once as
	// OverBudget. Default 256.
	MaxInFlight int
	// Breaker is when to stop asking.
	Breaker Breaker
	// Retry is when to ask again.
	Retry Retry
	// Authorizer adds the credentials; nil adds none.
	Authorizer Authorizer
	// Transport does the calls; nil makes one sized for a gateway.
	Transport http.RoundTripper
	// Now is the clock of statistics and reports; nil is time.Now.
	Now func() time.Time
	// Log takes the alarms; nil discards them.
	Log *slog.Logger
	// Observer is told of every question; nil is nobody.
	Observer Observer
}

// Breaker is when an operation's circuit opens, and for how long.
type Breaker struct {
	MinCalls     int           // calls in the window before it may open; default 20
	FailureRatio float64       // share of them that failed; default 0.5
	Window       time.Duration // rolling, longer than the timeout; default 10 s, or twice the timeout
	Open         time.Duration // until a probe is let through; default 5 s
}

// Retry is how often a repeatable question is asked again.
type Retry struct {
	Max    int           // further tries; default 1, negative for none
	Min    time.Duration // shortest pause; default 20 ms
	Wait   time.Duration // longest pause; default 200 ms
	Budget float64       // share of calls that may be retries; default 0.1
}

// Authorizer adds a register's credentials to a request.
type Authorizer interface {
	// Authorize adds headers. It is called once for each try, since a proof of
	// possession may be used once.
	Authorize(ctx context.Context, r *http.Request) error
	// Renew drops what the register refused with 401 and tells whether
	// asking again with new credentials may help.
	Renew(ctx context.Context, refused *http.Response) bool
	// Heed takes from an answer's headers what the next request is to have. It is
	// called for every answer, before Renew.
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

const (
	defaultTimeout = 2 * time.Second
	defaultWindow  = 10 * time.Second
)

func (c Config) withDefaults() Config {
	or(&c.Timeout, defaultTimeout)
	or(&c.StreamTimeout, 2*time.Minute)
	or(&c.MaxBytes, 8<<20)
	or(&c.MaxInFlight, 256)
	or(&c.Breaker.MinCalls, 20)
	or(&c.Breaker.FailureRatio, 0.5)
	or(&c.Breaker.Window, max(defaultWindow, 2*c.Timeout))
	or(&c.Breaker.Open, 5*time.Second)
	or(&c.Retry.Max, 1)
	or(&c.Retry.Min, 20*time.Millisecond)
	or(&c.Retry.Wait, 200*time.Millisecond)
	or(&c.Retry.Budget, 0.1)
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

func or[T comparable](v *T, preset T) {
	var zero T
	if *v == zero {
		*v = preset
	}
}

// Check names everything that is wrong with c, joined.
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
	or(&timeout, defaultTimeout)
	if c.Breaker.Window > 0 && c.Breaker.Window <= timeout {
		// A question counts at the time it was asked: those that time out would
		// be forgotten before they end.
		faults = append(faults, fmt.Errorf("%s: breaker window must be longer than the timeout", c.Register))
	}
	return errors.Join(faults...)
}
