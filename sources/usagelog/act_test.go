package usagelog_test

import (
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/usagelog"
)

// act is the entry of one act by line, under one reference.
func act(subject fnr.Number, input string, outcome *sources.Outcome) usagelog.Entry {
	e := usedBy(policy.Self, subject)
	e.Service, e.Mode = policy.Privacy, policy.Write
	e.Act = &usagelog.Act{Reference: "REFERENCE", Input: input, Outcome: outcome}
	return e
}

// The entry that came first stands, and of several outcomes the best: that is what
// makes the log the memory of every process.
func TestAct(t *testing.T) {
	env, configure := start(t)
	line := env.Number(t, "line")
	c := client(env.Client(t, register, configure))
	none := sources.Outcome(99)
	for i, step := range []struct {
		input     string
		write     sources.Outcome
		fresh     bool
		best      sources.Outcome
		tries     string
		shownAs   usagelog.Outcome
		firstSays string
	}{
		{"A", none, true, none, "1", usagelog.Unknown, "A"},
		{"A", sources.OutcomeNotDone, false, sources.OutcomeNotDone, "1", usagelog.NotDone, "A"},
		{"A", none, false, sources.OutcomeNotDone, "2", usagelog.Unknown, "A"}, // open again
		{"A", none, false, none, "3", usagelog.Unknown, "A"},
		{"A", sources.OutcomeUnknown, false, sources.OutcomeUnknown, "3", usagelog.Unknown, "A"},
		{"A", none, false, sources.OutcomeUnknown, "4", usagelog.Unknown, "A"},
		{"A", sources.OutcomeNotDone, false, sources.OutcomeUnknown, "4", usagelog.Unknown, "A"},
		{"A", sources.OutcomeAccepted, false, sources.OutcomeAccepted, "4", usagelog.Accepted, "A"},
		{"B", none, false, sources.OutcomeAccepted, "5", usagelog.Accepted, "A"},
		{"B", sources.OutcomeDone, false, sources.OutcomeAccepted, "5", usagelog.Accepted, "A"},
		{"A", sources.OutcomeDone, false, sources.OutcomeDone, "5", usagelog.Done, "A"},
		{"A", sources.OutcomeNotDone, false, sources.OutcomeDone, "5", usagelog.Done, "A"},
	} {
		outcome := &step.write
		if step.write == none {
			outcome = nil
		}
		got, err := c.Act(t.Context(), sourcetest.Inquiry(line), act(line, step.input, outcome))
		if err != nil {
			t.Fatal(i, err)
		}
		if got.Fresh != step.fresh || got.Input != step.firstSays || got.Tries != step.tries || (got.Outcome == nil) != (step.best == none) || step.best != none && !got.Is(step.best) {
			t.Errorf("step %d: %+v", i, got)
		}
		log, err := c.Read(t.Context(), granted(t, line), fnr.Number{}, nhn.Window{})
		if err != nil {
			t.Fatal(i, err)
		}
		changes := 0
		for _, e := range log.Values() {
			if *e.Kind != usagelog.Change {
				continue
			}
			changes++
			if *e.Outcome != step.shownAs || e.Code != nil || *e.Service != policy.Privacy {
				t.Errorf("step %d: shown as %+v", i, e)
			}
		}
		if changes != 1 {
			t.Errorf("step %d: %d entries", i, changes)
		}
	}
}

// An act is not written without saying who, about whom and what.
func TestActNeedsAll(t *testing.T) {
	env, configure := start(t)
	line := env.Number(t, "line")
	c := client(env.Client(t, register, configure))
	_, nobody := c.Act(t.Context(), policy.Inquiry{}, act(line, "A", nil))
	_, about := c.Act(t.Context(), sourcetest.Inquiry(line), act(fnr.Number{}, "A", nil))
	_, what := c.Act(t.Context(), sourcetest.Inquiry(line), usedBy(policy.Self, line))
	for _, err := range []error{nobody, about, what} {
		if sources.KindOf(err) != sources.Denied {
			t.Errorf("got %v", err)
		}
	}
	if calls := env.Calls(t)["Act"]; calls.Calls != 0 {
		t.Errorf("%d calls", calls.Calls)
	}
}

// The id in the log is the same for every process and reveals nothing, so somebody
// else cannot take it over.
func TestActOfSomebodyElse(t *testing.T) {
	env, configure := start(t)
	line, berit := env.Number(t, "line"), env.Number(t, "berit")
	c := client(env.Client(t, register, configure))
	if _, err := c.Act(t.Context(), sourcetest.Inquiry(line), act(line, "A", nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Act(t.Context(), sourcetest.Inquiry(berit), act(berit, "A", nil)); sources.KindOf(err) != sources.Invalid {
		t.Errorf("got %v", err)
	}
}
