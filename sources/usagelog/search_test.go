package usagelog_test

import (
	"errors"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/usagelog"
)

// What one holder has used is what they have, and no more; the numbers in the log are
// not read.
func TestReadByOneHolder(t *testing.T) {
	env, configure := start(t)
	line, berit, dan := env.Number(t, "line"), env.Number(t, "berit"), env.Number(t, "dan")
	c := client(env.Client(t, register, configure))
	refused := usedBy(policy.PowerOfAttorney, berit)
	refused.Refused, refused.Service = policy.ProxyScopeMissing, policy.TestResult
	if err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(line), []usagelog.Entry{refused})...); err != nil {
		t.Fatal(err)
	}
	all, err := c.Read(t.Context(), granted(t, berit), fnr.Number{}, nhn.Window{})
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, e := range all.Values() {
		if e.Actor != nil && *e.Actor.Relation == policy.PowerOfAttorney {
			want++
		}
	}
	by, err := c.Read(t.Context(), granted(t, berit), line, nhn.Window{})
	if err != nil || len(by.Rows) != want || want < 2 || *by.Total != want {
		t.Errorf("%d of %d, %d in all, %v", len(by.Rows), want, len(all.Rows), err)
	}
	if by.Rows[0].Value.Outcome == nil || *by.Rows[0].Value.Outcome != usagelog.Refused {
		t.Errorf("%+v", by.Rows[0])
	}
	none, err := c.Read(t.Context(), granted(t, berit), dan, nhn.Window{})
	if err != nil || len(none.Rows) != 0 {
		t.Errorf("%d by another, %v", len(none.Rows), err)
	}
}

// The last login is the session's before the current one, whatever came in between.
func TestLastLogin(t *testing.T) {
	env, configure := start(t)
	unni := env.Number(t, "unni")
	c := client(env.Client(t, register, configure))
	before, err := c.LastLogin(t.Context(), granted(t, unni), "")
	if err != nil {
		t.Fatal(err)
	}
	login := func(session string, ago time.Duration) {
		t.Helper()
		e := usedBy(policy.Self, unni)
		e.Service, e.Session, e.At = 0, session, sourcetest.Now().Add(-ago)
		if err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(unni), []usagelog.Entry{e})...); err != nil {
			t.Fatal(err)
		}
	}
	last := func(current string) time.Time {
		t.Helper()
		at, err := c.LastLogin(t.Context(), granted(t, unni), current)
		if err != nil {
			t.Fatal(err)
		}
		if at == nil {
			return time.Time{}
		}
		return *at
	}
	login("first", time.Hour)
	if at := last("first"); before == nil && !at.IsZero() || before != nil && !at.Equal(*before) {
		t.Errorf("before the first: %v, not %v", at, before)
	}
	login("second", time.Minute)
	login("elsewhere", time.Second)
	for current, ago := range map[string]time.Duration{"second": time.Hour, "elsewhere": time.Minute, "": time.Second, "unknown": time.Second} {
		if at := last(current); !at.Equal(sourcetest.Now().Add(-ago)) {
			t.Errorf("before %q: %v", current, at)
		}
	}
	if _, err := c.LastLogin(t.Context(), granted(t, unni, policy.Parent), "second"); sources.KindOf(err) != sources.Denied {
		t.Errorf("to a parent: %v", err)
	}
}
