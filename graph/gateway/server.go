package gateway

import (
	"cmp"
	"log/slog"
	"net"
	"net/http"
	"time"

	"helsegraf/graph/gateway/transport"
)

// Timeouts cut off clients that send or read too slowly.
type Timeouts struct {
	Header   time.Duration // to send a request's headers; default 3 s
	Read     time.Duration // to send the whole request; default 5 s
	Write    time.Duration // from there to the end of the answer; default the deadline plus 2 s
	Idle     time.Duration // of a connection between requests; default 2 min
	Document time.Duration // for one file, from its request to its end; default 1 min
	Stall    time.Duration // that a client may fall behind Limits.Pace; default 5 s
}

func (t Timeouts) withDefaults(deadline time.Duration) Timeouts {
	t.Header = cmp.Or(t.Header, 3*time.Second)
	t.Read = cmp.Or(t.Read, 5*time.Second)
	t.Write = cmp.Or(t.Write, deadline+2*time.Second)
	t.Idle = cmp.Or(t.Idle, 2*time.Minute)
	t.Document = cmp.Or(t.Document, time.Minute)
	t.Stall = cmp.Or(t.Stall, 5*time.Second)
	return t
}

// mostHeader bounds a request's headers, in bytes.
const mostHeader = 32 << 10

// Server returns an HTTP server for the gateway, to be run by Serve.
func (g *Gateway) Server(addr string) *http.Server {
	t := g.options.Timeouts
	s := &http.Server{
		Addr:              addr,
		Handler:           g,
		ReadHeaderTimeout: t.Header,
		ReadTimeout:       t.Read,
		WriteTimeout:      t.Write,
		IdleTimeout:       t.Idle,
		MaxHeaderBytes:    mostHeader,
		ConnContext:       transport.WithConnection,
		// net/http would log clients' addresses, and panics with their values.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	if c := g.options.Certificate; c != nil {
		s.TLSConfig = c.TLS()
	}
	return s
}

// Serve answers on l until s is shut down: with TLS if there is a certificate, and
// otherwise in plain HTTP behind a proxy that terminates TLS.
func (g *Gateway) Serve(s *http.Server, l net.Listener) error {
	l = transport.Listen(l)
	if s.TLSConfig != nil {
		return s.ServeTLS(l, "", "")
	}
	return s.Serve(l)
}
