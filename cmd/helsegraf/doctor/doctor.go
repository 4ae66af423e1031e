package doctor

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/resolvers"
	"helsegraf/sources"
)

// Options are a configuration, and the clients made of it.
type Options struct {
	Config    config.Config
	HelseID   *sources.HelseID
	Registers resolvers.Registers
	// Transport makes the doctor's own requests: those without login.
	Transport *http.Transport
	Now       func() time.Time
}

// Transport makes a transport that trusts the system's certificates, or those of
// trusted.
func Transport(trusted *tls.Config) *http.Transport {
	if trusted == nil {
		trusted = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: trusted, TLSHandshakeTimeout: 5 * time.Second, ForceAttemptHTTP2: true}
}

// Doctor examines one configuration.
type Doctor struct {
	Options
	http   *http.Client
	lookup func(ctx context.Context, host string) ([]string, error)

	mu     sync.Mutex
	clocks []reading
}

// New makes a doctor.
func New(o Options) *Doctor {
	return &Doctor{
		Options: o,
		http: &http.Client{
			Transport:     o.Transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		lookup: net.DefaultResolver.LookupHost,
	}
}

// Close closes idle connections.
func (d *Doctor) Close() { d.Transport.CloseIdleConnections() }

// check is one of the checks, which run concurrently.
type check struct {
	of  string
	run func(context.Context) []Finding
}

// Examine runs all checks at once, and reports in the order of the list.
func (d *Doctor) Examine(ctx context.Context, r *Report) {
	r.Add(d.keys()...)
	checks := d.checks()
	found := make([]chan []Finding, len(checks))
	var all sync.WaitGroup
	for i, c := range checks {
		found[i] = make(chan []Finding, 1)
		all.Go(func() { found[i] <- c.run(ctx) })
	}
	for i, c := range checks {
		r.await(i, len(checks), c.of)
		r.Add(<-found[i]...)
	}
	all.Wait()
	r.Add(d.clock()...)
}

func (d *Doctor) checks() []check {
	out := []check{{"helseId", d.outward}}
	for i, issuer := range d.Config.Issuers {
		out = append(out, check{inwardName(i), func(ctx context.Context) []Finding { return d.inward(ctx, inwardName(i), issuer) }})
	}
	if d.Config.Login.Issuer != "" {
		out = append(out, check{"login", d.login})
	}
	for _, e := range d.Config.Registers.Endpoints() {
		out = append(out, check{e.Key(), func(ctx context.Context) []Finding { return d.register(ctx, e) }})
	}
	return out
}
