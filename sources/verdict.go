package sources

import (
	"context"
	"errors"
	"io"
	"math"
	"mime"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// partial is a success with records dropped. Records about other people count
// as a failure of the register.
type partial struct{ foreign bool }

func (partial) Error() string { return "records were left out" }

func isPartial(err error) bool {
	_, ok := errors.AsType[partial](err)
	return ok
}

// Incomplete is Garbled of a response from which records are missing, where what is
// left must not be taken for all there is. It says nothing of the register's health,
// as [Response.Faulty] does not, so the circuit does not count it.
type Incomplete struct{}

func (Incomplete) Error() string { return Garbled.Error() }

// Unwrap returns its Kind.
func (Incomplete) Unwrap() error { return Garbled }

// verdict turns status and media type into a Kind, or nil when the body should
// be read.
func verdict(op Operation, resp *http.Response) error {
	if resp.StatusCode/100 != 2 && !slices.Contains(op.Statuses, resp.StatusCode) {
		return &Error{Kind: kindOfStatus(resp.StatusCode), RetryAfter: retryAfter(resp.Header)}
	}
	if len(op.Accepts) == 0 || resp.StatusCode == http.StatusNoContent {
		return nil
	}
	media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case err == nil && slices.Contains(op.Accepts, media):
		return nil
	case resp.StatusCode >= 500: // an error page
		return &Error{Kind: kindOfStatus(resp.StatusCode), RetryAfter: retryAfter(resp.Header)}
	}
	return Garbled
}

func kindOfStatus(status int) Kind {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return Denied
	case status == http.StatusNotFound, status == http.StatusGone:
		return NotFound
	case status == http.StatusRequestTimeout, status == http.StatusGatewayTimeout:
		return Timeout
	case status == http.StatusTooManyRequests, status >= 500:
		return Unavailable
	case status >= 400:
		return Invalid
	}
	// A redirect is not followed: it would send token and request to where the
	// configuration does not point.
	return Garbled
}

// retryAfter reads Retry-After in both forms: seconds, or a date, relative to
// the register's own clock (Date) if it sends one.
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if s, err := strconv.Atoi(value); err == nil {
		return max(0, time.Duration(min(s, math.MaxInt32))*time.Second)
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return max(0, until.Sub(now))
}

// transportFault is the Kind of an error below HTTP. Its text is dropped.
func transportFault(ctx context.Context, err error) error {
	var known *Error
	var kind Kind
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &kind):
		return kind
	case errors.Is(context.Cause(ctx), errNoAnswer):
		return &Error{Kind: Timeout, cause: context.DeadlineExceeded}
	case errors.Is(ctx.Err(), context.Canceled):
		return &Error{Kind: Canceled, cause: context.Canceled}
	case errors.Is(ctx.Err(), context.DeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return &Error{Kind: Timeout, cause: context.DeadlineExceeded}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return Garbled
	}
	return Unavailable
}

// bodyFault is the Kind of an error while a response is read: one that is not
// the network's is in the response itself (bad compression or chunks).
func bodyFault(ctx context.Context, err error) error {
	fault := transportFault(ctx, err)
	if _, network := errors.AsType[net.Error](err); !network && KindOf(fault) == Unavailable {
		return Garbled
	}
	return fault
}
