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
	// keeping is how long idle connections stay open once listening has ended, and
	// finishing how long requests may still take: the last that came on one of them
	// may be a change.
	keeping   = 10 * time.Second
	finishing = keeping + gateway.DefaultDeadline + gateway.ChangeTime
)

// serve serves on l until interrupted, and then stops without losing a request.
// A request may always be on its way on a connection being closed, so the order
// matters:
//
//  1. For as long as drain, /readyz returns 503 and every answer says that its
//     connection should not be reused. Load balancers notice one or the other;
//     requests are answered as before.
//  2. Listening ends. A balancer that only notices refused connections, as nginx
//     does, uses another process from here on.
//  3. Connections still open may carry one more request each. A balancer keeps
//     taking them from its pool, and closing them at that moment is what loses
//     requests; so they stay open until it has used them up, or has used none for
//     twice as long as drain: a shorter pause could be a busy machine.
//  4. The rest are closed, once their requests are answered.
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

// connections are the open client connections.
type connections struct {
	used    atomic.Int64 // requests begun on any of them
	mu      sync.Mutex
	open    int
	awaited chan struct{} // closed when there are none
}

// note is the server's ConnState hook.
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

// none is closed when no connection is open. It is called once, after listening
// has ended.
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
