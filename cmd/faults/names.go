package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// names is a name server on loopback, and the resolv.conf that points to it. It
// knows no name, and is in no hurry to say so of those that begin with slow.
type names struct {
	file string
	conn net.PacketConn
}

const slowName = 5 * time.Second

// newNames is nil for whoever is not root: it takes that to serve at port 53,
// the only one names have, and to have a process see another resolv.conf.
func newNames(ctx context.Context, dir string) (*names, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // see above
	}
	// One of loopback's many addresses, which is nobody else's.
	address := fmt.Sprintf("127.83.%d.%d", rand.N(256), 1+rand.N(254)) //nolint:gosec // no secret
	n := &names{file: filepath.Join(dir, "resolv.conf")}
	if err := os.WriteFile(n.file, []byte("nameserver "+address+"\noptions attempts:1\n"), 0o600); err != nil {
		return nil, err
	}
	var c net.ListenConfig
	var err error
	if n.conn, err = c.ListenPacket(ctx, "udp", address+":53"); err != nil {
		return nil, err
	}
	go n.serve() // until close
	return n, nil
}

func (n *names) close() { _ = n.conn.Close() }

func (n *names) serve() {
	buf := make([]byte, 4<<10)
	for {
		size, from, err := n.conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var question dnsmessage.Message
		if question.Unpack(buf[:size]) != nil || len(question.Questions) != 1 {
			continue
		}
		question.Response, question.RecursionAvailable, question.RCode, question.Additionals = true, true, dnsmessage.RCodeNameError, nil
		text, err := question.Pack()
		if err != nil {
			continue
		}
		wait := time.Duration(0)
		if strings.HasPrefix(question.Questions[0].Name.String(), "slow") {
			wait = slowName
		}
		time.AfterFunc(wait, func() { _, _ = n.conn.WriteTo(text, from) })
	}
}

// before is what a process is run by that is to ask this server: its own view
// of the file system, in which resolv.conf is another.
func (n *names) before() []string {
	return []string{"unshare", "--mount", "sh", "-c", `mount --bind "$0" /etc/resolv.conf && exec "$@"`, n.file}
}

// noSuchName is where nobody is. Go never asks anybody for a name under .onion
// (RFC 7686).
func noSuchName(_ context.Context, h *house, _ *endpoint) (string, func(), error) {
	if h.names == nil {
		return "http://register.onion", func() {}, nil
	}
	return "http://none.register.test", func() {}, nil
}

// slowlyNamed is where nobody can tell in time who is there.
func slowlyNamed(context.Context, *house, *endpoint) (string, func(), error) {
	return "http://slow.register.test", func() {}, nil
}

// lookedUp tells whether an endpoint has a name.
func (s settings) lookedUp() bool {
	for _, address := range s.addresses {
		if strings.HasSuffix(address, ".test") {
			return true
		}
	}
	return false
}
