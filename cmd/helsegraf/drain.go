package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"helsegraf/graph/gateway"
)

const (
	// finishing is how long requests under way may take once listening has ended,
	// and keeping how much of it connections that are kept have.
	finishing, keeping = 15 * time.Second, 10 * time.Second
)

// serve answers on l until the program is told to stop, and then stops so that
// no request is lost. Nobody can be sure that a request is not on its way on a
// connection that is closed, so that the order matters:
//
//  1. For as long as drain, /readyz says 503 and every answer says that its
//     connection is not to be used again. Whoever balances the load sees one or
//     the other; requests are answered as before.
//  2. Listening ends. A balancer that only sees who refuses connections, as nginx
//     does, asks another process from here on.
//  3. Connections that are still kept may carry one more request each. A balancer
//     goes on to take them from its store, and closing them under its hands is what
//     loses requests; so they are kept until it has used them up, or has used none
//     for twice as long as drain: less could be a machine that is busy.
//  4. What is left is closed, once the requests on it are answered.
func (p *program) serve(g *gateway.Gateway, l net.Listener, drain time.Duration, log *slog.Logger) error {
	server := g.Server(l.Addr().String())
	var open connections
	server.ConnState = open.note
	defer p.watch(g)()
	served := make(chan error, 1)
	go func() { served <- g.Serve(server, l) }()
	select {
	case err := <-served:
		return err
	case <-p.Done():
	}
	defer p.ignoresFurther(log)()
	g.Drain()
	if drain > 0 {
		log.LogAttrs(p, slog.LevelInfo, "draining", slog.String("for", drain.String()))
		select {
		case err := <-served:
			return err
		case <-time.After(drain):
		}
		closeQuietly(l)
		if err := <-served; err != nil && !errors.Is(err, net.ErrClosed) {
			log.LogAttrs(p, slog.LevelWarn, "listening ended by a fault")
		}
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(p), finishing)
	defer cancel()
	if drain > 0 {
		open.wait(stop, 2*drain)
	}
	if err := server.Shutdown(stop); err != nil && !errors.Is(err, net.ErrClosed) {
		return errors.Join(errors.New("requests were cut off"), server.Close())
	}
	return nil
}

// connections are those that clients have open.
type connections struct {
	used    atomic.Int64 // times that a request began on one
	mu      sync.Mutex
	open    int
	awaited chan struct{} // closed when there are none
}

// note is told of connections by the server.
func (c *connections) note(_ net.Conn, s http.ConnState) {
	switch s {
	case http.StateActive:
		c.used.Add(1)
	case http.StateIdle:
	case http.StateNew:
		c.add(1)
	case http.StateClosed, http.StateHijacked:
		c.add(-1)
	}
}

func (c *connections) add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open += n
	if c.open == 0 && c.awaited != nil {
		close(c.awaited)
		c.awaited = nil
	}
}

// none is closed when no connection is open. It is asked for once, when there
// are no new ones to come.
func (c *connections) none() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	none := make(chan struct{})
	if c.open == 0 {
		close(none)
	} else {
		c.awaited = none
	}
	return none
}

// wait waits until no connection is open, or none was used for as long as quiet.
func (c *connections) wait(ctx context.Context, quiet time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, keeping)
	defer cancel()
	none, ticker := c.none(), time.NewTicker(quiet)
	defer ticker.Stop()
	for used := c.used.Load(); ; {
		select {
		case <-none:
			return
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		before := used
		if used = c.used.Load(); used == before {
			return
		}
	}
}
