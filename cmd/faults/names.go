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

// names is a name server on loopback, and a resolv.conf that points to it. It
// knows no names, and is slow to answer for those that begin with slow.
type names struct {
	file string
	conn net.PacketConn
}

const slowName = 5 * time.Second

// newNames returns nil without root, which is needed to serve on port 53, the
// only one for DNS, and to give a process another resolv.conf.
func newNames(ctx context.Context, dir string) (*names, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // see above
	}
	// One of loopback's many addresses, unlikely to be in use.
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

// before is the command that runs a process with this server: in its own mount
// namespace, with another resolv.conf.
func (n *names) before() []string {
	return []string{"unshare", "--mount", "sh", "-c", `mount --bind "$0" /etc/resolv.conf && exec "$@"`, n.file}
}

// noSuchName is a name without an address. Go never looks up names under .onion
// (RFC 7686).
func noSuchName(_ context.Context, h *testbed, _ *endpoint) (string, func(), error) {
	if h.names == nil {
		return "http://register.onion", func() {}, nil
	}
	return "http://none.register.test", func() {}, nil
}

// slowlyNamed is a name that takes too long to look up.
func slowlyNamed(context.Context, *testbed, *endpoint) (string, func(), error) {
	return "http://slow.register.test", func() {}, nil
}

// lookedUp reports whether an endpoint has a host name.
func (s settings) lookedUp() bool {
	for _, address := range s.addresses {
		if strings.HasSuffix(address, ".test") {
			return true
		}
	}
	return false
}
