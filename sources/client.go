package sources

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Client calls one endpoint of one register. It is safe for concurrent use.
// Every call takes the same path: bulkhead → breaker → retry → authorisation →
// HTTP, and every response is checked before it is returned.
type Client struct {
	config    Config
	base      *url.URL
	http      doer
	open      doer // without credentials
	slots     chan struct{}
	longReads chan struct{} // limits concurrent long reads
	circuits  circuits
}

// Operation is one operation of a register, under the register's own name.
type Operation struct {
	Name string
	// Repeatable marks a read that may be retried, whatever its method.
	Repeatable bool
	// Accepts are the media types a response may have, without parameters.
	Accepts []string
	// Statuses are the statuses other than 2xx whose body the reader handles,
	// such as 500 for a SOAP fault. All others become a Kind, unread.
	Statuses []int
	// Open marks an operation that is called without credentials.
	Open bool
}

// Request is an HTTP request to a register. A path never identifies a person.
type Request struct {
	Method      string
	Path        string
	Query       url.Values
	Header      http.Header
	ContentType string
	Body        []byte
}

// Response is a register's complete response, within its size limit.
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	foreign, faulty int
	short           bool
}

// Foreign reports dropped records about people other than the subject. They are
// counted, logged as errors and held against the operation's circuit.
func (r *Response) Foreign(records int) { r.foreign += records }

// Faulty reports dropped records that cannot be used: unreadable, or with a
// modifier whose meaning is unknown here. The reader tells its caller that the
// result is incomplete; the records are counted and logged as errors. One bad
// record says nothing of the register's health, so the circuit does not count
// it.
func (r *Response) Faulty(records int) { r.faulty += records }

// Short reports that the result is valid but known to be incomplete.
func (r *Response) Short() { r.short = true }

// New makes a Client, or returns what is wrong with the configuration.
func New(c Config) (*Client, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	c = c.withDefaults()
	base, err := url.Parse(c.BaseURL)
	if err != nil {
		return nil, errors.New(c.Register + ": base URL does not parse")
	}
	return &Client{
		config:    c,
		base:      base,
		http:      newDoer(c, c.Authorizer),
		open:      newDoer(c, nil),
		slots:     make(chan struct{}, c.MaxInFlight),
		longReads: make(chan struct{}, maxLongReads),
		circuits:  circuits{config: c},
	}, nil
}

// Register is the register's configured name.
func (c *Client) Register() string { return c.config.Register }

// Region is the configured region, or "".
func (c *Client) Region() string { return c.config.Region }

// Now is the configured clock.
func (c *Client) Now() time.Time { return c.config.Now() }

// Endpoint is the absolute address of path, for protocols that repeat it in the
// message (WS-Addressing). It is in no log and no error.
func (c *Client) Endpoint(path string) string { return c.address(path).String() }

// Call calls op and passes the response to read, which decodes it and verifies
// whom it is about. An error from read (a [Kind], most often Garbled or
// NotFound) counts in the breaker like the register's own failures. The error
// is always nil or an [*Error].
func (c *Client) Call(ctx context.Context, op Operation, q Request, read func(*Response) error) error {
	deepen()
	return c.guarded(ctx, op, c.config.Timeout, func(ctx context.Context) error {
		resp, err := c.send(ctx, op, q)
		if err != nil {
			return err
		}
		defer release(resp)
		response, err := c.readResponse(op, resp)
		if err != nil {
			return err
		}
		err = read(response)
		if response.foreign == 0 && response.faulty == 0 {
			if err == nil && response.short {
				return partial{}
			}
			return err
		}
		c.alarm(ctx, op, response)
		switch {
		case err == nil:
			return partial{foreign: response.foreign > 0}
		case KindOf(err) != NotFound:
			return err
		case response.foreign > 0:
			// The missing record may be the one that came as somebody else's,
			// or the unreadable one.
			return Mismatch
		}
		return Garbled
	})
}

// deepen grows the goroutine's stack at once to what a call needs. Most calls
// have a goroutine of their own, whose small stack would otherwise be copied
// again and again on the way down to the network and the proof's signature.
//
//go:noinline
func deepen() {
	var room [10 << 10]byte
	touch(&room)
}

//go:noinline
func touch(room *[10 << 10]byte) { room[0] = 1 }

// guarded runs one call behind bulkhead, deadline and breaker, and records its
// outcome.
func (c *Client) guarded(ctx context.Context, op Operation, timeout time.Duration, ask func(context.Context) error) error {
	ctx, ended := c.config.Observer.Start(ctx, CallInfo{c.config.Register, c.config.Region, op.Name})
	err := c.bounded(ctx, op, timeout, ask)
	ended(KindOf(err))
	return err
}

func (c *Client) bounded(ctx context.Context, op Operation, timeout time.Duration, ask func(context.Context) error) error {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	default:
		return c.record(ctx, op, 0, OverBudget)
	}
	// gobreaker takes no context: one that has ended is not the register's
	// fault.
	if err := ctx.Err(); err != nil {
		return c.record(ctx, op, 0, KindOf(err))
	}
	circuit := c.circuits.of(op.Name)
	if rest := circuit.backOff(); rest > 0 {
		return c.record(ctx, op, 0, &Error{Kind: CircuitOpen, RetryAfter: rest})
	}
	counted := c.counting(ctx)
	start := time.Now()
	_, err := circuit.breaker.Execute(func() (struct{}, error) {
		bounded, cancel := context.WithTimeout(counted, timeout)
		defer cancel()
		return struct{}{}, ask(bounded)
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return c.record(ctx, op, 0, &Error{Kind: CircuitOpen, RetryAfter: circuit.opensIn()})
	}
	took := time.Since(start)
	circuit.observe(c.config.Now(), took, err)
	return c.record(ctx, op, took, err)
}

// address is the URL of a path under the base URL.
func (c *Client) address(path string) *url.URL {
	u := *c.base
	u.Path = strings.TrimSuffix(u.Path, "/") + path
	return &u
}

// send builds and sends one request.
func (c *Client) send(ctx context.Context, op Operation, q Request) (*http.Response, error) {
	if op.Repeatable {
		ctx = countingTries(ctx)
	}
	r, err := http.NewRequestWithContext(ctx, q.Method, "", bytes.NewReader(q.Body))
	if err != nil {
		return nil, Internal
	}
	c.complete(r, op, q)
	ask := c.http
	if op.Open {
		ask = c.open
	}
	resp, err := ask.do(r, q.Body, op.Repeatable)
	if err != nil {
		return nil, transportFault(ctx, err)
	}
	return resp, nil
}

// readResponse reads a response within its limits.
func (c *Client) readResponse(op Operation, resp *http.Response) (*Response, error) {
	if err := verdict(op, resp); err != nil {
		return nil, err
	}
	body, err := c.body(resp)
	if err != nil {
		return nil, bodyFault(resp.Request.Context(), err)
	}
	return &Response{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

// release returns a response's connection to the pool. Closing a body that is
// not read to its end costs the connection, and "no such record" is a common
// response.
func release(resp *http.Response) {
	const short = 4 << 10
	if resp.ContentLength > 0 && resp.ContentLength <= short {
		_, _ = io.CopyN(io.Discard, resp.Body, short)
	}
	_ = resp.Body.Close()
}
