package pasientjournal_test

import (
	"context"
	"testing"

	"helsegraf/mocks/issuer"
	mock "helsegraf/mocks/pasientjournal"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	const in = pasientjournal.SorOst
	env := sourcetest.Start(t, func(w *world.World, i *issuer.Issuer) *standin.StandIn { return mock.NewRegion(w, i, string(in)) })
	line := granted(t, env, "line")
	c := pasientjournal.New(pasientjournal.Options{}, env.Recorded(t, register, configure(t, env, in)))
	documents, err := c.Documents(t.Context(), line, in, nhn.Window{})
	if err != nil {
		t.Fatal(err)
	}
	listed := func(context.Context) (pasientjournal.RegionDocuments, error) { return documents, nil }
	return []sourcetest.Measured{
		{Name: "documents", Budget: 220, Do: func() {
			if d, err := c.Documents(t.Context(), line, in, nhn.Window{}); err != nil || len(d.Values()) == 0 {
				t.Fatal(len(d.Values()), err)
			}
		}},
		{Name: "access log", Budget: 620, Do: func() {
			if a, err := c.AccessLog(t.Context(), line, in, nhn.Window{}, listed); err != nil || len(a.Rows.Rows) == 0 {
				t.Fatal(len(a.Rows.Rows), err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }
