package oppgaver_test

import (
	"testing"

	mockoppgaver "helsegraf/mocks/oppgaver"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mockoppgaver.New)
	line := granted(t, env.Number(t, "line"))
	c := oppgaver.New(env.Recorded(t, register, env.Login(t, oppgaver.Audience, oppgaver.Scope)), oppgaver.Options{})
	return []sourcetest.Measured{{Name: "tasks", Budget: 600, Do: func() {
		if all, err := c.Tasks(t.Context(), line); err != nil || len(all) == 0 {
			t.Fatal(len(all), err)
		}
	}}}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }
