package main

import (
	"encoding/json"
	"fmt"
	"time"
)

// diary prints findings: to people one by one, to programs at the end.
type diary struct {
	*program
	json  bool
	found []finding
	count map[level]int
	wait  bool // a progress line is showing
}

// colour is a level's terminal colour.
func (l level) colour() string {
	return map[level]string{well: "\x1b[32m", skipped: "\x1b[2m", warning: "\x1b[33m", failure: "\x1b[31m"}[l]
}

func (t *diary) tell(found ...finding) {
	t.found = append(t.found, found...)
	for _, f := range found {
		if t.count == nil {
			t.count = map[level]int{}
		}
		t.count[f.Level]++
		if !t.json {
			t.line(f)
		}
	}
}

func (t *diary) line(f finding) {
	t.clear()
	on, off := f.Level.colour(), "\x1b[0m"
	if !t.colour(t.stdout) {
		on, off = "", ""
	}
	_, _ = fmt.Fprintf(t.stdout, "%s%-5s%s %-14s %-30s %s\n", on, f.Level, off, f.Check, f.Subject, f.Says)
	if f.Hint != "" {
		_, _ = fmt.Fprintf(t.stdout, "      %s→%s %s\n", on, off, f.Hint)
	}
}

// waiting shows on a terminal what is being waited for, until the next line.
func (t *diary) waiting(done, of int, what string) {
	if !t.json && t.colour(t.stderr) && t.colour(t.stdout) {
		_, _ = fmt.Fprintf(t.stderr, "\r\x1b[K      %d of %d, waiting for %s …", done, of, what)
		t.wait = true
	}
}

func (t *diary) clear() {
	if t.wait {
		_, _ = fmt.Fprint(t.stderr, "\r\x1b[K")
		t.wait = false
	}
}

// end prints the summary. The error is the exit code.
func (t *diary) end(took time.Duration) error {
	t.clear()
	worst, code := well, exitCode(0)
	for i, l := range []level{well, warning, failure} {
		if t.count[l] > 0 {
			worst, code = l, exitCode(i)
		}
	}
	if t.json {
		if err := json.NewEncoder(t.stdout).Encode(struct {
			Status   level     `json:"status"`
			TookMs   int64     `json:"tookMs"`
			Findings []finding `json:"findings"`
		}{worst, took.Milliseconds(), t.found}); err != nil {
			return err
		}
	} else {
		_, _ = fmt.Fprintf(t.stdout, "\n%d checks in %.1f s: %d ok, %d to look into, %d failed, %d skipped.\n",
			len(t.found), took.Seconds(), t.count[well], t.count[warning], t.count[failure], t.count[skipped])
	}
	if code == 0 {
		return nil
	}
	return code
}
