package main

import (
	"errors"
	"net"
	"syscall"
	"testing"
)

// A port refuses connections while nothing listens, and can be listened on
// repeatedly.
func TestPort(t *testing.T) {
	p, err := newPort()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.close() }()
	var d net.Dialer
	for range 3 {
		if _, err := d.DialContext(t.Context(), "tcp", p.address); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("nobody listens: %v", err)
		}
		var c net.ListenConfig
		l, err := c.Listen(t.Context(), "tcp", p.address)
		if err != nil {
			t.Fatal(err)
		}
		conn, err := d.DialContext(t.Context(), "tcp", p.address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Close(), l.Close()
	}
}
