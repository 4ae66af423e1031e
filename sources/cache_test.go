package sources_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/types"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/sources"
)

func TestCacheFetchesOnceForAll(t *testing.T) {
	c := sources.NewCache[string](10)
	var fetches atomic.Int32
	fetch := func(context.Context) (string, time.Duration, error) {
		time.Sleep(10 * time.Millisecond)
		return fmt.Sprint("v", fetches.Add(1)), time.Hour, nil
	}
	get := func() string {
		v, err := c.Get(t.Context(), "k", fetch)
		if err != nil {
			t.Error(err)
		}
		return v
	}
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { get() })
	}
	all.Wait()
	if n := fetches.Load(); n != 1 {
		t.Errorf("%d fetches, want 1", n)
	}
	c.Drop("k")
	if v := get(); v != "v2" {
		t.Errorf("got %s after Drop, want what is fetched anew", v)
	}
}

func TestCacheKeepsNoMoreThanItMay(t *testing.T) {
	c := sources.NewCache[int](2)
	fetches := 0
	get := func(key string, keep time.Duration) {
		_, err := c.Get(t.Context(), key, func(context.Context) (int, time.Duration, error) { fetches++; return fetches, keep, nil })
		if err != nil {
			t.Error(err)
		}
	}
	get("not kept", 0)
	get("not kept", 0)
	get("a", time.Millisecond)
	get("b", time.Hour)
	get("too many", time.Hour)
	get("too many", time.Hour)
	if fetches != 6 {
		t.Errorf("%d fetches, want 6: a full cache takes nothing", fetches)
	}
	time.Sleep(5 * time.Millisecond)
	get("room again", time.Hour)
	get("room again", time.Hour)
	if fetches != 7 {
		t.Errorf("%d fetches, want 7: what has expired makes room", fetches)
	}
}

func TestCacheOutlivesTheFirstAsker(t *testing.T) {
	c := sources.NewCache[string](10)
	release := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error)
	go func() {
		_, err := c.Get(ctx, "k", func(ctx context.Context) (string, time.Duration, error) {
			<-release
			return "value", time.Hour, ctx.Err()
		})
		first <- err
	}()
	cancel()
	if err := <-first; sources.KindOf(err) != sources.Canceled {
		t.Errorf("got %v, want canceled", err)
	}
	close(release)
	v, err := c.Get(t.Context(), "k", func(context.Context) (string, time.Duration, error) { return "value", 0, nil })
	if v != "value" || err != nil {
		t.Errorf("got %q, %v", v, err)
	}
}

func TestCacheHoldsAPanic(t *testing.T) {
	c := sources.NewCache[string](10)
	_, err := c.Get(t.Context(), "k", func(context.Context) (string, time.Duration, error) { panic("in the fetch") })
	if sources.KindOf(err) != sources.Internal {
		t.Errorf("got %v, want internal", err)
	}
}

// What is kept outlives the request, so it may be nobody's. A type that is
// added here is one somebody has thought of.
func TestCacheHoldsNothingAboutAnybody(t *testing.T) {
	may := map[string]string{
		"accessToken":                                       "the gateway's own, to a register",
		"string":                                            "where HelseID gives tokens",
		"sources/frikort publicKey":                         "Helfo's, to encrypt with",
		"sources/fastlegeregister Directory":                "the open directory",
		"sources/timeavtaler []offered":                     "free times with GPs",
		"sources/dialog offer":                              "what an office offers",
		"sources/dialog map[party]offer":                    "what offices offer, while it is searched for",
		"sources/dialog absences":                           "when it is closed",
		"sources/oppgaver HealthForm":                       "forms, without answers",
		"sources/behandlingssted []Treatment":               "open data",
		"sources/behandlingssted []TreatmentProvider":       "open data",
		"sources/innhold []Article":                         "open data",
		"sources/kvalitetsindikatorer []QualityIndicator":   "open data",
		"sources/kvalitetsindikatorer []QualityMeasurement": "open data",
	}
	for _, f := range sourceFiles(t) {
		if f.isTest() {
			continue
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			made, ok := n.(*ast.IndexExpr)
			if !ok {
				return true
			}
			kept := types.ExprString(made.Index)
			switch x := made.X.(type) {
			case *ast.Ident:
				if f.dir() != "sources" || x.Name != "NewCache" || kept == "V" {
					return true
				}
			case *ast.SelectorExpr:
				if x.Sel.Name != "NewCache" && x.Sel.Name != "NewOpenData" || !isNamed(x.X, "sources") {
					return true
				}
				kept = f.dir() + " " + kept
			default:
				return true
			}
			if may[kept] == "" {
				t.Errorf("%s keeps %s", f.path, kept)
			}
			return true
		})
	}
}
