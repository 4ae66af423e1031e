package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"
	"time"
)

// finish tries what has no outcome in the log once more, now that all is well.
func (s *writesSoak) finish(ctx context.Context) error {
	for _, t := range s.open {
		now, err := s.testbed.account(ctx, t.writer.of)
		if err != nil {
			return err
		}
		if slices.Contains(now.now.Blocks, "") && t.write.field != "blockEverything" {
			continue // nothing else is allowed any more
		}
		if !slices.ContainsFunc(now.entries, func(e entry) bool { return e.ID == t.reference }) {
			continue // the stand-in keeps the latest entries, and has forgotten it
		}
		t.deaf = false
		if _, err := t.try(ctx, s.askers[0]); err != nil {
			return err
		}
		if _, err := t.settled(ctx); err != nil {
			return err
		}
		s.exceptions = append(s.exceptions, t.wrong...)
	}
	return nil
}

// print prints the result; it returns an error if there is an exception.
func (s *writesSoak) print() error {
	took := time.Since(s.began)
	rows := [][2]string{
		{"changes", fmt.Sprintf("%d by %d people in %s, %.0f/s", s.ended, s.people, took.Round(time.Second), float64(s.ended)/took.Seconds())},
		{"tries", fmt.Sprintf("%d, of which %d were not answered", s.tries, s.gone)},
		{"faults", fmt.Sprintf("%g %% of the register's and the usage log's answers", 100*s.wrong)},
		{"restarts", fmt.Sprintf("%d, and %d gateways killed", s.stops, s.kills)},
	}
	for _, how := range slices.Sorted(maps.Keys(s.last)) {
		rows = append(rows, [2]string{"last " + how, fmt.Sprint(s.last[how])})
	}
	rows = append(rows, [2]string{"without an outcome in the log", fmt.Sprintf("%d, before they were tried again", len(s.open))}, [2]string{"exceptions", fmt.Sprint(len(s.exceptions))})
	table := tabwriter.NewWriter(s.stdout, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		_, _ = fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
	}
	if err := table.Flush(); err != nil {
		return err
	}
	const enough = 10
	for _, one := range s.exceptions[:min(enough, len(s.exceptions))] {
		_, _ = fmt.Fprintln(s.stdout, "  "+one)
	}
	switch {
	case len(s.exceptions) > 0:
		return fmt.Errorf("%w: %d exceptions", errNotHeld, len(s.exceptions))
	case s.ended < s.changes:
		return fmt.Errorf("%w: there was no time for all", errNotHeld)
	case s.last[done] < s.changes*9/10:
		return fmt.Errorf("%w: too few are done", errNotHeld)
	}
	return nil
}
