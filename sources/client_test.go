package sources_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/sources"
)

// register is a register of one test, that answers as the test says.
type register struct {
	*sources.Client

	url   string
	hits  atomic.Int32 // requests that reached it
	conns atomic.Int32 // connections made to it
	log   *bytes.Buffer
}

func startRegister(t *testing.T, answer http.HandlerFunc, change ...func(*sources.Config)) *register {
	t.Helper()
	r := &register{log: new(bytes.Buffer)}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.hits.Add(1)
		// With its body unread the server does not see the asker go.
		body, _ := io.ReadAll(q.Body)
		q.Body = io.NopCloser(bytes.NewReader(body))
		answer(w, q)
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			r.conns.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	r.url = server.URL
	c := sources.Config{
		Register: "register", Region: "NORD", BaseURL: server.URL, Timeout: patience, Transport: transport(t),
		Breaker: sources.Breaker{MinCalls: 1 << 20}, Retry: sources.Retry{Min: time.Millisecond, Wait: 2 * time.Millisecond},
		Log: slog.New(slog.NewTextHandler(r.log, nil)),
	}
	for _, f := range change {
		f(&c)
	}
	var err error
	if r.Client, err = sources.New(c); err != nil {
		t.Fatal(err)
	}
	return r
}

var search = sources.Operation{Name: "Search", Repeatable: true, Accepts: []string{"application/json"}}

const secret = "secret-of-the-question"

// ask asks one operation and takes any answer.
func (r *register) ask(ctx context.Context, op sources.Operation) error {
	return r.Call(ctx, op, sources.Request{
		Method: http.MethodPost, Path: "/" + secret, Header: http.Header{"X-Secret": {secret}}, ContentType: "application/json", Body: []byte(secret),
	}, func(*sources.Response) error { return nil })
}

func wantKind(t *testing.T, err error, want sources.Kind) {
	t.Helper()
	if got := sources.KindOf(err); got != want {
		t.Errorf("got %v, want %v", err, want)
	}
	said := fmt.Sprintf("%v %+v %#v %q", err, err, err, err)
	for _, private := range []string{secret, "127.0.0.1", "http:"} {
		if strings.Contains(said, private) {
			t.Errorf("the error shows %s", said)
		}
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, `{}`)
	}
}

func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func TestKindOfEachAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   sources.Kind
	}{
		"200":   {status(200), 0},
		"204":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, 0},
		"301":   {status(301), sources.Garbled},
		"400":   {status(400), sources.Invalid},
		"401":   {status(401), sources.Denied},
		"403":   {status(403), sources.Denied},
		"404":   {status(404), sources.NotFound},
		"408":   {status(408), sources.Timeout},
		"410":   {status(410), sources.NotFound},
		"429":   {status(429), sources.Unavailable},
		"500":   {status(500), sources.Unavailable},
		"503":   {status(503), sources.Unavailable},
		"504":   {status(504), sources.Timeout},
		"reset": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, sources.Unavailable},
		"no media type": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			_, _ = io.WriteString(w, "{}")
		}, sources.Garbled},
		"a page":           {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>log in") }, sources.Garbled},
		"not gzip":         {encoded("gzip", []byte("{}")), sources.Garbled},
		"gzip cut off":     {encoded("gzip", zipped(1 << 10)[:20]), sources.Garbled},
		"gzip with damage": {encoded("gzip", damaged(zipped(1<<10))), sources.Garbled},
		"gzip":             {encoded("gzip", zipped(1<<10)), 0},
		"gzip bomb":        {encoded("gzip", zipped(9<<20)), sources.Garbled},
		"chunks that do not hold": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")
			_ = conn.Close()
		}, sources.Garbled},
	} {
		t.Run(name, func(t *testing.T) {
			r := startRegister(t, c.answer, func(c *sources.Config) { c.Retry.Max = -1 })
			wantKind(t, r.ask(t.Context(), search), c.want)
			if r.log.Len() > 0 {
				t.Errorf("logged %s", r.log)
			}
		})
	}
}

func encoded(encoding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write(body)
	}
}

// zipped is so many blanks.
func zipped(n int) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(bytes.Repeat([]byte(" "), n))
	_ = z.Close()
	return b.Bytes()
}

func damaged(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)-6] ^= 0xff // its checksum
	return b
}

func TestAnswerIsBounded(t *testing.T) {
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, strings.Repeat(" ", 100))
		if q.URL.Query().Has("more") {
			_, _ = io.WriteString(w, " ")
		}
	}, func(c *sources.Config) { c.MaxBytes = 100 })
	wantKind(t, r.ask(t.Context(), search), 0)
	err := r.Call(t.Context(), search, sources.Request{Method: http.MethodGet, Path: "/", Query: map[string][]string{"more": {""}}}, func(*sources.Response) error {
		t.Error("too much was handed on")
		return nil
	})
	wantKind(t, err, sources.Garbled)
}

func TestRedirectIsNotFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the question was sent on") }))
	defer elsewhere.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		r := startRegister(t, func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, elsewhere.URL, code) },
			func(c *sources.Config) { c.Authorizer = sources.Basic{User: "u", Password: secret} })
		wantKind(t, r.ask(t.Context(), search), sources.Garbled)
		if n := r.hits.Load(); n != 1 {
			t.Errorf("%d: %d requests", code, n)
		}
	}
}

func TestBulkheadShedsAtOnce(t *testing.T) {
	const slots = 3
	release, asked := make(chan bool), make(chan bool, slots)
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		asked <- true
		<-release
		status(200)(w, q)
	}, func(c *sources.Config) { c.MaxInFlight = slots })
	var all sync.WaitGroup
	for range slots {
		all.Go(func() { wantKind(t, r.ask(t.Context(), search), 0) })
	}
	for range slots {
		<-asked
	}
	start := time.Now()
	wantKind(t, r.ask(t.Context(), search), sources.OverBudget)
	if time.Since(start) > time.Second {
		t.Error("waited to be shed")
	}
	close(release)
	all.Wait()
	wantKind(t, r.ask(t.Context(), search), 0)
	if n := r.hits.Load(); n != slots+1 {
		t.Errorf("%d requests, want %d", n, slots+1)
	}
}

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

// breakerOpen is long enough for a busy machine to see the circuit open.
const breakerOpen = 500 * time.Millisecond

func breaking(c *sources.Config) {
	c.Breaker = sources.Breaker{MinCalls: 4, FailureRatio: 0.5, Open: breakerOpen}
	c.Retry.Max = -1
}

func TestBreakerIgnores(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{"404": status(404), "400": status(400), "401": status(401), "403": status(403)} {
		t.Run(name, func(t *testing.T) {
			r := startRegister(t, answer, breaking)
			for range 20 {
				if err := r.ask(t.Context(), search); sources.KindOf(err) == sources.CircuitOpen {
					t.Fatal("opened")
				}
			}
		})
	}
	t.Run("askers who go away", func(t *testing.T) {
		r := startRegister(t, hang, breaking)
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(2*time.Millisecond, cancel)
			wantKind(t, r.ask(ctx, search), sources.Canceled)
		}
	})
}

// Askers who go away must not hide that everybody else is failed, and those
// who still wait must not either.
func TestBreakerCountsWhatEnded(t *testing.T) {
	var hanging atomic.Bool
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		if hanging.Load() {
			hang(w, q)
			return
		}
		status(503)(w, q)
	}, breaking)
	hanging.Store(true)
	for range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(2*time.Millisecond, cancel)
		wantKind(t, r.ask(ctx, search), sources.Canceled)
	}
	waiting, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() { wantKind(t, r.ask(waiting, search), sources.Canceled) })
	}
	for r.hits.Load() < 20 {
		time.Sleep(time.Millisecond)
	}
	hanging.Store(false)
	for range 4 {
		wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
	}
	wantKind(t, r.ask(t.Context(), search), sources.CircuitOpen)
	stop()
	all.Wait()
}

func TestBreakerIsOfOneOperation(t *testing.T) {
	var ill atomic.Bool
	ill.Store(true)
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		if ill.Load() && q.Header.Get("Accept") == "application/fhir+json" {
			status(503)(w, q)
			return
		}
		w.Header().Set("Content-Type", q.Header.Get("Accept"))
		_, _ = io.WriteString(w, "{}")
	}, breaking)
	failing := sources.Operation{Name: "Failing", Accepts: []string{"application/fhir+json"}}
	for range 4 {
		wantKind(t, r.ask(t.Context(), failing), sources.Unavailable)
	}
	err := r.ask(t.Context(), failing)
	wantKind(t, err, sources.CircuitOpen)
	if e := new(sources.Error); !errors.As(err, &e) || e.RetryAfter <= 0 || e.RetryAfter > breakerOpen {
		t.Error("nobody is told when to come back")
	}
	wantKind(t, r.ask(t.Context(), search), 0)
	before := r.hits.Load()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantKind(t, r.ask(ctx, failing), sources.Canceled)
	time.Sleep(breakerOpen + 20*time.Millisecond)
	ill.Store(false)
	wantKind(t, r.ask(t.Context(), failing), 0)
	if n := r.hits.Load(); n != before+1 {
		t.Errorf("%d requests for one probe", n-before)
	}
}

// A probe whose asker goes away must not leave the circuit half open for good.
func TestBreakerProbeMayBeCanceled(t *testing.T) {
	var hanging atomic.Bool
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		if hanging.Load() {
			hang(w, q)
			return
		}
		status(503)(w, q)
	}, breaking)
	for range 4 {
		wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
	}
	time.Sleep(breakerOpen + 20*time.Millisecond)
	hanging.Store(true)
	ctx, cancel := context.WithCancel(t.Context())
	probe := make(chan error)
	go func() { probe <- r.ask(ctx, search) }()
	for r.hits.Load() < 5 {
		time.Sleep(time.Millisecond)
	}
	wantKind(t, r.ask(t.Context(), search), sources.CircuitOpen) // one probe at a time
	if s := r.Status().Operations[0].Breaker; s != sources.BreakerHalfOpen {
		t.Errorf("circuit is %s", s)
	}
	cancel()
	wantKind(t, <-probe, sources.Canceled)
	hanging.Store(false)
	wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
	wantKind(t, r.ask(t.Context(), search), sources.CircuitOpen)
}

func TestBatchWithForeignRecords(t *testing.T) {
	for name, c := range map[string]struct {
		read sources.Kind
		want sources.Kind
	}{
		"something is left":        {0, 0},
		"nothing is left":          {sources.Mismatch, sources.Mismatch},
		"the one asked for is not": {sources.NotFound, sources.Mismatch},
		"and it is garbled":        {sources.Garbled, sources.Garbled},
	} {
		t.Run(name, func(t *testing.T) {
			r := startRegister(t, status(200))
			var report sources.Report
			err := r.Call(sources.WithReport(t.Context(), &report), search, sources.Request{Method: http.MethodGet, Path: "/"}, func(a *sources.Response) error {
				a.Foreign(2)
				if c.read == 0 {
					return nil
				}
				return c.read
			})
			wantKind(t, err, c.want)
			if !strings.Contains(r.log.String(), "code=SUBJECT_MISMATCH register=register region=NORD operation=Search records=2") {
				t.Errorf("no alarm: %s", r.log)
			}
			if got := report.Entries()[0].Partial; got != (c.want == 0) {
				t.Errorf("partial is %v", got)
			}
		})
	}
}

func TestForeignRecordsOpenTheCircuit(t *testing.T) {
	r := startRegister(t, status(200), breaking)
	ask := func() error {
		return r.Call(t.Context(), search, sources.Request{Method: http.MethodGet, Path: "/"}, func(a *sources.Response) error { a.Foreign(1); return nil })
	}
	for range 4 {
		wantKind(t, ask(), 0)
	}
	wantKind(t, ask(), sources.CircuitOpen)
}

func TestReport(t *testing.T) {
	now := time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)
	code := 200
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) { time.Sleep(5 * time.Millisecond); status(code)(w, q) },
		func(c *sources.Config) { c.Now = func() time.Time { return now } })
	var report sources.Report
	ctx := sources.WithReport(t.Context(), &report)
	for _, code = range []int{200, 404, 503, 403} {
		_ = r.ask(ctx, search)
		if code == 404 {
			now = now.Add(time.Second) // what fails after it is no answer
		}
	}
	entries := report.Entries()
	if len(entries) != 1 || entries[0].Took < 5*time.Millisecond {
		t.Fatalf("%+v", entries)
	}
	entries[0].Took = 0
	want := sources.Entry{
		Register: "register", Region: "NORD", FetchedAt: now.Add(-time.Second), Calls: 5, Answered: 2,
		Failed: map[sources.Kind]int{sources.Unavailable: 1, sources.Denied: 1},
	}
	if !reflect.DeepEqual(entries[0], want) {
		t.Errorf("got  %+v\nwant %+v", entries[0], want)
	}
	entries[0].Failed[sources.Denied] = 100
	if report.Entries()[0].Failed[sources.Denied] != 1 {
		t.Error("a report can be changed through its entries")
	}
}

func TestStatus(t *testing.T) {
	start := time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)
	now := start
	code := 200
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) { status(code)(w, q) }, breaking, func(c *sources.Config) { c.Now = func() time.Time { return now } })
	if s := r.Status(); s.Calls != 0 || s.ErrorRate != 0 || !s.Since.IsZero() || len(s.Operations) != 0 {
		t.Errorf("before any question: %+v", s)
	}
	for range 4 {
		wantKind(t, r.ask(t.Context(), search), 0)
		now = now.Add(time.Second)
	}
	ill := now
	code = 503
	for range 4 {
		wantKind(t, r.ask(t.Context(), search), sources.Unavailable)
		now = now.Add(time.Second)
	}
	s := r.Status()
	if s.Register != "register" || s.Region != "NORD" || s.Calls != 8 || s.ErrorRate != 0.5 || !s.Since.Equal(ill) || !s.LastSuccessAt.Equal(ill.Add(-time.Second)) {
		t.Errorf("%+v", s)
	}
	if s.P50 <= 0 || s.P95 < s.P50 || s.P95 > patience {
		t.Errorf("p50 %v, p95 %v", s.P50, s.P95)
	}
	if want := []sources.OperationStatus{{Name: "Search", Breaker: sources.BreakerOpen}}; !reflect.DeepEqual(s.Operations, want) {
		t.Errorf("%+v", s.Operations)
	}
	now = now.Add(2 * time.Minute)
	if s := r.Status(); s.Calls != 0 || !s.Since.Equal(ill) {
		t.Errorf("what is long ago still counts: %+v", s)
	}
}

// A register that often has nothing must not cost a connection each time.
func TestConnectionsAreKept(t *testing.T) {
	for _, code := range []int{200, 404, 500, 503} {
		r := startRegister(t, status(code), func(c *sources.Config) { c.Retry.Max = -1 })
		for range 10 {
			_ = r.ask(t.Context(), search)
		}
		if n := r.conns.Load(); n != 1 {
			t.Errorf("%d: %d connections for 10 questions", code, n)
		}
	}
}

// One asker who goes away costs no connection of anybody else's.
func TestConnectionsOfOthersAreKept(t *testing.T) {
	asked := make(chan bool)
	r := startRegister(t, func(w http.ResponseWriter, q *http.Request) {
		if q.Header.Get("Accept") == "hang/hang" {
			asked <- true
			hang(w, q)
			return
		}
		status(200)(w, q)
	})
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		gone <- r.ask(ctx, sources.Operation{Name: "Hang", Repeatable: true, Accepts: []string{"hang/hang"}})
	}()
	<-asked
	wantKind(t, r.ask(t.Context(), search), 0)
	cancel()
	wantKind(t, <-gone, sources.Canceled)
	wantKind(t, r.ask(t.Context(), search), 0)
	if n := r.conns.Load(); n != 2 {
		t.Errorf("%d connections, want 2", n)
	}
}

func TestNewNamesEveryFault(t *testing.T) {
	_, err := sources.New(sources.Config{
		BaseURL: "ftp://user:" + secret + "@host?q", Timeout: -1, MaxInFlight: -1, Breaker: sources.Breaker{FailureRatio: 2}, Retry: sources.Retry{Budget: -1},
	})
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{"no name", "base URL", "timeout", "max in flight", "ratio", "retry"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not named in %q", want, err)
		}
	}
	if strings.Contains(err.Error(), secret) {
		t.Error("credentials show")
	}
}
