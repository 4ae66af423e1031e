package sources

import (
	"context"
	"errors"
	"time"
)

// Kind says what became of a question to a register. A Kind is itself an
// error: a decoder returns the Kind alone and [Client.Call] adds where it
// happened. The zero Kind is not used.
type Kind uint8

// The kinds, from the one closest to the asker to the one farthest away.
const (
	// Invalid: the register refuses the question as malformed. A fault of ours.
	Invalid Kind = iota + 1
	// Denied: the register does not let this gateway ask (401, 403).
	Denied
	// NotFound: the register answered, and there is no such record.
	NotFound
	// Unavailable: no answer could be had (refused, reset, 5xx, 429).
	Unavailable
	// Timeout: no whole answer came before the deadline.
	Timeout
	// Garbled: an answer came and cannot be believed (not the format, too big,
	// cut off, the wrong media type).
	Garbled
	// Mismatch: an answer was about somebody else, and was dropped.
	Mismatch
	// CircuitOpen: the breaker is open and the register was not asked.
	CircuitOpen
	// OverBudget: the request may not cause more calls, or the register's
	// bulkhead is full; it was not asked.
	OverBudget
	// Canceled: the asker went away.
	Canceled
	// Internal: a fault in the gateway itself.
	Internal
)

// Error is the kind in words.
func (k Kind) Error() string {
	switch k {
	case Invalid:
		return "question refused as malformed"
	case Denied:
		return "access denied"
	case NotFound:
		return "no such record"
	case Unavailable:
		return "unavailable"
	case Timeout:
		return "timeout"
	case Garbled:
		return "answer not understood"
	case Mismatch:
		return "answer about another subject"
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

// Error tells which register failed, in which operation and how. It holds
// nothing of the question or the answer: no number, address, header or body.
type Error struct {
	Register  string // as configured: "fastlegeregister"
	Region    string // "" but for registers with one endpoint per region
	Operation string // the register's own name of the operation
	Kind      Kind
	// RetryAfter is how long the register asked to be left alone; 0 when it
	// said nothing.
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

// Answer is what a register said of one subject in a batch: a value, or why
// there is none. A batch maps every subject asked for to an Answer; NotFound
// in Err says that the register answered and has nothing.
type Answer[T any] struct {
	Value T
	Err   error
}
