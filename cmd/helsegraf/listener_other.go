//go:build !linux

package main

import "net"

// closeQuietly ends listening. What has connected and was not accepted is lost.
func closeQuietly(l net.Listener) { _ = l.Close() }
