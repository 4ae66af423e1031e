package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"helsegraf/cmd/lab"
)

// row is one figure of one contender.
type row struct {
	scenario, what, who string
	value               string
	ratio               spread // relative to the floor
	detail              string
	goal                string // "" if none
	held                bool
}

// spread is several measurements of the same figure.
type spread struct{ median, low, high float64 }

func spreadOf(all []float64) spread {
	if len(all) == 0 {
		return spread{}
	}
	all = slices.Sorted(slices.Values(all))
	return spread{all[len(all)/2], all[0], all[len(all)-1]}
}

func exactly(v float64) spread { return spread{v, v, v} }

func (s spread) String() string {
	if s.low == s.high {
		return fmt.Sprintf("%.2f", s.median)
	}
	return fmt.Sprintf("%.2f (%.2f–%.2f)", s.median, s.low, s.high)
}

// report is a whole run.
type report struct {
	rows  []row
	began time.Time
	took  time.Duration
	each  time.Duration
	pairs int
}

func (r *report) held() bool {
	return !slices.ContainsFunc(r.rows, func(r row) bool { return r.goal != "" && !r.held })
}

func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Benchmark of %s\n\n", r.began.Format(time.DateOnly))
	fmt.Fprintf(&b, "%d rounds of %s for each, in turn; %s on %s, %d cores, one for who is measured; the whole took %s. Ratios are to the floor, round by round: median and range.\n\n",
		r.pairs, r.each, runtime.Version(), runtime.GOARCH, runtime.NumCPU(), r.took.Round(time.Second))
	b.WriteString("| | figure | who | value | ratio | goal | | more |\n|---|---|---|---|---|---|---|---|\n")
	last := ""
	for _, row := range r.rows {
		what := row.what
		if what == last {
			what = ""
		}
		last = row.what
		mark := ""
		if row.goal != "" {
			mark = map[bool]string{true: "reached", false: "**missed**"}[row.held]
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", row.scenario, what, row.who, row.value, row.ratio, row.goal, mark, row.detail)
	}
	return b.String()
}

// write writes bench.md and bench.svg.
func (r *report) write(dir string) error {
	return lab.Write(dir, "bench", r.markdown(), r.svg())
}
