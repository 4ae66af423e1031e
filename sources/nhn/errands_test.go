package nhn_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	mockoppgaver "helsegraf/mocks/oppgaver"
	"helsegraf/sources"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/sourcetest"
)

// errands is the register of tasks, whose records name their patient as the owner.
func errands(t testing.TB) *register {
	t.Helper()
	r := &register{name: "oppgaver", kind: "Task", key: func(a map[string]any) string {
		return strings.TrimPrefix(fmt.Sprint(at(list(a["identifier"])[0], "value")), "urn:uuid:")
	}}
	env := sourcetest.Start(t, mockoppgaver.New)
	tasks := sourcetest.Grant(t, env.Number(t, "line"), policy.Message)
	r.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		l, err := oppgaver.New(c, oppgaver.Options{}).Tasks(ctx, tasks)
		s := seen{complete: true}
		for i := range l {
			one := &l[i]
			one.Grant = policy.Grant{}
			for _, at := range []*time.Time{one.Deadline, one.ClosesAt, one.SentAt} {
				if at != nil {
					*at = at.UTC()
				}
			}
			s.keys = append(s.keys, one.ID.Key)
			s.model += text(t, one) + text(t, one.StatusAt(time.Time{}))
		}
		return s, err
	}
	r.learn(t, env, oppgaver.Audience, oppgaver.Scope, "")
	return r
}
