package nhn_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mockdialog "helsegraf/mocks/dialog"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/sourcetest"
)

// inbox is the messages of digital dialog.
func inbox(t testing.TB) *register {
	t.Helper()
	r := &register{name: "dialog", kind: "Communication", key: func(r map[string]any) string {
		return strings.TrimPrefix(fmt.Sprint(at(list(r["identifier"])[0], "value")), "urn:uuid:")
	}}
	env := sourcetest.Start(t, mockdialog.New)
	line := env.Number(t, "line")
	g, gp := sourcetest.Grant(t, line, policy.Message), sourcetest.Grant(t, line, policy.GPDialogue)
	r.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		all, err := dialog.New(nil, nil, c, dialog.Options{}).Conversations(ctx, g, gp)
		s := seen{complete: true}
		for i := range all {
			*all[i].LatestAt = all[i].LatestAt.UTC()
			for j := range all[i].Thread {
				m := &all[i].Thread[j]
				*m.SentAt = m.SentAt.UTC()
				for k := range m.Attachments {
					m.Attachments[k].Grant = policy.Grant{}
				}
				s.keys = append(s.keys, m.ID.Key)
			}
		}
		s.model = text(t, all)
		return s, err
	}
	r.learn(t, env, dialog.Audience, dialog.InboxScope, "")
	return r
}
