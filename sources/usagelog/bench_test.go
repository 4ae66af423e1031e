package usagelog_test

import (
	"errors"
	"strconv"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/usagelog"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/usagelog"
)

// measured has writing the uses of one request, and reading a log.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	line := env.Number(t, "line")
	g := granted(t, line)
	entries := make([]usagelog.Entry, 0, 5)
	for _, service := range []policy.Service{policy.GPInformation, policy.Medication, policy.SummaryCareRecord, policy.HospitalJournal, policy.ExemptionCard} {
		e := usedBy(policy.Self, line)
		e.Service = service
		entries = append(entries, e)
	}
	// Ids are reused, so that recorded acknowledgements stay valid.
	ids := 0
	round := func() string { ids++; return "id" + strconv.Itoa(ids%(len(entries)+1)) }
	c := usagelog.New(env.Recorded(t, register, env.Login(t, usagelog.Audience, usagelog.Scope)), usagelog.Options{NewID: round})
	return []sourcetest.Measured{
		{Name: "write five", Budget: 130, Do: func() {
			ids = 0
			if err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(line), entries)...); err != nil {
				t.Fatal(err)
			}
		}},
		{Name: "read", Budget: 510, Do: func() {
			if log, err := c.Read(t.Context(), g, fnr.Number{}, nhn.Window{First: 20}); err != nil || len(log.Values()) == 0 {
				t.Fatal(len(log.Values()), err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }
