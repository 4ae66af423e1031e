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

// Client asks one endpoint of one register. It is safe for concurrent use.
// Every question goes the same way: bulkhead → breaker → retry →
// authorisation → HTTP, and every answer is checked before it is handed on.
type Client struct {
	config   Config
	base     *url.URL
	http     doer
	open     doer // without credentials
	slots    chan struct{}
	long     chan struct{} // long answers being read
	circuits circuits
}

// Operation is one question a register knows, by the register's own name.
type Operation struct {
	Name string
	// Repeatable marks a read that may be asked twice, whatever its method.
	Repeatable bool
	// Accepts are the media types an answer may have, without parameters.
	Accepts []string
	// Statuses are those beside 2xx whose body the reader wants to see, such
	// as 500 for a SOAP fault. All others are turned into a Kind unread.
	Statuses []int
	// Open marks a question that is asked without credentials.
	Open bool
}

// Request is one question as HTTP. A path never holds a person.
type Request struct {
	Method      string
	Path        string
	Query       url.Values
	Header      http.Header
	ContentType string
	Body        []byte
}

// Response is a register's answer, whole and within its bounds.
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	foreign, faulty int
	short           bool
}

// Foreign reports records about somebody who was not asked for. The reader
// drops them, and says so here: they are counted, alarmed and held against
// the operation's circuit.
func (r *Response) Foreign(records int) { r.foreign += records }

// Faulty reports records that cannot be used as they stand: unreadable, or with
// something in them that changes their meaning in a way nobody here knows. The
// reader leaves them out and tells its caller that the answer is not whole; they
// are counted and alarmed. One bad record says nothing of the register's health,
// so the circuit does not count it.
func (r *Response) Faulty(records int) { r.faulty += records }

// Short reports that the answer stands and is known not to be the whole of it.
func (r *Response) Short() { r.short = true }

// New makes a Client, or says what is wrong with the configuration.
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
		config:   c,
		base:     base,
		http:     newDoer(c, c.Authorizer),
		open:     newDoer(c, nil),
		slots:    make(chan struct{}, c.MaxInFlight),
		long:     make(chan struct{}, longAtOnce),
		circuits: circuits{config: c},
	}, nil
}

// Register is the register's configured name.
func (c *Client) Register() string { return c.config.Register }

// Region is the configured region, or "".
func (c *Client) Region() string { return c.config.Region }

// Now is the configured clock.
func (c *Client) Now() time.Time { return c.config.Now() }

// Endpoint is the address path has at the register, for protocols that repeat
// it in the message (WS-Addressing). It stands in no log and no error.
func (c *Client) Endpoint(path string) string { return c.address(path).String() }

// Call asks op and hands the answer to read, which decodes it and verifies
// whom it is about. What read returns (a [Kind], most often Garbled or
// NotFound) counts in the breaker like the register's own failures.
// The error is always nil or an [*Error].
func (c *Client) Call(ctx context.Context, op Operation, q Request, read func(*Response) error) error {
	deepen()
	return c.guarded(ctx, op, c.config.Timeout, func(ctx context.Context) error {
		resp, err := c.send(ctx, op, q)
		if err != nil {
			return err
		}
		defer release(resp)
		answer, err := c.whole(op, resp)
		if err != nil {
			return err
		}
		err = read(answer)
		if answer.foreign == 0 && answer.faulty == 0 {
			if err == nil && answer.short {
				return partial{}
			}
			return err
		}
		c.alarm(ctx, op, answer)
		switch {
		case err == nil:
			return partial{foreign: answer.foreign > 0}
		case KindOf(err) != NotFound:
			return err
		case answer.foreign > 0:
			// The record that is missing may be the one that came as somebody
			// else's, or the one that could not be read.
			return Mismatch
		}
		return Garbled
	})
}

// deepen has the goroutine's stack grow at once to what a question needs. Most
// questions have a goroutine of their own, whose small stack would otherwise be
// copied again and again on the way down to the network and the signature of
// the proof, with all that lies on it by then.
//
//go:noinline
func deepen() {
	var room [10 << 10]byte
	touch(&room)
}

//go:noinline
func touch(room *[10 << 10]byte) { room[0] = 1 }

// guarded runs one question behind bulkhead, deadline and breaker, and records
// how it went.
func (c *Client) guarded(ctx context.Context, op Operation, timeout time.Duration, ask func(context.Context) error) error {
	ctx, ended := c.config.Observer.Ask(ctx, Question{c.config.Register, c.config.Region, op.Name})
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
	// gobreaker takes no context: one that is over is not the register's fault.
	if err := ctx.Err(); err != nil {
		return c.record(ctx, op, 0, KindOf(err))
	}
	circuit := c.circuits.of(op.Name)
	if rest := circuit.rests(); rest > 0 {
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

// address is where a path lies under the base URL.
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
	r.URL = c.address(q.Path) // as it is, rather than as text that is taken apart again
	r.URL.RawQuery = q.Query.Encode()
	r.Host = r.URL.Host
	for name, values := range q.Header {
		r.Header[http.CanonicalHeaderKey(name)] = values
	}
	if q.ContentType != "" {
		r.Header.Set("Content-Type", q.ContentType)
	}
	if len(op.Accepts) > 0 && r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", strings.Join(op.Accepts, ", "))
	}
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

// whole reads an answer within its bounds.
func (c *Client) whole(op Operation, resp *http.Response) (*Response, error) {
	if err := verdict(op, resp); err != nil {
		return nil, err
	}
	body, err := c.body(resp)
	if err != nil {
		return nil, bodyFault(resp.Request.Context(), err)
	}
	return &Response{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

// release gives an answer's connection back. Closing one that is not read to
// its end costs the connection, and "no such record" is a common answer.
func release(resp *http.Response) {
	const short = 4 << 10
	if resp.ContentLength > 0 && resp.ContentLength <= short {
		_, _ = io.CopyN(io.Discard, resp.Body, short)
	}
	_ = resp.Body.Close()
}
