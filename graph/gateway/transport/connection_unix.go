//go:build unix

package transport

import (
	"errors"
	"net"
	"os"
	"syscall"
)

// until waits until a condition holds for a connection, checking each time something
// happens to it. It reports whether the condition came to hold, rather than the read
// deadline passing.
func until(c net.Conn, so func(fd int) bool) bool {
	s, ok := c.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return true
	}
	err = raw.Read(func(fd uintptr) bool { return so(int(fd)) })
	return !errors.Is(err, os.ErrDeadlineExceeded)
}

// refusesMore reports whether the other side has refused what was sent.
func refusesMore(fd int) bool {
	fault, err := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_ERROR)
	return err != nil || fault != 0
}

// sendsNoMore reports whether the other side has ended the stream.
func sendsNoMore(fd int) bool {
	n, _, err := syscall.Recvfrom(fd, make([]byte, 1), syscall.MSG_PEEK)
	return n == 0 && err == nil || err != nil && !errors.Is(err, syscall.EAGAIN) && !errors.Is(err, syscall.EINTR)
}
