package nhn_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"helsegraf/graph/policy"
	mocktimeavtaler "helsegraf/mocks/timeavtaler"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/timeavtaler"
)

// diary is Timeavtaler, whose records name their patient among participants.
func diary(t testing.TB) *register {
	t.Helper()
	r := &register{name: "timeavtaler", kind: "Appointment", key: func(a map[string]any) string {
		i := list(a["identifier"])[0]
		return fmt.Sprint(at(i, "system"), "|", at(i, "value"))
	}}
	env := sourcetest.Start(t, mocktimeavtaler.New)
	appointments := sourcetest.Grant(t, env.Number(t, "line"), policy.Appointment)
	r.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		l, err := timeavtaler.New(c, nhn.Options{}).Appointments(ctx, appointments)
		s := seen{complete: true}
		for i := range l {
			a := &l[i]
			a.Grant = policy.Grant{}
			for _, at := range []*time.Time{a.Start, a.End, a.UpdatedAt} {
				if at != nil {
					*at = at.UTC()
				}
			}
			if a.Letter != nil {
				*a.Letter.SentAt = a.Letter.SentAt.UTC()
			}
			s.keys = append(s.keys, a.ID.Key)
			s.model += text(t, a) + text(t, a.Actions(time.Time{}))
		}
		return s, err
	}
	r.learn(t, env, timeavtaler.Audience, timeavtaler.Scope, "")
	return r
}
