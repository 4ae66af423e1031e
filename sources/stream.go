package sources

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// errNoAnswer is the cause when a stream is cancelled before it begins.
var errNoAnswer = errors.New("no answer in time")

// Stream calls op and copies the response body to w as it arrives, after head
// has seen the headers. It is not buffered, so MaxBytes does not apply. If w
// fails the caller has gone away: Canceled, which is not held against the
// register.
func (c *Client) Stream(ctx context.Context, op Operation, q Request, head func(http.Header) error, w io.Writer) error {
	return c.guarded(ctx, op, c.config.StreamTimeout, func(ctx context.Context) error {
		ctx, giveUp := context.WithCancelCause(ctx)
		defer giveUp(nil)
		late := time.AfterFunc(c.config.Timeout, func() { giveUp(errNoAnswer) })
		defer late.Stop()
		resp, err := c.send(endsBefore(ctx, time.Now().Add(c.config.Timeout)), op, q)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		late.Stop()
		if err := verdict(op, resp); err != nil {
			return err
		}
		if err := head(resp.Header); err != nil {
			return err
		}
		to := &sink{w: w}
		if _, err := io.Copy(to, resp.Body); err != nil {
			if to.gone {
				return Canceled
			}
			return bodyFault(ctx, err)
		}
		return nil
	})
}

// sink is the writer a stream goes to. It remembers whether it failed, since
// io.Copy does not say which end did.
type sink struct {
	w    io.Writer
	gone bool
}

func (a *sink) Write(p []byte) (int, error) {
	n, err := a.w.Write(p)
	a.gone = err != nil
	return n, err
}

// sooner is a context that reports an earlier deadline than it enforces:
// retries plan by the deadline, and a stream has less time to begin than to
// end.
type sooner struct {
	context.Context
	at time.Time
}

func endsBefore(ctx context.Context, at time.Time) context.Context {
	if until, ok := ctx.Deadline(); ok && until.Before(at) {
		return ctx
	}
	return sooner{ctx, at}
}

// Deadline is the earlier one.
func (s sooner) Deadline() (time.Time, bool) { return s.at, true }
