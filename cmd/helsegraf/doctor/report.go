package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Report prints findings: to people one by one, to programs at the end.
type Report struct {
	Output   io.Writer
	Colour   bool      // Output is a terminal with colours
	Progress io.Writer // a terminal for what is awaited; nil if there is none
	JSON     bool

	found   []Finding
	count   map[Level]int
	waiting bool // a progress line is showing
}

// Findings are those added so far.
func (r *Report) Findings() []Finding { return r.found }

// Add adds findings, and prints them unless the report is JSON.
func (r *Report) Add(found ...Finding) {
	r.found = append(r.found, found...)
	for _, f := range found {
		if r.count == nil {
			r.count = map[Level]int{}
		}
		r.count[f.Level]++
		if !r.JSON {
			r.line(f)
		}
	}
}

func (r *Report) line(f Finding) {
	r.clear()
	on, off := f.Level.colour(), "\x1b[0m"
	if !r.Colour {
		on, off = "", ""
	}
	_, _ = fmt.Fprintf(r.Output, "%s%-5s%s %-14s %-30s %s\n", on, f.Level, off, f.Check, f.Subject, f.Says)
	if f.Hint != "" {
		_, _ = fmt.Fprintf(r.Output, "      %s→%s %s\n", on, off, f.Hint)
	}
}

// await shows on a terminal what is being waited for, until the next line.
func (r *Report) await(done, of int, what string) {
	if !r.JSON && r.Progress != nil {
		_, _ = fmt.Fprintf(r.Progress, "\r\x1b[K      %d of %d, waiting for %s …", done, of, what)
		r.waiting = true
	}
}

func (r *Report) clear() {
	if r.waiting {
		_, _ = fmt.Fprint(r.Progress, "\r\x1b[K")
		r.waiting = false
	}
}

// End prints the summary, or the whole report as JSON, and returns the most severe
// level found.
func (r *Report) End(took time.Duration) (Level, error) {
	r.clear()
	worst := OK
	for _, l := range []Level{Warning, Failure} {
		if r.count[l] > 0 {
			worst = l
		}
	}
	if r.JSON {
		return worst, json.NewEncoder(r.Output).Encode(struct {
			Status   Level     `json:"status"`
			TookMs   int64     `json:"tookMs"`
			Findings []Finding `json:"findings"`
		}{worst, took.Milliseconds(), r.found})
	}
	_, err := fmt.Fprintf(r.Output, "\n%d checks in %.1f s: %d ok, %d to look into, %d failed, %d skipped.\n",
		len(r.found), took.Seconds(), r.count[OK], r.count[Warning], r.count[Failure], r.count[Skipped])
	return worst, err
}
