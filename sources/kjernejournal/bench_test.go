package kjernejournal_test

import (
	"testing"

	mock "helsegraf/mocks/kjernejournal"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/sourcetest"
)

// measured is each question, from the Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	line := granted(t, env.Number(t, "line"))
	c := client(env.Recorded(t, register, env.Login(t, kjernejournal.Audience, kjernejournal.Scope)))
	record, err := c.Record(t.Context(), line)
	if err != nil || record.CriticalInformation == nil {
		t.Fatal("line has no critical information: ", err)
	}
	return []sourcetest.Measured{
		{Name: "status", Budget: 65, Do: func() {
			if r, err := c.Record(t.Context(), line); err != nil || r.Status != kjernejournal.Active {
				t.Fatal(r.Status, err)
			}
		}},
		{Name: "own contacts", Budget: 350, Do: func() {
			if all, err := c.OwnContacts(t.Context(), line); err != nil || len(all) != 3 {
				t.Fatal(len(all), err)
			}
		}},
		{Name: "visits", Budget: 400, Do: func() {
			if all, err := c.Visits(t.Context(), line); err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
		}},
		{Name: "access log", Budget: 600, Do: func() {
			if all, err := c.AccessLog(t.Context(), line); err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
		}},
		{Name: "allergies", Budget: 170, Do: func() {
			if all, err := c.Allergies(t.Context(), *record.CriticalInformation); err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
		}},
		{Name: "conditions", Budget: 100, Do: func() {
			if all, err := c.Conditions(t.Context(), *record.CriticalInformation); err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }
