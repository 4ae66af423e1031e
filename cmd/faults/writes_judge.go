package main

import (
	"context"
	"fmt"
	"slices"
)

// Outcomes of a change.
const (
	done    = "DONE"
	notDone = "NOT_DONE"
)

// attempt is one change under one key, which its writer tries again and again.
type attempt struct {
	*testbed
	write  *write
	writer *writer
	key    string
	before account // of the person
	// reference is the change's own, where others may have been made since.
	reference string
	// deaf: the log may have refused an outcome.
	deaf bool

	answers []answer
	wrong   []string
}

func (t *attempt) fail(format string, values ...any) {
	t.wrong = append(t.wrong, t.write.field+": "+fmt.Sprintf(format, values...))
}

// own is what an account has of the change.
func (t *attempt) own(all account) account {
	now := all.since(t.before)
	if t.reference != "" {
		now.told = slices.DeleteFunc(now.told, func(one told) bool { return one.Reference != t.reference })
		now.entries = slices.DeleteFunc(now.entries, func(e entry) bool { return e.ID != t.reference })
	}
	return now
}

// begin makes the change that comes before it, and looks at what there is.
func (t *attempt) begin(ctx context.Context, a *asker) (err error) {
	if t.write.before != "" {
		if got := a.make(ctx, t.writer, t.write.before, t.write.after, t.key+"-before"); got.outcome != done {
			return fmt.Errorf("%s before %s is %s", t.write.before, t.write.field, got)
		}
	}
	if t.write.ofPower {
		if err := t.writer.findPower(ctx, a); err != nil {
			return err
		}
	}
	t.before, err = t.account(ctx, t.writer.of)
	if err == nil && t.write.holds(t.before.now) {
		return fmt.Errorf("%s would change nothing", t.write.field)
	}
	return err
}

// try tries it, and judges the answer: what is said to be done is so when it is said,
// and the register is not told before the log has it.
func (t *attempt) try(ctx context.Context, a *asker) (answer, error) {
	got := a.make(ctx, t.writer, t.write.field, t.write.input, t.key)
	return got, t.heard(ctx, got)
}

// heard judges an answer.
func (t *attempt) heard(ctx context.Context, got answer) error {
	t.answers = append(t.answers, got)
	all, err := t.account(ctx, t.writer.of)
	if err != nil {
		return err
	}
	now := t.own(all)
	if got.outcome == done && now.carriedOut() == 0 && !t.write.holds(now.now) {
		t.fail("is said to be done, and is not: %v", t.answers)
	}
	if len(now.told) > 0 && len(now.entries) == 0 && !t.write.closes {
		t.fail("the register is told what the log does not have: %v", t.answers)
	}
	return nil
}

// settled judges what register and log have once nothing is on its way, and reports
// whether the log has no outcome of what was answered.
func (t *attempt) settled(ctx context.Context) (open bool, err error) {
	all, err := t.account(ctx, t.writer.of)
	if err != nil {
		return false, err
	}
	now, last := t.own(all), t.last()
	if last == notDone && now.carriedOut() > 0 {
		t.fail("is last said not to be done, and the register has it: %v", t.answers)
	}
	if now.carriedOut() > 1 {
		t.fail("is carried out %d times", now.carriedOut())
	}
	for _, one := range now.told[min(1, len(now.told)):] {
		if one.Reference != now.told[0].Reference {
			t.fail("has two references under one key")
		}
	}
	if len(now.entries) > 1 {
		t.fail("has entries in the log: %v", now.entries)
	}
	for _, e := range now.entries {
		switch {
		case len(now.told) > 0 && e.ID != now.told[0].Reference:
			t.fail("has another reference in the log")
		case e.Code == "" && last != "":
			if open, t.reference = true, e.ID; !t.deaf {
				t.fail("has no outcome in the log: %v", t.answers)
			}
		case e.Code == notDone && now.carriedOut() > 0 && t.write.closes && t.deaf:
			open, t.reference = true, e.ID // made without the log, which has only an earlier try
		case e.Code == notDone && now.carriedOut() > 0:
			t.fail("is not done by the log, and the register has it: %v", t.answers)
		case e.Code == done && now.carriedOut() == 0 && !t.write.holds(now.now):
			t.fail("is done by the log, and the register does not have it: %v", t.answers)
		}
	}
	return open, nil
}

// ended judges a change that was last tried while all was well: it is done, the log
// says so, and the register is not told again.
func (t *attempt) ended(ctx context.Context, a *asker) error {
	if t.last() != done {
		t.fail("is not done when all is well: %v", t.answers)
	}
	t.deaf = false
	first, err := t.account(ctx, t.writer.of)
	if err != nil {
		return err
	}
	if _, err := t.try(ctx, a); err != nil {
		return err
	}
	if t.last() != done {
		t.fail("is not done the next time: %v", t.answers)
	}
	again, err := t.account(ctx, t.writer.of)
	if err != nil {
		return err
	}
	if len(again.told) != len(first.told) {
		t.fail("the register is told again what is done")
	}
	if now := t.own(again); len(now.entries) != 1 || now.entries[0].Code != done {
		t.fail("the log has %v", now.entries)
	}
	_, err = t.settled(ctx)
	return err
}

// last is the outcome that was answered last, "" if that was an error or nothing.
func (t *attempt) last() string {
	if len(t.answers) == 0 {
		return ""
	}
	return t.answers[len(t.answers)-1].outcome
}
