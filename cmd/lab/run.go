package lab

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// Run runs a command until it finishes or is interrupted, and returns its exit
// code.
func Run(command string, run func(ctx context.Context, args []string, stdout, stderr io.Writer) error) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			_, _ = fmt.Fprintln(os.Stderr, command+":", err)
		}
		return 1
	}
	return 0
}

// Progress shows what is being done: on a terminal in one changing line,
// elsewhere as lines or not at all.
type Progress struct {
	w     io.Writer
	live  bool // on a terminal
	start time.Time
}

// NewProgress shows progress on w.
func NewProgress(w io.Writer) *Progress {
	p := &Progress{w: w, start: time.Now()}
	if f, ok := w.(*os.File); ok && os.Getenv("TERM") != "dumb" {
		info, err := f.Stat()
		p.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// clearLine moves to the start of the line and clears it.
const clearLine = "\r\x1b[2K"

// Step shows a step with the time it began.
func (p *Progress) Step(format string, a ...any) {
	line := fmt.Sprintf("%4.0f s  %s", time.Since(p.start).Seconds(), fmt.Sprintf(format, a...))
	if p.live {
		_, _ = fmt.Fprint(p.w, clearLine, line)
		return
	}
	_, _ = fmt.Fprintln(p.w, line)
}

// Bar shows a progress bar on a terminal.
func (p *Progress) Bar(done, all int, name string) {
	if !p.live {
		return
	}
	const width = 32
	full := width * done / max(1, all)
	_, _ = fmt.Fprintf(p.w, "%s%s%s %4d/%d  %s", clearLine, strings.Repeat("█", full), strings.Repeat("░", width-full), done, all, name)
}

// Clear clears the line for other output.
func (p *Progress) Clear() {
	if p.live {
		_, _ = fmt.Fprint(p.w, clearLine)
	}
}
