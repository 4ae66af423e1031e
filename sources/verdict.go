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

// partial is a success with records left out: the answer stands. Records about
// others count as a failure of the register.
type partial struct{ foreign bool }

func (partial) Error() string { return "records were left out" }

func isPartial(err error) bool {
	_, ok := errors.AsType[partial](err)
	return ok
}

// verdict turns status and media type into a Kind, or nil when the body is
// worth reading.
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
	case resp.StatusCode >= 500: // a page about the failure
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
	// A redirect is not followed: it would carry token and question to where
	// the configuration does not point.
	return Garbled
}

// retryAfter reads Retry-After in both its forms: seconds, or the date until
// which to wait, by the register's own clock where it tells the time.
func retryAfter(h http.Header) time.Duration {
	said := h.Get("Retry-After")
	if s, err := strconv.Atoi(said); err == nil {
		return max(0, time.Duration(min(s, math.MaxInt32))*time.Second)
	}
	until, err := http.ParseTime(said)
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

// bodyFault is the Kind of an error while an answer is read: what the network
// did not do, the answer did (compression or chunks that do not hold).
func bodyFault(ctx context.Context, err error) error {
	fault := transportFault(ctx, err)
	if _, network := errors.AsType[net.Error](err); !network && KindOf(fault) == Unavailable {
		return Garbled
	}
	return fault
}
