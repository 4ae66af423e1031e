package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strings"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/graph/telemetry"
)

// serveCommand runs the gateway with a configuration.
type serveCommand struct {
	Config string `help:"Configuration file." default:"helsegraf.yaml" placeholder:"FILE"`
	JSON   bool   `help:"When listening, print the address as one line of JSON." name:"json"`
}

// listening is the output of --json: the only way to learn the address when the
// port is 0.
type listening struct {
	Gateway string `json:"gateway"`
}

// Run serves until interrupted.
func (s serveCommand) Run(p *program) error {
	c, err := config.Load(p.known(), s.Config, p.environment)
	if err != nil {
		return err
	}
	var level slog.LevelVar
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(p.stderr, &slog.HandlerOptions{Level: &level}))
	exporter, err := telemetry.NewExporter(p, p.environment, log)
	if err != nil {
		return err
	}
	defer exporter.Close(p)
	observer := telemetry.New(exporter)
	g, err := wire(c, surroundings{log: log, observer: observer})
	if err != nil {
		return err
	}
	if c.Metrics.Listen != "" {
		stop, err := p.expose(c.Metrics.Listen, observer.Metrics(), log)
		if err != nil {
			return err
		}
		defer stop()
	}
	l, err := p.listen(c.Listen)
	if err != nil {
		return err
	}
	defer p.reloads(g, log)() // before the address is printed
	log.LogAttrs(p, slog.LevelInfo, "listening", slog.String("address", l.Addr().String()))
	if s.JSON {
		at := address(l)
		if c.TLS.KeyFile != "" {
			at = "https" + strings.TrimPrefix(at, "http")
		}
		if err := json.NewEncoder(p.stdout).Encode(listening{Gateway: at}); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	err = p.serve(g, l, c.Drain, log)
	log.LogAttrs(p, slog.LevelInfo, "stopped", slog.Bool("clean", err == nil))
	return err
}
