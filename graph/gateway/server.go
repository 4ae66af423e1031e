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
	Header   time.Duration // of sending a request's headers; default 3 s
	Read     time.Duration // of sending all of it; default 5 s
	Write    time.Duration // from there to the end of the answer; default 2 s more than the deadline
	Idle     time.Duration // of a connection between two requests; default 2 min
	Document time.Duration // of one file, from its request to its end; default 1 min
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

// Server is an HTTP server for the gateway, to be served by Serve.
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
		// net/http logs addresses of clients, and panics with their values.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	if c := g.options.Certificate; c != nil {
		s.TLSConfig = c.TLS()
	}
	return s
}

// Serve answers on l until s is shut down: by TLS where there is a certificate,
// and plainly behind a proxy that speaks TLS.
func (g *Gateway) Serve(s *http.Server, l net.Listener) error {
	l = transport.Listen(l)
	if s.TLSConfig != nil {
		return s.ServeTLS(l, "", "")
	}
	return s.Serve(l)
}
