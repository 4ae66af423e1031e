package sources_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/sources"
)

// source is a register of open data with a clock, which is up or down.
type source struct {
	now     atomic.Int64 // Unix
	down    atomic.Bool
	fetches atomic.Int32
	open    *sources.OpenData[string]
}

func newSource(items int, bytes int64) *source {
	s := &source{}
	s.now.Store(1_800_000_000)
	s.open = sources.NewOpenData[string](sources.OpenOptions{
		Fresh: 4 * time.Hour, Stale: 24 * time.Hour, Items: items, Bytes: bytes, Now: func() time.Time { return time.Unix(s.now.Load(), 0) },
	})
	return s
}

func (s *source) pass(d time.Duration) { s.now.Add(int64(d / time.Second)) }

func (s *source) get(t *testing.T, key string, size int64) (sources.Dated[string], error) {
	t.Helper()
	return s.open.Get(t.Context(), key, func(context.Context) (string, int64, error) {
		n := s.fetches.Add(1)
		if s.down.Load() {
			return "", 0, sources.Unavailable
		}
		return fmt.Sprint(key, n), size, nil
	})
}

func TestOpenDataWhileTheSourceIsDown(t *testing.T) {
	s := newSource(10, 1000)
	began := time.Unix(s.now.Load(), 0)
	for _, step := range []struct {
		after   time.Duration
		down    bool
		want    string // "" is an error
		stale   bool
		fetches int32
	}{
		{0, false, "k1", false, 1},
		{4*time.Hour - time.Second, true, "k1", false, 1}, // fresh: nobody is called
		{time.Second, true, "k1", true, 2},                // an hour to go before anybody notices
		{10 * time.Second, true, "k1", true, 2},           // left alone for a while
		{time.Hour, true, "k1", true, 3},
		{19*time.Hour - 11*time.Second, true, "k1", true, 4}, // one second less than a day
		{time.Second, true, "", false, 5},                    // a day old, and no more
		{0, true, "", false, 6},
		{0, false, "k7", false, 7},
		{time.Hour, false, "k7", false, 7},
	} {
		s.pass(step.after)
		s.down.Store(step.down)
		got, err := s.get(t, "k", 10)
		if (err != nil) != (step.want == "") || got.Value != step.want || got.Stale != step.stale || s.fetches.Load() != step.fetches {
			t.Errorf("%v later: %+v, %v, %d fetches; want %+v", step.after, got, err, s.fetches.Load(), step)
		}
		if got.Value == "k1" && !got.AsOf.Equal(began) {
			t.Errorf("as of %v", got.AsOf)
		}
	}
}

func TestOpenDataIsBounded(t *testing.T) {
	for name, s := range map[string]*source{"items": newSource(3, 1_000_000), "bytes": newSource(1000, 300)} {
		for i := range 50 {
			if _, err := s.get(t, fmt.Sprint("k", i), 100); err != nil {
				t.Fatal(err)
			}
			s.pass(time.Second)
		}
		before := s.fetches.Load()
		for i := 49; i >= 47; i-- { // the newest are kept
			_, _ = s.get(t, fmt.Sprint("k", i), 100)
		}
		if n := s.fetches.Load() - before; n != 0 {
			t.Errorf("%s: %d of the newest were fetched again", name, n)
		}
		if _, _ = s.get(t, "k46", 100); s.fetches.Load() != before+1 {
			t.Errorf("%s: more are kept than there is room for", name)
		}
		if got, err := s.get(t, "huge", 2_000_000); err != nil || !strings.HasPrefix(got.Value, "huge") {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if _, _ = s.get(t, "huge", 2_000_000); s.fetches.Load() != before+3 {
			t.Errorf("%s: what is larger than the room is kept", name)
		}
	}
}

// However many ask at once, the register is called once; and one who leaves does
// not end it for the others.
func TestOpenDataIsFetchedOnce(t *testing.T) {
	s := newSource(3, 1000)
	release := make(chan struct{})
	fetch := func(ctx context.Context) (string, int64, error) {
		s.fetches.Add(1)
		<-release
		return "v", 1, ctx.Err()
	}
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() {
		_, err := s.open.Get(ctx, "k", fetch)
		first <- err
	}()
	cancel()
	if err := <-first; sources.KindOf(err) != sources.Canceled {
		t.Error(err)
	}
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if v, err := s.open.Get(t.Context(), "k", fetch); v.Value != "v" || err != nil {
				t.Error(v, err)
			}
		})
	}
	close(release)
	all.Wait()
	if n := s.fetches.Load(); n > 2 { // the first may have been canceled before it began
		t.Errorf("%d fetches", n)
	}
	if _, err := s.open.Get(t.Context(), "panic", func(context.Context) (string, int64, error) { panic("in the fetch") }); sources.KindOf(err) != sources.Internal {
		t.Error(err)
	}
}

// What stands for the shortest time decides how long a whole answer does.
func TestFreshness(t *testing.T) {
	s := newSource(10, 1000)
	f := &sources.Freshness{}
	ctx := sources.WithFreshness(t.Context(), f)
	read := func(key string) {
		t.Helper()
		_, err := s.open.Get(ctx, key, func(context.Context) (string, int64, error) {
			if s.down.Load() {
				return "", 0, sources.Unavailable
			}
			return key, 1, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	within := func(d, want time.Duration) {
		t.Helper()
		if got := f.Within(d); got != want {
			t.Errorf("stands for %v, want %v", got, want)
		}
	}
	within(5*time.Hour, 5*time.Hour) // nothing is read
	read("k")
	within(5*time.Hour, 4*time.Hour)
	within(time.Hour, time.Hour)
	s.pass(time.Hour)
	read("k")
	within(5*time.Hour, 3*time.Hour)
	read("new")
	within(5*time.Hour, 3*time.Hour)
	s.down.Store(true)
	s.pass(3 * time.Hour)
	read("k")
	within(5*time.Hour, sources.MostStale)
	sources.Stands(t.Context(), 0) // nobody records it
	within(5*time.Hour, sources.MostStale)
}
