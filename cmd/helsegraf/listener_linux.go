package main

import (
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// handshake is how long a connection being established may still take. One
	// that has lost a packet needs a second more, and is dropped.
	handshake = 100 * time.Millisecond
	// mostQueued is how long established connections may wait to be accepted.
	mostQueued = 2 * time.Second
)

// closeQuietly stops listening without resetting anyone. On close the kernel
// resets established connections that were not accepted yet, whose first request
// may have been sent; so new ones are blocked first, and the queued ones
// accepted. A client that connects meanwhile gets no reply, retries after a
// second, and is refused.
func closeQuietly(l net.Listener) {
	defer func() { _ = l.Close() }()
	tcp, ok := l.(*net.TCPListener)
	if !ok {
		return
	}
	socket, err := tcp.SyscallConn()
	if err != nil {
		return
	}
	refused := false
	err = socket.Control(func(fd uintptr) { refused = refuseNew(int(fd)) == nil })
	if err != nil || !refused {
		return
	}
	time.Sleep(handshake)
	for end := time.Now().Add(mostQueued); queued(socket) && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
}

// refuseNew makes the kernel drop packets that open connections.
func refuseNew(fd int) error {
	const flags, synAndACK, syn = 13, 0x12, 0x02 // of the TCP header
	program := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: flags},
		{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: synAndACK},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: syn, Jt: 0, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: 0},          // drop it
		{Code: unix.BPF_RET | unix.BPF_K, K: 0xffffffff}, // let it through
	}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}) //nolint:gosec // the program is five instructions
}

// queued reports whether a connection is waiting to be accepted.
func queued(socket syscall.RawConn) (waits bool) {
	_ = socket.Control(func(fd uintptr) {
		poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}} //nolint:gosec // a file descriptor fits in 32 bits
		n, err := unix.Poll(poll, 0)
		waits = n > 0 && err == nil
	})
	return waits
}
