package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // machines without a zone database still know Norwegian time
)

func main() { os.Exit(started()) }

// started runs the program until it is done or told to stop.
func started() int {
	tune()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Who presses Ctrl-C twice wants it to end at once.
	context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt) })
	return run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
}

// tune sets what suits a gateway, whose garbage is many short lives and whose
// live memory is small, unless the environment says otherwise. More than this
// gains little and takes more than 64 MB under load.
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(125)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(256 << 20)
	}
}
