package sources_test

import (
	"net/http"
	"testing"

	"helsegraf/mocks/kjernejournal"
	"helsegraf/sources"
	"helsegraf/sources/sourcetest"
)

// measured is what every question to a register costs, whatever it asks: the
// way out and back with nothing to decode, and the proof that goes with it.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, kjernejournal.New)
	tokens := env.HelseID(t, "nhn:kjernejournal", "nhn:kjernejournal/critical-information-read")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, env.URL+"/api/critical-information/v1/status", nil)
	if err != nil {
		t.Fatal(err)
	}
	silent := sourcetest.Replies(func(*http.Request) (int, string, string) { return http.StatusOK, "application/json", "{}" }).Client(t, "register")
	op := sources.Operation{Name: "Search", Repeatable: true, Accepts: []string{"application/json"}}
	q := sources.Request{Method: http.MethodPost, Path: "/search", Header: sources.NHNHeader("Helsegraf 1", "id"), ContentType: "application/json", Body: []byte("{}")}
	return []sourcetest.Measured{
		{Name: "question", Budget: 50, Do: func() {
			if err := silent.Call(t.Context(), op, q, func(*sources.Response) error { return nil }); err != nil {
				t.Fatal(err)
			}
		}},
		{Name: "proof", Budget: 95, Do: func() {
			if err := tokens.Authorize(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}},
	}
}

func BenchmarkQuestion(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }
