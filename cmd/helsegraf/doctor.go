package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/helsegraf/doctor"
	"helsegraf/mocks/world"
)

// doctorCommand checks a configuration and what it points at. Its exit codes are
// those of monitoring systems: 0 when all is well, 1 for warnings, 2 when the
// gateway would not work.
type doctorCommand struct {
	Config   string        `help:"Configuration file." default:"helsegraf.yaml" placeholder:"FILE"`
	Demo     bool          `help:"Check the demonstration's registers, which are started for this."`
	JSON     bool          `help:"Print the findings as JSON." name:"json"`
	Deadline time.Duration `help:"Give up after this long." default:"20s"`
}

// Run examines, and prints findings along the way.
func (d doctorCommand) Run(p *program) error {
	start := time.Now()
	report := &doctor.Report{Output: p.stdout, Colour: p.colour(p.stdout), JSON: d.JSON}
	if report.Colour && p.colour(p.stderr) {
		report.Progress = p.stderr
	}
	if err := d.examine(p, report); err != nil {
		return err
	}
	worst, err := report.End(time.Since(start))
	switch {
	case err != nil:
		return err
	case worst == doctor.Failure:
		return exitCode(2)
	case worst == doctor.Warning:
		return exitCode(1)
	}
	return nil
}

func (d doctorCommand) examine(p *program, report *doctor.Report) error {
	name, c, stop, err := d.configuration(p)
	if faults, ok := errors.AsType[config.Faults](err); ok {
		report.Add(doctor.Misconfigured(faults)...)
		return nil
	}
	if err != nil {
		return err
	}
	defer stop()
	doc, err := newDoctor(c, surroundings{}, nil)
	if err != nil {
		report.Add(doctor.Unusable(name, err))
		return nil
	}
	defer doc.Close()
	report.Add(doctor.Configured(name, c))
	ctx, cancel := context.WithTimeout(p, d.Deadline)
	defer cancel()
	doc.Examine(ctx, report)
	return nil
}

// configuration is the configuration to check and its name. stop stops what was
// started for it.
func (d doctorCommand) configuration(p *program) (name string, c config.Config, stop func(), err error) {
	if !d.Demo {
		c, err = config.Load(p.known(), d.Config, p.environment)
		return d.Config, c, func() {}, err
	}
	s, err := p.startStandIns("127.0.0.1", 0, world.Options{})
	if err != nil {
		return "", c, nil, err
	}
	if c, err = demoConfig(s, "http://127.0.0.1:8080"); err != nil {
		s.close()
	}
	return "the demonstration", c, s.close, err
}

// newDoctor makes a doctor that trusts the system's certificates, or those of
// trusted, and whose registers are connected as the gateway's are.
func newDoctor(c config.Config, s surroundings, trusted *tls.Config) (*doctor.Doctor, error) {
	transport := doctor.Transport(trusted)
	s.transport = cmp.Or[http.RoundTripper](s.transport, transport)
	if s.now == nil {
		s.now = time.Now
	}
	e, connected, err := s.connect(c)
	if err != nil {
		return nil, err
	}
	return doctor.New(doctor.Options{Config: c, HelseID: e.helseID, Registers: connected, Transport: transport, Now: s.now}), nil
}
