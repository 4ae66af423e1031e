package main

import (
	"log/slog"
	"net/http"
	"time"
)

// expose serves metrics at an address that clients cannot reach, until stopped.
func (p *program) expose(address string, metrics http.Handler, log *slog.Logger) (stop func(), err error) {
	l, err := p.listen(address)
	if err != nil {
		return nil, err
	}
	routes := http.NewServeMux()
	routes.Handle("GET /metrics", metrics)
	server := &http.Server{
		Handler: routes, ReadHeaderTimeout: 3 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l) // until it is closed
	}()
	log.LogAttrs(p, slog.LevelInfo, "metrics", slog.String("address", l.Addr().String()))
	return func() {
		_ = server.Close()
		<-ended
	}, nil
}
