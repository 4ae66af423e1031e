package main

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/registers"
	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/transport"
	"helsegraf/graph/telemetry"
	"helsegraf/resolvers"
	"helsegraf/sources"
)

// surroundings are what a gateway needs besides its configuration.
type surroundings struct {
	now  func() time.Time
	log  *slog.Logger
	demo *gateway.Demo // nil in production
	// transport makes the calls to registers and HelseID; nil makes one.
	transport http.RoundTripper
	// observer sees requests and calls; nil makes one that is not exported.
	observer *telemetry.Telemetry
	// forms seeds the forms in which the demonstration's registers respond; 0 is
	// the plain form.
	forms uint64
}

// observed ensures that there is an observer.
func (s surroundings) observed() surroundings {
	if s.observer == nil {
		s.observer = telemetry.New(nil)
	}
	return s
}

// wire makes the gateway of a configuration: clients of the registers, resolvers
// over them, and the front door.
func wire(c config.Config, s surroundings) (*gateway.Gateway, error) {
	r, err := resolve(c, s)
	if err != nil {
		return nil, err
	}
	return front(c, s, r)
}

// resolve makes the clients of the registers, and the resolvers over them.
func resolve(c config.Config, s surroundings) (*resolvers.Resolver, error) {
	e, connected, err := s.connect(c)
	if err != nil {
		return nil, err
	}
	r, err := resolvers.New(resolvers.Config{
		Registers: connected, Abouts: c.Registers.Abouts(), Status: e.all, IDKeys: c.IDs.Decoded(), Delegable: c.Services(),
		PublicURL: c.PublicURL, Now: s.now, Log: s.log, Step: e.observer.Step,
	})
	if err != nil {
		return nil, err
	}
	e.observer.Watch(e.all, r.Unforeseen)
	return r, nil
}

// front makes the front door over the resolvers.
func front(c config.Config, s surroundings, r *resolvers.Resolver) (*gateway.Gateway, error) {
	s = s.observed()
	who, err := c.Verifier(s.now)
	if err != nil {
		return nil, err
	}
	var statuses func() []sources.Status
	if c.Pages.Status == config.Open {
		statuses = r.Statuses
	}
	var certificate *transport.Certificate
	if c.TLS.KeyFile != "" {
		if certificate, err = transport.NewCertificate(c.TLS.CertificateFile, c.TLS.KeyFile, s.now, s.log); err != nil {
			return nil, err
		}
		s.observer.WatchCertificate(certificate.Until)
	}
	return gateway.New(gateway.Options{
		Observer: s.observer,
		Schema:   r.Schema(), Extensions: []graphql.HandlerExtension{r}, PresentError: r.PresentError, Codes: resolvers.ErrorCodes(), HideDocs: c.Pages.Docs == config.Closed,
		Authenticator: who, Documents: r, Statuses: statuses, Registers: c.Registers.Abouts(), Narrowed: r.Narrowed, Clients: c.Applications(), Demo: s.demo, Login: c.Login.Page(),
		Limits: gateway.Limits(c.Limits), Rates: c.Rates.Quota(), Calls: r.Calls, Bytes: r.Bytes, Deadline: c.Deadline,
		Timeouts: gateway.Timeouts(c.Timeouts), Certificate: certificate, HSTS: c.HSTS,
		Production: s.demo == nil, Log: s.log, Now: s.now,
	})
}

// endpoints makes the clients of the registers' endpoints.
type endpoints struct {
	surroundings
	helseID *sources.HelseID
	all     []*sources.Client
	err     error // the first
}

func (s surroundings) endpoints(c config.Config) (*endpoints, error) {
	helseID, err := sources.NewHelseID(sources.HelseIDConfig{
		Issuer: c.HelseID.Issuer, ClientID: c.HelseID.ClientID, Key: []byte(c.HelseID.Key), Timeout: c.HelseID.Timeout, Transport: s.transport, Now: s.now,
	})
	return &endpoints{surroundings: s.observed(), helseID: helseID}, err
}

// connect makes the clients of a configuration's registers.
func (s surroundings) connect(c config.Config) (*endpoints, resolvers.Registers, error) {
	e, err := s.endpoints(c)
	if err != nil {
		return nil, resolvers.Registers{}, err
	}
	connected, err := e.registers(c)
	return e, connected, err
}

func (e *endpoints) client(r config.Reachable) *sources.Client {
	c := r.Address
	var login sources.Authorizer // none for open data
	switch {
	case c.User != "":
		login = sources.Basic{User: c.User, Password: c.Password}
	case r.KeyHeader != "":
		login = sources.Key{Header: r.KeyHeader, Value: c.Subscription}
	case !r.Open:
		login = e.helseID.For(c.Audience, c.Scope)
	}
	client, err := sources.New(sources.Config{
		Register: r.Register.Key, Region: r.RegionKey(), BaseURL: c.BaseURL, Authorizer: login,
		Timeout: c.Timeout, MaxBytes: c.MaxBytes, MaxInFlight: c.MaxInFlight,
		Breaker: sources.Breaker(c.Breaker), Retry: sources.Retry(c.Retry),
		Transport: e.transport, Now: e.now, Log: e.log, Observer: e.observer,
	})
	if err != nil && e.err == nil {
		e.err = err
	}
	e.all = append(e.all, client)
	return client
}

// registers makes the clients of the configured registers.
func (e *endpoints) registers(c config.Config) (resolvers.Registers, error) {
	var out resolvers.Registers
	norway, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		return out, err
	}
	connected := map[*registers.Register]map[string]*sources.Client{}
	for _, r := range c.Registers.Endpoints() {
		if !r.Configured() {
			continue
		}
		if connected[r.Register] == nil {
			connected[r.Register] = map[string]*sources.Client{}
		}
		connected[r.Register][r.Part] = e.client(r)
	}
	if e.err != nil {
		return out, e.err
	}
	for _, r := range c.Registers {
		by := connected[&r.Register]
		if by == nil {
			continue
		}
		if err := r.Connect(&out, registers.Connection{Endpoints: by, Settings: r.Own, SourceSystem: c.SourceSystem, Norway: norway}); err != nil {
			return out, err
		}
	}
	return out, nil
}
