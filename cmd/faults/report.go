package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"helsegraf/cmd/lab"
)

// line formats a cell on one line.
func (c *cell) line() string {
	state := "held    "
	if !c.held() {
		state = "NOT HELD"
	}
	s := fmt.Sprintf("%s  %-30s %-24s", state, c.source, c.fault)
	if c.note != "" {
		s += "  " + c.note
	} else {
		s += fmt.Sprintf("  %4d requests  slowest %4.0f ms  others p99 %4.0f ms (healthy %4.0f)  tries %.2f  well after %4.0f ms",
			c.requests, ms(c.slowest), ms(c.others), ms(c.healthy), c.tries, ms(c.recovered))
	}
	if len(c.first) > 0 {
		s += "  measured twice, at first: " + strings.Join(c.first, "; ")
	}
	return strings.Join(append([]string{s}, c.failures...), "\n            ")
}

// summary is a whole run.
type summary struct {
	cells []cell
	took  time.Duration
	rate  int
	each  time.Duration
}

func (s *summary) held() int {
	n := 0
	for i := range s.cells {
		if s.cells[i].held() {
			n++
		}
	}
	return n
}

// text summarises the run in a few lines.
func (s *summary) text() string {
	requests, again, slowest, others, tries := 0, 0, time.Duration(0), time.Duration(0), 0.0
	for _, c := range s.cells {
		requests += c.requests
		if len(c.first) > 0 {
			again++
		}
		slowest, others, tries = max(slowest, c.slowest), max(others, c.others), max(tries, c.tries)
	}
	return fmt.Sprintf("%d of %d cells held; %d requests; worst p99 of other sources %.0f ms; slowest answer %.0f ms; at most %.2f tries; %d cells measured twice for their times; %s",
		s.held(), len(s.cells), requests, ms(others), ms(slowest), tries, again, s.took.Round(time.Second))
}

// write writes report.md and report.svg.
func (s *summary) write(dir string) error {
	return lab.Write(dir, "report", s.markdown(), s.svg())
}

// axes are the sources and the faults, in the order run.
func (s *summary) axes() (sources, faults []string) {
	for _, c := range s.cells {
		if c.source == "all" || c.source == writing {
			continue
		}
		if !slices.Contains(sources, c.source) {
			sources = append(sources, c.source)
		}
		if !slices.Contains(faults, c.fault) {
			faults = append(faults, c.fault)
		}
	}
	return sources, faults
}

func (s *summary) at(source, fault string) *cell {
	i := slices.IndexFunc(s.cells, func(c cell) bool { return c.source == source && c.fault == fault })
	if i < 0 {
		return nil
	}
	return &s.cells[i]
}

func (s *summary) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Faults\n\n%s.\n\n", s.text())
	fmt.Fprintf(&b, "%d requests a second for %s in each cell, mixed over all sources, %d ms to each register; %s on %d cores of %s.\n\n",
		s.rate, s.each, distance, runtime.Version(), runtime.NumCPU(), runtime.GOARCH)
	b.WriteString("![The matrix](report.svg)\n\nEach number is the p99 of other sources' answers in ms; ✗ did not hold.\n\n")
	sources, faults := s.axes()
	b.WriteString("| fault | " + strings.Join(sources, " | ") + " |\n|---|" + strings.Repeat("---|", len(sources)) + "\n")
	for _, f := range faults {
		b.WriteString("| " + f)
		for _, source := range sources {
			b.WriteString(" | ")
			switch c := s.at(source, f); {
			case c == nil:
				b.WriteString("–")
			case c.held():
				fmt.Fprintf(&b, "%.0f", ms(c.others))
			default:
				fmt.Fprintf(&b, "✗ %.0f", ms(c.others))
			}
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\n## All together\n\n| case | | |\n|---|---|---|\n")
	for _, c := range s.cells {
		if c.source == "all" {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", c.fault, mark(c.held()), c.note)
		}
	}
	b.WriteString("\n## Writes\n\nEvery mutation under each fault, under one key: twice by two gateways, and again when all is well.\n\n| fault | | answers |\n|---|---|---|\n")
	for _, c := range s.cells {
		if c.source == writing {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", c.fault, mark(c.held()), c.note)
		}
	}
	b.WriteString("\n## Measured twice\n\nWhere times alone did not hold, a cell was measured again, for longer and right after the same requests without the fault.\n\n")
	for _, c := range s.cells {
		if len(c.first) > 0 {
			fmt.Fprintf(&b, "- %s, %s: %s; then %.0f ms, %.0f ms without the fault, %s\n",
				c.source, c.fault, strings.Join(c.first, "; "), ms(c.others), ms(c.healthy), mark(c.held()))
		}
	}
	b.WriteString("\n## What did not hold\n\n")
	for _, c := range s.cells {
		for _, failure := range c.failures {
			fmt.Fprintf(&b, "- %s, %s: %s\n", c.source, c.fault, failure)
		}
	}
	if s.held() == len(s.cells) {
		b.WriteString("Nothing.\n")
	}
	return b.String()
}

func mark(held bool) string {
	if held {
		return "held"
	}
	return "✗"
}
