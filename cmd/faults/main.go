package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime/debug"
	"time"

	"helsegraf/cmd/lab"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // what is measured shares the cores
	}
	os.Exit(lab.Run("faults", run))
}

// errNotHeld ends a run in which an expectation failed.
var errNotHeld = errors.New("not everything holds")

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) > 0 {
		switch args[0] {
		case "soak":
			return runSoak(ctx, args[1:], stdout, stderr)
		case "canary":
			return runCanary(ctx, args[1:], stdout, stderr)
		case "rolling":
			return runRolling(ctx, args[1:], stdout, stderr)
		}
	}
	return runMatrix(ctx, args, stdout, stderr)
}

func runMatrix(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("faults", flag.ContinueOnError)
	flags.SetOutput(stderr)
	register := flags.String("register", "", "run only cells of registers that this regular expression matches; all are cases of their own")
	fault := flags.String("fault", "", "run only cells of faults that this regular expression matches")
	report := flags.String("report", "", "write report.md and report.svg into this `folder`")
	o := matrixOptions{}
	flags.StringVar(&o.gateway, "gateway", "", "the gateway, where `file` is one that is built already (with symbols)")
	flags.IntVar(&o.rate, "rate", 50, "requests a second")
	flags.DurationVar(&o.each, "each", 2*time.Second, "how long each cell is asked")
	flags.DurationVar(&o.long, "long", 20*time.Second, "how long the cells about latency are asked")
	if err := flags.Parse(args); err != nil {
		return err
	}
	registers, err := regexp.Compile(*register)
	if err != nil {
		return err
	}
	faults, err := regexp.Compile(*fault)
	if err != nil {
		return err
	}
	o.only = func(register, fault string) bool {
		return registers.MatchString(register) && faults.MatchString(fault)
	}
	bar := lab.NewProgress(stderr)
	o.begin, o.done = bar.Bar, func(c cell) {
		bar.Clear()
		_, _ = fmt.Fprintln(stdout, c.line())
	}
	start := time.Now()
	results, err := matrix(ctx, o)
	if err == nil {
		var written []cell
		written, err = writeMatrix(ctx, o)
		results = append(results, written...)
	}
	bar.Clear()
	if err != nil {
		return err
	}
	s := summary{cells: results, took: time.Since(start), rate: o.rate, each: o.each}
	_, _ = fmt.Fprintln(stdout, s.text())
	if *report != "" {
		if err := s.write(*report); err != nil {
			return err
		}
	}
	if s.held() < len(results) {
		return errNotHeld
	}
	return nil
}
