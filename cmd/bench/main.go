package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"helsegraf/cmd/lab"
)

func main() { os.Exit(lab.Run("bench", run)) }

// errNotHeld ends a run in which a goal was missed.
var errNotHeld = errors.New("not every goal is reached")

// options are a run's flags.
type options struct {
	only   []string
	each   time.Duration // of each run of one contender
	pairs  int
	peers  string
	report string
}

func (o *options) wants(scenario string) bool {
	return len(o.only) == 0 || slices.Contains(o.only, scenario)
}

// The load and the stand-ins share one core; the contender has the other.
const loadCore, measuredCore = 0, 1

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var o options
	only := flags.String("only", "", "run only these `scenarios`, of S1 to S7, by commas")
	flags.DurationVar(&o.each, "each", time.Second, "how long one run of one contender lasts")
	flags.IntVar(&o.pairs, "pairs", 9, "how often the contenders are run in turn")
	flags.StringVar(&o.peers, "peers", "", "the `folder` of other gateways to measure, which must be installed")
	flags.StringVar(&o.report, "report", "", "write bench.md and bench.svg into this `folder`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	// The load generator should not disturb the measurement.
	debug.SetGCPercent(800)
	runtime.GOMAXPROCS(1)
	bar := lab.NewProgress(stderr)
	b, err := newBench(ctx, o, bar)
	if err != nil {
		return err
	}
	defer b.close()
	r, err := b.scenarios(ctx)
	bar.Clear()
	if err != nil {
		return err
	}
	_, _ = io.WriteString(stdout, r.markdown())
	if o.report != "" {
		if err := r.write(o.report); err != nil {
			return err
		}
	}
	if !r.held() {
		return errNotHeld
	}
	return nil
}
