package sources

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
)

// Outcome is the outcome of a request that changes something. The zero Outcome
// is OutcomeUnknown, so that code which sets none claims nothing.
type Outcome uint8

// The outcomes, from the one that says least.
const (
	// OutcomeUnknown: the request may have reached the register, and no response came
	// that can be trusted.
	OutcomeUnknown Outcome = iota
	// OutcomeNotDone: the request never left, or the register refused it.
	OutcomeNotDone
	// OutcomeAccepted: the register has taken the request and will carry it out.
	OutcomeAccepted
	// OutcomeDone: the register has carried it out, or it was so already.
	OutcomeDone
)

// String is the outcome's name in the schema.
func (o Outcome) String() string {
	return [...]string{OutcomeUnknown: "UNKNOWN", OutcomeNotDone: "NOT_DONE", OutcomeAccepted: "ACCEPTED", OutcomeDone: "DONE"}[o]
}

// Tell sends a request that changes something at the register, once, and
// returns its outcome. It continues when ctx is canceled: a request that has
// begun ends within the configured timeout, whether or not its caller waits.
//
// read reads a 2xx response, or one with a status in op.Statuses. A refusal that
// it can explain is OutcomeNotDone without an error.
//
// Nothing repeats the request: neither retryablehttp nor net/http, which resends
// by itself when a kept connection breaks and the body can be rewound. Only after
// a 401, which says that the register did not look at it, is it sent again with
// new credentials.
func (c *Client) Tell(ctx context.Context, op Operation, q Request, read func(*Response) (Outcome, error)) (Outcome, error) {
	if op.Repeatable || op.Open {
		return OutcomeNotDone, c.record(ctx, op, 0, Internal)
	}
	deepen()
	outcome := OutcomeNotDone // behind a full bulkhead or an open circuit nothing is sent
	err := c.guarded(context.WithoutCancel(ctx), op, c.config.Timeout, func(ctx context.Context) error {
		resp, left, err := c.tell(ctx, op, q)
		if left {
			outcome = OutcomeUnknown
		}
		if err != nil {
			return err
		}
		defer release(resp)
		response, err := c.readResponse(op, resp)
		if err != nil {
			if refuses(resp.StatusCode) {
				outcome = OutcomeNotDone
			}
			return err
		}
		outcome, err = read(response)
		return err
	})
	return outcome, err
}

// refuses reports whether a status means that the register has done nothing. 408
// and 5xx may come from something between us and a register that has done it, and
// a redirect after a POST is how some servers say that they have.
func refuses(status int) bool {
	return status/100 == 4 && status != http.StatusRequestTimeout
}

// tell sends the request, and reports whether any of it may have left.
func (c *Client) tell(ctx context.Context, op Operation, q Request) (resp *http.Response, left bool, err error) {
	auth := c.config.Authorizer
	// Twice more at most: for a nonce, and for a stale token.
	for try := 0; ; try++ {
		var wrote atomic.Bool
		// Called when bytes are handed to the connection's buffer, before they
		// leave: it may report too much, never too little.
		traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
			WroteHeaders: func() { wrote.Store(true) },
			WroteRequest: func(httptrace.WroteRequestInfo) { wrote.Store(true) },
		})
		r, err := c.unrepeatable(traced, op, q)
		if err != nil {
			return nil, false, Internal
		}
		if auth != nil {
			if err := auth.Authorize(traced, r); err != nil {
				return nil, false, err
			}
		}
		count(ctx)
		c.config.Observer.Send(ctx, r.Header)
		// Not through http.Client, which follows redirects and rewinds bodies.
		resp, err := c.config.Transport.RoundTrip(r)
		if err != nil {
			return nil, wrote.Load(), transportFault(ctx, err)
		}
		if auth == nil {
			return resp, true, nil
		}
		auth.Heed(resp)
		if resp.StatusCode != http.StatusUnauthorized || try == 2 || !auth.Renew(ctx, resp) {
			return resp, true, nil
		}
		_, _ = io.CopyN(io.Discard, resp.Body, 4<<10)
		_ = resp.Body.Close()
	}
}

// unrepeatable is a request whose body can be read once and is never nil:
// net/http resends a request without a body, whatever its method, if it has an
// Idempotency-Key.
func (c *Client) unrepeatable(ctx context.Context, op Operation, q Request) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, q.Method, "", nil)
	if err != nil {
		return nil, err
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(q.Body)), int64(len(q.Body))
	c.complete(r, op, q)
	return r, nil
}

// complete sets a request's address and headers.
func (c *Client) complete(r *http.Request, op Operation, q Request) {
	r.URL = c.address(q.Path) // set directly, to avoid formatting and parsing it again
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
}
