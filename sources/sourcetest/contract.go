package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/mocks/standin"
	"helsegraf/sources"
)

// Contract is what every register package promises of each question it can
// ask. A register's test fills it in and runs it.
type Contract struct {
	Env *Env
	// Register and Operation are the names in configuration and in the
	// stand-in's /_control.
	Register, Operation string
	// Configure adds what this register needs, credentials most often.
	Configure func(*sources.Config)
	// Ask asks about one persona who has something there, through the
	// register package, and returns the question's error.
	Ask func(context.Context, *sources.Client) error
	// Secrets may never show in an error or a log line, beside everybody's
	// identity number and the stand-in's address.
	Secrets []string
	// Once marks a question that is not repeated when it fails.
	Once bool
	// NoSubject marks open data: there is no subject to be wrong about.
	NoSubject bool
	// Streamed marks a question whose answer is handed on as it comes: its
	// bytes are not looked at.
	Streamed bool
}

// Run runs the contract.
func (c Contract) Run(t *testing.T) {
	t.Run("healthy", func(t *testing.T) {
		c.outcome(t, standin.Fault{}, 0)
		if n := c.calls(t); n != 1 {
			t.Errorf("%d calls for one question", n)
		}
	})
	for status, want := range map[int]sources.Kind{
		http.StatusUnauthorized:    sources.Denied,
		http.StatusForbidden:       sources.Denied,
		http.StatusTooManyRequests: sources.Unavailable,
		http.StatusBadGateway:      sources.Unavailable,
		http.StatusFound:           sources.Garbled,
	} {
		t.Run(fmt.Sprint("status ", status), func(t *testing.T) { c.outcome(t, standin.Fault{Status: status}, want) })
	}
	t.Run("not there", func(t *testing.T) {
		c.outcome(t, standin.Fault{Status: http.StatusServiceUnavailable}, sources.Unavailable)
		want := 2
		if c.Once {
			want = 1
		}
		if n := c.calls(t); n != want {
			t.Errorf("%d tries, want %d", n, want)
		}
	})
	t.Run("asks to be left alone", func(t *testing.T) {
		pause := c.outcome(t, standin.Fault{Status: http.StatusServiceUnavailable, RetryAfter: 120}, sources.Unavailable)
		if pause != 2*time.Minute {
			t.Errorf("Retry-After is lost")
		}
		if n := c.calls(t); n != 1 {
			t.Errorf("%d tries, want 1", n)
		}
	})
	t.Run("slow", func(t *testing.T) { c.outcome(t, standin.Fault{LatencyMs: 30_000}, sources.Timeout, impatient) })
	t.Run("slow body", func(t *testing.T) { c.outcome(t, standin.Fault{Body: "slow"}, sources.Timeout, impatient) })
	t.Run("reset", func(t *testing.T) { c.outcome(t, standin.Fault{Body: "reset"}, sources.Unavailable) })
	t.Run("truncated", func(t *testing.T) { c.outcome(t, standin.Fault{Body: "truncate"}, sources.Garbled) })
	if !c.Streamed {
		t.Run("garbled", func(t *testing.T) { c.outcome(t, standin.Fault{Body: "garble"}, sources.Garbled) })
		t.Run("huge", func(t *testing.T) { c.outcome(t, standin.Fault{Body: "huge"}, sources.Garbled) })
	}
	if !c.NoSubject && !c.Streamed {
		t.Run("about somebody else", func(t *testing.T) {
			c.outcome(t, standin.Fault{Body: "wrong-subject"}, sources.Mismatch)
			if !strings.Contains(c.Env.Logged(), "SUBJECT_MISMATCH") {
				t.Error("no alarm")
			}
		})
	}
	t.Run("duplicate", func(t *testing.T) { c.outcome(t, standin.Fault{Body: "duplicate"}, 0) })
	t.Run("asker goes away", c.canceled)
	t.Run("breaker", c.breaker)
}

// impatient keeps the test of a slow register from being slow itself.
func impatient(c *sources.Config) {
	c.Timeout, c.StreamTimeout = 500*time.Millisecond, 500*time.Millisecond
}

// outcome asks once under a fault, and checks the kind and that nothing shows.
// It gives the time the register asked to be left alone.
func (c Contract) outcome(t *testing.T, f standin.Fault, want sources.Kind, change ...func(*sources.Config)) time.Duration {
	t.Helper()
	c.begin(t, f)
	err := c.Ask(t.Context(), c.client(t, change...))
	if got := sources.KindOf(err); got != want {
		t.Errorf("got %v, want %v", err, want)
	}
	c.silent(t, err)
	if e, ok := errors.AsType[*sources.Error](err); ok {
		return e.RetryAfter
	}
	return 0
}

func (c Contract) begin(t *testing.T, f standin.Fault) {
	t.Helper()
	c.Env.Heal(t)
	c.Env.Reset(t)
	if f != (standin.Fault{}) {
		f.Operation = c.Operation
		c.Env.Fault(t, f)
		t.Cleanup(func() { c.Env.control(t, http.MethodDelete, "fault", nil) })
	}
}

func (c Contract) client(t *testing.T, change ...func(*sources.Config)) *sources.Client {
	t.Helper()
	if c.Configure != nil {
		change = append([]func(*sources.Config){c.Configure}, change...)
	}
	return c.Env.Client(t, c.Register, change...)
}

func (c Contract) calls(t *testing.T) int { t.Helper(); return c.Env.Calls(t)[c.Operation].Calls }

// silent: no identity number, address or secret in the error or in the log.
func (c Contract) silent(t *testing.T, err error) {
	t.Helper()
	said := fmt.Sprintf("%v %+v %#v %s", err, err, err, c.Env.Logged())
	for _, p := range c.Env.World.People() {
		if strings.Contains(said, p.Number) {
			t.Fatal("an identity number shows")
		}
	}
	for _, secret := range append([]string{c.Env.URL, strings.TrimPrefix(c.Env.URL, "http://")}, c.Secrets...) {
		if strings.Contains(said, secret) {
			t.Fatal("an address or a secret shows")
		}
	}
}

func (c Contract) canceled(t *testing.T) {
	c.begin(t, standin.Fault{LatencyMs: 30_000})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	start := time.Now()
	// What is fetched into a cache goes on for others, until it times out.
	err := c.Ask(ctx, c.client(t, func(cfg *sources.Config) { cfg.Timeout = 3 * time.Second }))
	if sources.KindOf(err) != sources.Canceled {
		t.Errorf("got %v, want canceled", err)
	}
	if time.Since(start) > 1500*time.Millisecond {
		t.Error("went on after the asker had gone")
	}
}

// breaker: opens on failures, answers at once without a call, and closes when
// a probe succeeds.
func (c Contract) breaker(t *testing.T) {
	c.begin(t, standin.Fault{Status: http.StatusServiceUnavailable})
	const open = 300 * time.Millisecond
	client := c.client(t, func(cfg *sources.Config) {
		cfg.Breaker = sources.Breaker{MinCalls: 3, Open: open}
		cfg.Retry.Max = -1
	})
	for range 3 {
		if err := c.Ask(t.Context(), client); sources.KindOf(err) != sources.Unavailable {
			t.Fatalf("got %v, want unavailable", err)
		}
	}
	before := c.calls(t)
	if err := c.Ask(t.Context(), client); sources.KindOf(err) != sources.CircuitOpen {
		t.Fatalf("got %v, want circuit open", err)
	}
	if c.calls(t) != before {
		t.Error("the register was called through an open circuit")
	}
	c.Env.Heal(t)
	time.Sleep(open + 20*time.Millisecond)
	if err := c.Ask(t.Context(), client); err != nil {
		t.Fatalf("probe: %v", err)
	}
	for _, s := range client.Status().Operations {
		if s.Name == c.Operation && s.Breaker != sources.BreakerClosed {
			t.Errorf("circuit is %s after a good probe", s.Breaker)
		}
	}
}
