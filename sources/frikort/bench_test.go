package frikort_test

import (
	"testing"

	mock "helsegraf/mocks/frikort"
	"helsegraf/sources/frikort"
	"helsegraf/sources/sourcetest"
)

// measured is each question, from the Grant to the model. That of the card's
// status is encrypted.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	const year = 2026
	env := sourcetest.Start(t, mock.New)
	line := grant(t, env, "line")
	c := client(t, env.Recorded(t, name, at(t, env, sourcetest.Now())))
	return []sourcetest.Measured{
		{Name: "status", Budget: 170, Do: func() {
			if card, err := c.Status(t.Context(), line, year); err != nil || *card.Status != frikort.Active {
				t.Fatal(card.Status, err)
			}
		}},
		{Name: "co-payments", Budget: 240, Do: func() {
			if card, err := c.CoPayments(t.Context(), line, year); err != nil || len(card.CoPayments) == 0 {
				t.Fatal(len(card.CoPayments), err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }
