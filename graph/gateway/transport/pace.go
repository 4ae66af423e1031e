package transport

import (
	"net"
	"net/http"
	"time"
)

// paced writes to a client that must read at some pace. One that falls too far
// behind is cut off; time in which nothing was sent does not count.
type paced struct {
	http.ResponseWriter
	connection *http.ResponseController
	perSecond  int
	borne      time.Duration // how far behind it may be
	behind     time.Duration
	until      time.Time // at the latest; zero is never
	now        func() time.Time
}

// piece is how many bytes are written at a time.
const piece = 64 << 10

// Pace has a client read at least so many bytes a second, or fall behind no more
// than stall. What is written ends at until, unless that is zero.
func Pace(w http.ResponseWriter, perSecond int, stall time.Duration, until time.Time) http.ResponseWriter {
	return newPaced(w, perSecond, stall, until)
}

func newPaced(w http.ResponseWriter, perSecond int, stall time.Duration, until time.Time) *paced {
	return &paced{
		ResponseWriter: w, connection: http.NewResponseController(w),
		perSecond: perSecond, borne: stall, until: until, now: time.Now,
	}
}

// Write writes piece by piece.
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

// bounded gives the connections of a listener small buffers: what the system
// takes of an answer is memory too, and is read by nobody's pace.
type bounded struct{ net.Listener }

// mostBuffered is how much of an answer the system takes, in bytes.
const mostBuffered = 256 << 10

// Accept waits for the next connection.
func (l bounded) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		_ = tcp.SetWriteBuffer(mostBuffered) // without it there is only less bound
	}
	return c, err
}
