package main

import (
	"log/slog"
)

// serveCommand runs the gateway as a configuration has it.
type serveCommand struct {
	Config string `help:"The configuration." default:"helsegraf.yaml" placeholder:"FILE"`
}

// Run serves until the program is told to stop.
func (s serveCommand) Run(p *program) error {
	c, err := load(s.Config, p.environment)
	if err != nil {
		return err
	}
	var level slog.LevelVar
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(p.stderr, &slog.HandlerOptions{Level: &level}))
	g, err := wire(c, surroundings{log: log})
	if err != nil {
		return err
	}
	l, err := p.listen(c.Listen)
	if err != nil {
		return err
	}
	log.LogAttrs(p, slog.LevelInfo, "listening", slog.String("address", l.Addr().String()))
	err = p.serve(g, l, c.Drain)
	log.LogAttrs(p, slog.LevelInfo, "stopped", slog.Bool("clean", err == nil))
	return err
}
