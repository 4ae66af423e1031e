package main

import (
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"
	"time"
)

// show shows progress: a bar, and one lasting line a minute.
func (s *soak) show(one sample) {
	sent := min(s.sent.Load(), int64(s.requests))
	text := fmt.Sprintf("%.0f/s, %d foreign values, %d goroutines, %d descriptors, %d MiB",
		float64(sent)/one.at.Seconds(), s.foreign.Load(), one.goroutines, one.fds, one.rss>>20)
	if time.Since(s.printed) >= time.Minute {
		s.printed = time.Now()
		s.bar.Clear()
		_, _ = fmt.Fprintf(s.stdout, "%8s  %7d requests, %s\n", one.at.Round(time.Second), sent, text)
	}
	s.bar.Bar(int(sent), s.requests, text)
}

// print prints the result; it returns an error if an expectation failed.
func (s *soak) print(taken *series) error {
	sent := min(s.sent.Load(), int64(s.requests))
	rows := [][2]string{
		{"requests", fmt.Sprintf("%d of %d people in %s, %.0f/s", sent, len(s.asking), s.took.Round(time.Second), float64(sent)/s.took.Seconds())},
		{"registers' answers", fmt.Sprintf("%g %% wrong", 100*s.wrong)},
		{"foreign values", fmt.Sprint(s.foreign.Load())},
		{"without errors", fmt.Sprint(s.whole.Load())},
		{"not answered", fmt.Sprint(s.refused.Load())},
	}
	for _, code := range slices.Sorted(maps.Keys(s.codes)) {
		rows = append(rows, [2]string{code, fmt.Sprint(s.codes[code])})
	}
	faults := s.faults(sent, taken)
	held := "yes"
	if len(faults) > 0 {
		held = "NO"
	}
	rows = append(append(rows, taken.rows()...), [2]string{"held", held})
	table := tabwriter.NewWriter(s.stdout, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		_, _ = fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %v", errNotHeld, faults)
	}
	return nil
}

// faults are the expectations that failed.
func (s *soak) faults(sent int64, taken *series) []string {
	out := taken.judge()
	if s.foreign.Load() > 0 {
		out = append(out, "foreign values, first in "+s.first)
	}
	if sent < int64(s.requests) {
		out = append(out, "there was no time for all")
	}
	if s.refused.Load() > sent/1000 {
		out = append(out, "too many were not answered")
	}
	if s.whole.Load() < sent/2 {
		out = append(out, "too few answers are whole")
	}
	if s.wrong > 0 && s.codes[codeMismatch] == 0 {
		out = append(out, "no register answered about somebody else")
	}
	return out
}
