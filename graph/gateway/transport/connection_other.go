//go:build !unix

package transport

import "net"

// until does not wait, for lack of a way to check on these systems: a client that has
// closed its half is taken to be gone.
func until(net.Conn, func(fd int) bool) bool { return true }

func refusesMore(int) bool { return true }

func sendsNoMore(int) bool { return true }
