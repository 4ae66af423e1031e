package transport

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/sources/sourcetest"
)

// measuredWriter measures writing a response that the executor has finished: one
// person's, fifty people's, and one with errors only.
func measuredWriter(t testing.TB) []sourcetest.Measured {
	t.Helper()
	type source struct {
		Register   string    `json:"register"`
		Status     string    `json:"status"`
		FetchedAt  time.Time `json:"fetchedAt"`
		StartMs    float64   `json:"startMs"`
		DurationMs float64   `json:"durationMs"`
		Calls      int       `json:"calls"`
	}
	var sources []source
	for _, register := range []string{"FASTLEGEREGISTER", "FOLKEREGISTER", "FRIKORT", "KJERNEJOURNAL", "PASIENTJOURNAL", "PERSONVERN", "RESEPTFORMIDLER", "USAGE_LOG"} {
		sources = append(sources, source{register, "OK", sourcetest.Now(), 0.42, 21.04, 1})
	}
	write := func(nodes int, errors ...*gqlerror.Error) func() {
		const node = `{"title":"Epikrise","type":{"code":"A03-2"},"createdAt":"2026-01-02T10:00:00Z","region":"VEST","contentType":"application/pdf"}`
		answer := &graphql.Response{
			Data:   []byte(`{"nodes":[` + strings.TrimSuffix(strings.Repeat(node+",", nodes), ",") + `]}`),
			Errors: errors, Extensions: map[string]any{"sources": sources},
		}
		w := &nowhere{header: http.Header{}}
		return func() {
			w.written = 0
			whole, err := encode(answer)
			if whole.write(w); err != nil || w.written < len(answer.Data) {
				t.Fatal("not all is written", err)
			}
		}
	}
	return []sourcetest.Measured{
		{Name: "a person", Budget: 25, Do: write(100)},
		{Name: "fifty people", Budget: 25, Do: write(5000)},
		{Name: "errors", Budget: 25, Do: write(1, gqlerror.Errorf("closed"), gqlerror.Errorf("silent"))},
	}
}

// nowhere is a client that discards everything.
type nowhere struct {
	header  http.Header
	written int
}

func (w *nowhere) Header() http.Header         { return w.header }
func (w *nowhere) WriteHeader(int)             {}
func (w *nowhere) Write(p []byte) (int, error) { w.written += len(p); return len(p), nil }

func BenchmarkWriter(b *testing.B) { sourcetest.Benchmark(b, measuredWriter(b)) }

func TestBudgetsOfTheWriter(t *testing.T) { sourcetest.WithinBudget(t, measuredWriter(t)) }
