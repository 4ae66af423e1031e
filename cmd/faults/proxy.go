package main

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// proxy is a TCP proxy in front of an endpoint, which can be made to fail.
type proxy struct {
	*toxiproxy.Proxy
	// port reserves the proxy's port while it is stopped.
	port  *port
	fresh func() *toxiproxy.Proxy
}

// distance is the delay of a healthy register. Without it, a millisecond of
// noise would be a tenth of an answer.
const distance = 15 // ms

func newProxy(name, upstream string) (*proxy, error) {
	kept, err := newPort()
	if err != nil {
		return nil, err
	}
	p := &proxy{port: kept, fresh: func() *toxiproxy.Proxy {
		server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
		return toxiproxy.NewProxy(server, name, kept.address, upstream)
	}}
	if err := p.begin(); err != nil {
		return nil, errors.Join(err, kept.close())
	}
	return p, nil
}

// begin starts a proxy without faults.
func (p *proxy) begin() error {
	p.Proxy = p.fresh()
	if err := p.Start(); err != nil {
		return err
	}
	_, err := p.toxic("latency", map[string]any{"latency": distance})
	return err
}

func (p *proxy) close() {
	p.Stop()
	_ = p.port.close()
}

// toxic adds one of toxiproxy's faults, towards the gateway, until undo.
func (p *proxy) toxic(kind string, attributes map[string]any) (undo func() error, err error) {
	if p.Toxics.GetToxic(kind) != nil {
		return nil, errors.New(kind + " is there already")
	}
	text, err := json.Marshal(map[string]any{"name": kind, "type": kind, "stream": "downstream", "attributes": attributes})
	if err != nil {
		return nil, err
	}
	if _, err := p.Toxics.AddToxicJson(bytes.NewReader(text)); err != nil {
		return nil, err
	}
	// Removing a toxic from an abandoned connection waits forever for its last
	// bytes to be read. So a new proxy replaces the old one and its connections.
	return func() error {
		p.Stop()
		return p.begin()
	}, nil
}
