package sources

import (
	"context"
	"errors"
	"time"
)

// Kind is the outcome of a failed call to a register. A Kind is itself an
// error: a decoder returns the Kind alone and [Client.Call] adds where it
// happened. The zero Kind is not used.
type Kind uint8

// The kinds, from the one closest to the caller to the one farthest away.
const (
	// Invalid: the register rejected the request as malformed. A fault of ours.
	Invalid Kind = iota + 1
	// Denied: the register refuses this gateway (401, 403).
	Denied
	// NotFound: the register responded, and there is no such record.
	NotFound
	// Unavailable: no response (refused, reset, 5xx, 429).
	Unavailable
	// Timeout: no complete response before the deadline.
	Timeout
	// Garbled: the response cannot be used (wrong format or media type, too
	// big, cut off).
	Garbled
	// Mismatch: the response was about somebody else, and was dropped.
	Mismatch
	// CircuitOpen: the breaker is open and the register was not called.
	CircuitOpen
	// OverBudget: the request's budget of calls is spent, or the register's
	// bulkhead is full; it was not called.
	OverBudget
	// Canceled: the caller went away.
	Canceled
	// Internal: a fault in the gateway itself.
	Internal
)

// Error returns the kind as text.
func (k Kind) Error() string {
	switch k {
	case Invalid:
		return "request rejected as malformed"
	case Denied:
		return "access denied"
	case NotFound:
		return "no such record"
	case Unavailable:
		return "unavailable"
	case Timeout:
		return "timeout"
	case Garbled:
		return "invalid response"
	case Mismatch:
		return "response about another subject"
	case CircuitOpen:
		return "circuit open"
	case OverBudget:
		return "over budget"
	case Canceled:
		return "canceled"
	case Internal:
		return "internal fault"
	}
	return "unknown fault"
}

// Error says which register failed, in which operation and how. It contains
// nothing of the request or the response: no number, address, header or body.
type Error struct {
	Register  string // as configured: "fastlegeregister"
	Region    string // "" but for registers with one endpoint per region
	Operation string // the register's own name of the operation
	Kind      Kind
	// RetryAfter is the delay the register requested; 0 if it did not.
	RetryAfter time.Duration

	cause error
}

// Error is the register, the operation and the kind. The cause is left out on
// purpose: net/http and retryablehttp put the address into theirs.
func (e *Error) Error() string {
	where := e.Register
	if e.Region != "" {
		where += " " + e.Region
	}
	return where + " " + e.Operation + ": " + e.Kind.Error()
}

// Is matches the Kind and whatever the cause matches. There is no Unwrap, so
// that nothing can print the cause.
func (e *Error) Is(target error) bool {
	return target == e.Kind || (e.cause != nil && errors.Is(e.cause, target))
}

// KindOf is the kind of err: of the [Error] or [Kind] in its chain, Canceled
// or Timeout for the context's errors, else Internal. It is 0 for nil.
func KindOf(err error) Kind {
	if err == nil {
		return 0
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if k, ok := errors.AsType[Kind](err); ok {
		return k
	}
	switch {
	case errors.Is(err, context.Canceled):
		return Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	}
	return Internal
}

// Result is the outcome for one subject in a batch: a value, or why there is
// none. A batch maps every requested subject to a Result; NotFound in Err means
// that the register responded and has nothing.
type Result[T any] struct {
	Value T
	Err   error
}
