package main

import (
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"helsegraf/graph/gateway"
)

// onSignal calls do on each signal, until done is called.
func onSignal(s os.Signal, do func()) (done func()) {
	signals, ended, ending := make(chan os.Signal, 1), make(chan struct{}), make(chan struct{})
	signal.Notify(signals, s)
	go func() {
		defer close(ended)
		for {
			select {
			case <-signals:
				do()
			case <-ending:
				return
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(ending)
		<-ended
	}
}

// reloads makes SIGHUP reload the gateway's files.
func (p *program) reloads(g *gateway.Gateway, log *slog.Logger) (done func()) {
	return onSignal(syscall.SIGHUP, func() {
		log.LogAttrs(p, slog.LevelInfo, "SIGHUP: certificate and trusted documents are read again; the configuration is read at the start only")
		g.Reload(p)
	})
}

// ignoresFurther logs a further SIGTERM once and ignores it: supervisors may
// send it more than once.
func (p *program) ignoresFurther(log *slog.Logger) (done func()) {
	logged := false
	return onSignal(syscall.SIGTERM, func() {
		if !logged {
			log.LogAttrs(p, slog.LevelInfo, "a further SIGTERM is ignored: stopping already")
		}
		logged = true
	})
}
