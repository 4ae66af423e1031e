package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// progress is a bar on a terminal, and nothing anywhere else.
type progress struct {
	w    io.Writer
	live bool
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w}
	if f, ok := w.(*os.File); ok && os.Getenv("TERM") != "dumb" {
		info, err := f.Stat()
		p.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// begin shows what is being done.
func (p *progress) begin(done, all int, name string) {
	if !p.live {
		return
	}
	const width = 32
	full := width * done / max(1, all)
	_, _ = fmt.Fprintf(p.w, "\r\x1b[2K%s%s %4d/%d  %s", strings.Repeat("█", full), strings.Repeat("░", width-full), done, all, name)
}

// clear makes room for a line.
func (p *progress) clear() {
	if p.live {
		_, _ = fmt.Fprint(p.w, "\r\x1b[2K")
	}
}
