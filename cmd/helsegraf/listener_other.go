//go:build !linux

package main

import "net"

// closeQuietly stops listening. Connections not yet accepted are lost.
func closeQuietly(l net.Listener) { _ = l.Close() }
