package transport

import (
	"net"
	"net/http"
	"time"
)

// paced writes to a client that must read at a minimum pace. A client that falls too
// far behind is cut off; time in which nothing was sent does not count.
type paced struct {
	http.ResponseWriter
	connection *http.ResponseController
	perSecond  int
	borne      time.Duration // how far behind the client may be
	behind     time.Duration
	until      time.Time // the latest end; zero is never
	now        func() time.Time
}

// piece is how many bytes are written at a time.
const piece = 64 << 10

// Pace makes a client read at least perSecond bytes a second, and fall behind by no
// more than stall. Writing ends at until, unless that is zero.
func Pace(w http.ResponseWriter, perSecond int, stall time.Duration, until time.Time) http.ResponseWriter {
	return newPaced(w, perSecond, stall, until)
}

func newPaced(w http.ResponseWriter, perSecond int, stall time.Duration, until time.Time) *paced {
	return &paced{
		ResponseWriter: w, connection: http.NewResponseController(w),
		perSecond: perSecond, borne: stall, until: until, now: time.Now,
	}
}

// Write writes one piece at a time.
func (p *paced) Write(b []byte) (written int, err error) {
	for first := true; first || len(b) > 0; first = false {
		n := min(len(b), piece)
		due := time.Duration(n) * time.Second / time.Duration(p.perSecond)
		begun := p.now()
		deadline := begun.Add(due + p.borne - p.behind)
		if !p.until.IsZero() && p.until.Before(deadline) {
			deadline = p.until
		}
		_ = p.connection.SetWriteDeadline(deadline)
		n, err = p.ResponseWriter.Write(b[:n])
		if written += n; err != nil {
			return written, err
		}
		p.behind = max(0, p.behind+p.now().Sub(begun)-due)
		b = b[n:]
	}
	return written, nil
}

// Unwrap lets http.ResponseController through.
func (p *paced) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// bounded gives a listener's connections small buffers: what the system buffers of
// an answer is memory too, and no pace applies to it.
type bounded struct{ net.Listener }

// mostBuffered is how much of an answer the system buffers, in bytes.
const mostBuffered = 256 << 10

// Accept waits for the next connection.
func (l bounded) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		_ = tcp.SetWriteBuffer(mostBuffered) // on failure the buffer is merely larger
	}
	return c, err
}
