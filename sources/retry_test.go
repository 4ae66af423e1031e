package sources_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/sources"
)

func TestRetryBudget(t *testing.T) {
	const questions, burst = 1000, 10
	r := startRegister(t, status(http.StatusServiceUnavailable))
	var report sources.Report
	ctx := sources.WithReport(t.Context(), &report)
	for range questions {
		wantKind(t, r.ask(ctx, search), sources.Unavailable)
	}
	if n := int(r.hits.Load()); n > questions*11/10+burst || n < questions*11/10-1 {
		t.Errorf("%d tries for %d questions", n, questions)
	}
	if n := report.Entries()[0].Calls; n != int(r.hits.Load()) {
		t.Errorf("%d calls reported, %d made", n, r.hits.Load())
	}
}

func TestTries(t *testing.T) {
	once := search
	once.Repeatable = false
	for name, c := range map[string]struct {
		op     sources.Operation
		answer http.HandlerFunc
		max    int
		want   int32
	}{
		"busy":                {search, status(503), 1, 2},
		"busy, twice more":    {search, status(503), 2, 3},
		"busy, never more":    {search, status(503), -1, 1},
		"too many":            {search, status(429), 1, 2},
		"reset":               {search, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 1, 2},
		"failed":              {search, status(500), 1, 1},
		"not found":           {search, status(404), 1, 1},
		"refused":             {search, status(400), 1, 1},
		"not to be repeated":  {once, status(503), 1, 1},
		"reset, not repeated": {once, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := startRegister(t, c.answer, func(cfg *sources.Config) { cfg.Retry.Max = c.max })
			if err := r.ask(t.Context(), c.op); err == nil {
				t.Error("no error")
			}
			if n := r.hits.Load(); n != c.want {
				t.Errorf("%d tries, want %d", n, c.want)
			}
		})
	}
}

func TestTriedAgainWithTheWholeQuestion(t *testing.T) {
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		if q.Header.Get("X-Secret") != secret || string(body) != secret {
			t.Error("a try was not the whole question")
		}
		status(503)(w, q)
	})
	wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
}

func TestOneDeadline(t *testing.T) {
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		timeout time.Duration // the call's own
		left    time.Duration // of the request
	}{
		"the call's":    {hang, 50 * time.Millisecond, time.Minute},
		"the request's": {hang, time.Minute, 50 * time.Millisecond},
		"with tries": {func(w http.ResponseWriter, q *http.Request) {
			time.Sleep(20 * time.Millisecond)
			status(503)(w, q)
		}, 50 * time.Millisecond, time.Minute},
		"in the body": {func(w http.ResponseWriter, q *http.Request) {
			status(200)(w, q)
			_ = http.NewResponseController(w).Flush()
			hang(w, q)
		}, 50 * time.Millisecond, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			r := startRegister(t, c.answer, func(cfg *sources.Config) { cfg.Timeout, cfg.Retry.Max = c.timeout, 100 })
			ctx, cancel := context.WithTimeout(t.Context(), c.left)
			defer cancel()
			start := time.Now()
			err := r.ask(ctx, search)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if k := sources.KindOf(err); k != sources.Timeout && name != "with tries" {
				t.Errorf("got %v", err)
			}
			if sources.KindOf(err) == sources.Timeout && !errors.Is(err, context.DeadlineExceeded) {
				t.Error("a timeout is no deadline exceeded")
			}
		})
	}
	t.Run("over before it began", func(t *testing.T) {
		r := startRegister(t, status(200))
		ctx, cancel := context.WithTimeout(t.Context(), -1)
		defer cancel()
		wantKind(t, r.ask(ctx, search), sources.Timeout)
		if r.hits.Load() != 0 {
			t.Error("the register was asked")
		}
	})
}

func TestRetryAfter(t *testing.T) {
	asks := func(seconds string) http.HandlerFunc {
		return func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Retry-After", seconds)
			status(503)(w, q)
		}
	}
	t.Run("beyond the deadline", func(t *testing.T) {
		r := startRegister(t, asks("120"))
		start := time.Now()
		err := r.ask(t.Context(), search)
		wantKind(t, err, sources.Unavailable)
		if e := new(sources.Error); !errors.As(err, &e) || e.RetryAfter != 2*time.Minute {
			t.Error("Retry-After is lost")
		}
		// Left alone, as it asked; and the asker is told for how long.
		err = r.ask(t.Context(), search)
		wantKind(t, err, sources.CircuitOpen)
		if e := new(sources.Error); !errors.As(err, &e) || e.RetryAfter < time.Minute || e.RetryAfter > 2*time.Minute {
			t.Error("Retry-After is lost")
		}
		if n := r.hits.Load(); n != 1 || time.Since(start) > patience/2 {
			t.Errorf("%d requests in %v", n, time.Since(start))
		}
		other := search
		other.Name = "Other"
		wantKind(t, r.ask(t.Context(), other), sources.Unavailable)
	})
	t.Run("within it", func(t *testing.T) {
		var first atomic.Bool
		r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
			if first.CompareAndSwap(false, true) {
				asks("1")(w, q)
				return
			}
			status(200)(w, q)
		})
		start := time.Now()
		wantKind(t, r.ask(t.Context(), search), 0)
		if time.Since(start) < time.Second {
			t.Error("asked again too soon")
		}
	})
	for _, unsaid := range []string{"", "0", "-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"} {
		t.Run("unsaid: "+unsaid, func(t *testing.T) {
			r := startRegister(t, asks(unsaid))
			wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
			wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
		})
	}
}
