package dialog_test

import (
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/dialog"
	"helsegraf/sources/dialog"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the HER-id to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	keys, _ := parties(t, env)
	berit := herIDs(t, env, "berit")[0]
	c := dialog.New(
		env.Recorded(t, register, env.Login(t, dialog.Audience, dialog.Scope)),
		env.Recorded(t, register, env.Login(t, dialog.AbsenceAudience, dialog.AbsenceScope)),
		nil, dialog.Options{Zone: sourcetest.Oslo(t)})
	var inboxes [3]*dialog.Client // one for each search, which have one path
	for i := range inboxes {
		inboxes[i] = dialog.New(nil, nil, env.Recorded(t, register, env.Login(t, dialog.Audience, dialog.InboxScope)), dialog.Options{})
	}
	line := sourcetest.Grant(t, env.Number(t, "line"), policy.Message)
	dialogue := sourcetest.Grant(t, env.Number(t, "line"), policy.GPDialogue)
	return []sourcetest.Measured{
		{Name: "conversations", Budget: 1800, Do: func() {
			w := nhn.Window{First: 20}
			threads, err := inboxes[0].Threads(t.Context(), line, dialogue, w)
			if err != nil {
				t.Fatal(err)
			}
			if all, err := inboxes[1].Page(t.Context(), line, dialogue, w, threads); err != nil || len(all.Rows) < 6 {
				t.Fatal(all, err)
			}
		}},
		{Name: "unread", Budget: 400, Do: func() {
			if n, err := inboxes[2].Unread(t.Context(), line, dialogue); err != nil || n != 2 {
				t.Fatal(n, err)
			}
		}},
		{Name: "services", Budget: 68, Do: func() {
			if all, err := c.Services(t.Context(), berit); err != nil || len(all) != 4 {
				t.Fatal(all, err)
			}
		}},
		{Name: "offered by twenty", Budget: 400, Do: func() {
			if all := c.Offered(t.Context(), keys[:20]); all[keys[0]].Err != nil || len(all) != 20 {
				t.Fatal(all)
			}
		}},
		{Name: "closed until", Budget: 98, Do: func() {
			if until, err := c.ClosedUntil(t.Context(), berit); err != nil || until == nil {
				t.Fatal(until, err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }
