package main

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// proxy is a TCP proxy before an endpoint, which can be made to fail.
type proxy struct {
	*toxiproxy.Proxy
	// port keeps the proxy's own while it is stopped, which somebody else might
	// be given else.
	port  *port
	fresh func() *toxiproxy.Proxy
}

// distance is how far away a register is when all is well. Without it a
// millisecond of the machine's own would be a tenth of an answer.
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

// begin starts a proxy that knows of no fault.
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

// toxic makes the connection fail in a way of toxiproxy's, towards the gateway, until undo.
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
	// Taken off a connection that somebody has left, a toxic waits forever for
	// its last bytes to be read. A new proxy takes its place, and the connections
	// go with the old one.
	return func() error {
		p.Stop()
		return p.begin()
	}, nil
}
