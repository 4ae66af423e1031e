package sources_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"helsegraf/sources"
)

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

// Records that cannot be used are left out and told of. The circuit does not
// count them: one bad record is no outage.
func TestFaultyRecords(t *testing.T) {
	ask := func(r *register, report *sources.Report, result error) error {
		return r.Call(sources.WithReport(t.Context(), report), search, sources.Request{Method: http.MethodGet, Path: "/"}, func(a *sources.Response) error {
			a.Faulty(1)
			return result
		})
	}
	r := startRegister(t, status(200))
	var report sources.Report
	const opens = 30 // questions that fail open a circuit
	for range opens {
		wantKind(t, ask(r, &report, nil), 0)
	}
	if o := r.Status().Operations[0]; o.Faulty != opens || o.Breaker != sources.BreakerClosed {
		t.Errorf("%d faulty records, circuit %v", o.Faulty, o.Breaker)
	}
	if !report.Entries()[0].Partial {
		t.Error("the report does not say that something is missing")
	}
	if !strings.Contains(r.log.String(), "code=SOURCE_INVALID register=register region=NORD operation=Search records=1") {
		t.Errorf("no alarm: %s", r.log)
	}
	// The record that is missing may be the one that could not be read.
	wantKind(t, ask(r, &sources.Report{}, sources.NotFound), sources.Garbled)
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
		Register: "register", Region: "NORD", Began: now.Add(-time.Second), FetchedAt: now.Add(-time.Second), Calls: 5, Retries: 1, Answered: 2,
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
	if s.State() != sources.Down {
		t.Error("its only operation is closed off, and it is", s.State())
	}
	parts, failed, last := 0, 0, 0
	for i, p := range s.Minute {
		parts, failed = parts+p.Calls, failed+p.Failed
		if p.Calls > 0 {
			last = i
		}
	}
	if parts != 8 || failed != 4 || s.Minute[last].Failed == 0 || last < sources.Slots-2 {
		t.Errorf("the minute does not add up: %+v", s.Minute)
	}
	now = now.Add(2 * time.Minute)
	if s := r.Status(); s.State() != sources.Down || s.Calls != 0 || !s.Since.Equal(ill) {
		t.Errorf("what is long ago still counts: %+v", s)
	}
}
