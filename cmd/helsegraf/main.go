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

// started runs the program until it finishes or is interrupted.
func started() int {
	tune()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends it at once.
	context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt) })
	return run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
}

// tune sets the garbage collector for a gateway, which has much short-lived
// garbage and little live memory, unless the environment does. A higher value
// gains little and exceeds 64 MB under load.
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(130)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(256 << 20)
	}
}
