package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/mocks/world"
	"helsegraf/resolvers"
	"helsegraf/sources"
)

// doctorCommand checks a configuration and what it points at. It makes no call
// about a person, and prints no secret. Its exit codes are those of monitoring
// systems: 0 when all is well, 1 for warnings, 2 when the gateway would not
// work.
type doctorCommand struct {
	Config   string        `help:"Configuration file." default:"helsegraf.yaml" placeholder:"FILE"`
	Demo     bool          `help:"Check the demonstration's registers, which are started for this."`
	JSON     bool          `help:"Print the findings as JSON." name:"json"`
	Deadline time.Duration `help:"Give up after this long." default:"20s"`
}

// Run examines, and prints findings along the way.
func (d doctorCommand) Run(p *program) error {
	start := time.Now()
	t := &diary{program: p, json: d.JSON}
	doc, found, err := d.examined(p)
	if err != nil {
		return err
	}
	t.tell(found...)
	if doc != nil {
		defer doc.close()
		ctx, cancel := context.WithTimeout(p, d.Deadline)
		defer cancel()
		doc.examine(ctx, t)
	}
	return t.end(time.Since(start))
}

// examined returns a doctor for the configuration, or the configuration's
// faults.
func (d doctorCommand) examined(p *program) (*doctor, []finding, error) {
	if d.Demo {
		s, err := p.startStandIns("127.0.0.1", 0, world.Options{})
		if err != nil {
			return nil, nil, err
		}
		c, err := demoConfig(s, "http://127.0.0.1:8080")
		if err != nil {
			s.close()
			return nil, nil, err
		}
		doc, err := newDoctor(c, surroundings{}, nil)
		if err != nil {
			s.close()
			return nil, nil, err
		}
		doc.close = s.close
		return doc, []finding{wellConfigured("the demonstration", c)}, nil
	}
	c, err := config.Load(p.known(), d.Config, p.environment)
	if wrong, ok := errors.AsType[config.Faults](err); ok {
		return nil, misconfigured(wrong), nil
	}
	if err != nil {
		return nil, nil, err
	}
	doc, err := newDoctor(c, surroundings{}, nil)
	if err != nil {
		return nil, []finding{bad("configuration", d.Config, err.Error(), "Fix it; nothing else was checked.")}, nil
	}
	return doc, []finding{wellConfigured(d.Config, c)}, nil
}

// level is the severity of a finding.
type level string

const (
	well    level = "ok"
	skipped level = "skip" // not checked, for the reason given
	warning level = "warn"
	failure level = "fail"
)

// finding is one line: what was checked, what was found, what to do.
type finding struct {
	Level   level  `json:"level"`
	Check   string `json:"check"`
	Subject string `json:"subject"`
	Says    string `json:"says"`
	Hint    string `json:"hint,omitempty"`
}

func good(check, subject, says string) finding {
	return finding{Level: well, Check: check, Subject: subject, Says: says}
}

func bad(check, subject, says, hint string) finding {
	return finding{failure, check, subject, says, hint}
}

func doubtful(check, subject, says, hint string) finding {
	return finding{warning, check, subject, says, hint}
}

func failed(found []finding) bool {
	return len(found) > 0 && found[len(found)-1].Level == failure
}

// doctor examines one configuration.
type doctor struct {
	surroundings
	config    config.Config
	helseID   *sources.HelseID
	registers resolvers.Registers
	http      *http.Client
	lookup    func(ctx context.Context, host string) ([]string, error)
	close     func()

	mu     sync.Mutex
	clocks []reading
}

// newDoctor makes a doctor that trusts the system's certificates, or those of
// trusted.
func newDoctor(c config.Config, s surroundings, trusted *tls.Config) (*doctor, error) {
	if s.now == nil {
		s.now = time.Now
	}
	if trusted == nil {
		trusted = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: trusted, TLSHandshakeTimeout: 5 * time.Second, ForceAttemptHTTP2: true}
	s.transport = cmp.Or[http.RoundTripper](s.transport, transport)
	e, err := s.endpoints(c)
	if err != nil {
		return nil, err
	}
	connected, err := e.registers(c)
	if err != nil {
		return nil, err
	}
	return &doctor{
		surroundings: s, config: c, helseID: e.helseID, registers: connected,
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		lookup: net.DefaultResolver.LookupHost,
		close:  transport.CloseIdleConnections,
	}, nil
}

// check is one of the checks, which run concurrently.
type check struct {
	of  string
	run func(context.Context) []finding
}

// examine runs all checks at once, and reports in the order of the list.
func (d *doctor) examine(ctx context.Context, t *diary) {
	t.tell(d.keys()...)
	checks := d.checks()
	found := make([]chan []finding, len(checks))
	var all sync.WaitGroup
	for i, c := range checks {
		found[i] = make(chan []finding, 1)
		all.Go(func() { found[i] <- c.run(ctx) })
	}
	for i, c := range checks {
		t.waiting(i, len(checks), c.of)
		t.tell(<-found[i]...)
	}
	all.Wait()
	t.tell(d.clock()...)
}

func (d *doctor) checks() []check {
	out := []check{{"helseId", d.outward}}
	for i, issuer := range d.config.Issuers {
		out = append(out, check{inwardName(i), func(ctx context.Context) []finding { return d.inward(ctx, inwardName(i), issuer) }})
	}
	if d.config.Login.Issuer != "" {
		out = append(out, check{"login", d.login})
	}
	for _, e := range d.config.Registers.Endpoints() {
		out = append(out, check{e.Key(), func(ctx context.Context) []finding { return d.register(ctx, e) }})
	}
	return out
}
