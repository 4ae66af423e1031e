package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress tells what is being done: on a terminal in one line that changes,
// elsewhere in lines.
type progress struct {
	w     io.Writer
	live  bool
	start time.Time
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w, start: time.Now()}
	if f, ok := w.(*os.File); ok && os.Getenv("TERM") != "dumb" {
		info, err := f.Stat()
		p.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

func (p *progress) tell(format string, a ...any) {
	line := fmt.Sprintf("%4.0f s  %s", time.Since(p.start).Seconds(), fmt.Sprintf(format, a...))
	if p.live {
		_, _ = fmt.Fprint(p.w, "\r\x1b[2K", line)
		return
	}
	_, _ = fmt.Fprintln(p.w, line)
}

// clear makes room for a line.
func (p *progress) clear() {
	if p.live {
		_, _ = fmt.Fprint(p.w, "\r\x1b[2K")
	}
}
