package folkeregister_test

import (
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/folkeregister"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/sourcetest"
)

// measured has every operation, from the Inquiry or Grant to the model.
func measured(t testing.TB) []sourcetest.Measured {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	line := env.Number(t, "line")
	persons := func(inquiries ...policy.Inquiry) func() {
		c := folkeregister.New(env.Recorded(t, "folkeregister", persontjenesten(t, env)), nil)
		return func() {
			for _, a := range c.Persons(t.Context(), inquiries) {
				if a.Err != nil || a.Value.Name == nil {
					t.Fatal(a.Err)
				}
			}
		}
	}
	var fifty []policy.Inquiry
	for _, p := range env.World.People()[:50] {
		fifty = append(fifty, sourcetest.Inquiry(sourcetest.Number(t, p.Number)))
	}
	grants := []policy.Grant{sourcetest.Grant(t, line, policy.Profile)}
	contacts := folkeregister.New(nil, env.Recorded(t, "folkeregister", krr(t, env)))
	return []sourcetest.Measured{
		{Name: "person", Budget: 115, Do: persons(sourcetest.Inquiry(line))},
		{Name: "fifty people", Budget: 1850, Do: persons(fifty...)},
		{Name: "contact", Budget: 70, Do: func() {
			if a := contacts.Contacts(t.Context(), grants)[line]; a.Err != nil || a.Value.Email == nil {
				t.Fatal(a.Err)
			}
		}},
	}
}

func BenchmarkDecode(b *testing.B) { sourcetest.Benchmark(b, measured(b)) }

func TestBudgets(t *testing.T) { sourcetest.WithinBudget(t, measured(t)) }
