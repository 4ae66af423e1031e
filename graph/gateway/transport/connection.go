package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A client may close its half of a connection once its request is sent and still read
// the answer: shutdown(SHUT_WR), as nc -N and some proxies and libraries do. net/http
// takes that as the client leaving, and cancels the request. When the client really
// is gone it looks the same, and then the registers should be spared. The two cases
// are distinguished as follows.
//
//   - With TLS, a client that is still there closes its half with close_notify
//     alone; one that closes sends the end of the TCP stream after it.
//   - Without TLS, the first bytes of the answer, which are the same for every
//     answer, are sent ahead. A machine whose client is gone refuses them. A client
//     that leaves only after that goes unnoticed, and its request ends by the
//     deadline. Once the answer has begun there is nothing to send ahead, and a
//     client that closes its half then is taken to be gone: its request was sent
//     long ago.

// Listen returns l with connections that know whether their clients are there, and
// that have small buffers.
func Listen(l net.Listener) net.Listener { return listener{bounded{l}} }

// listener accepts connections that know whether the client is there.
type listener struct{ net.Listener }

// Accept waits for the next connection.
func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &Conn{Conn: c}, nil
}

// Conn is a client's connection.
type Conn struct {
	net.Conn

	begun atomic.Bool // the answer is being written

	mu       sync.Mutex
	ended    bool   // the client has closed its half
	failed   bool   // a read or a write has failed
	ahead    []byte // bytes sent ahead of the answer, to be left out of it
	waiting  bool   // a goroutine waits for the client to leave
	released bool   // that wait is over
}

// everyAnswer is the start of every HTTP/1 response.
const everyAnswer = "HTTP/1."

type lineKey struct{}

// WithConnection makes a connection available to its requests.
func WithConnection(ctx context.Context, c net.Conn) context.Context {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	if l, ok := c.(*Conn); ok {
		return context.WithValue(ctx, lineKey{}, l)
	}
	return ctx
}

// Read reads what the client sends. After the end it no longer reads the connection
// itself, on which a wait may be in progress.
func (l *Conn) Read(p []byte) (int, error) {
	l.mu.Lock()
	ended := l.ended
	l.mu.Unlock()
	if ended {
		return 0, io.EOF
	}
	n, err := l.Conn.Read(p)
	if err != nil {
		l.mu.Lock()
		l.ended = errors.Is(err, io.EOF)
		l.failed = !l.ended
		l.mu.Unlock()
	}
	return n, err
}

// Write writes what has not been sent ahead.
func (l *Conn) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	sent := min(len(l.ahead), len(p))
	if !bytes.Equal(p[:sent], l.ahead[:sent]) {
		return 0, errors.New("an answer does not begin as answers do")
	}
	l.ahead = l.ahead[sent:]
	if sent == len(p) {
		return sent, nil
	}
	n, err := l.Conn.Write(p[sent:])
	l.failed = l.failed || err != nil
	return sent + n, err
}

// CloseWrite closes our half. net/http does so before it closes on a client that is
// still sending.
func (l *Conn) CloseWrite() error {
	if c, ok := l.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// Attend returns a context that lasts as long as the client waits for the response to
// r, and its connection, or nil if that is unknown. When the request is over, done
// must be called.
func Attend(r *http.Request) (ctx context.Context, c *Conn, done func()) {
	l, ok := r.Context().Value(lineKey{}).(*Conn)
	if !ok || r.ProtoMajor != 1 {
		return r.Context(), nil, func() {}
	}
	l.begun.Store(false)
	l.mu.Lock()
	l.failed, l.waiting, l.released = false, false, false
	l.mu.Unlock()
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	waited := make(chan struct{})
	stop := context.AfterFunc(r.Context(), func() {
		defer close(waited)
		if l.left(r.TLS != nil) {
			cancel()
		}
	})
	return ctx, l, func() {
		if !stop() {
			l.release()
			<-waited
		}
		cancel()
	}
}

// Begin reports that the response is being written.
func (l *Conn) Begin() {
	if l != nil {
		l.begun.Store(true)
	}
}

// left waits until the client is gone or the wait is released. It is called after
// net/http has given up on the client.
func (l *Conn) left(secure bool) bool {
	switch {
	case !l.wait(secure):
		return true
	case secure:
		return until(l.Conn, sendsNoMore)
	}
	return until(l.Conn, refusesMore)
}

// wait reports whether there is anything to wait for. From then on nobody else reads
// from the connection: net/http has seen the end of the stream, and sees it again
// whenever it reads.
func (l *Conn) wait(secure bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	// With TLS, the end of the stream is more than a closed half.
	if l.failed || l.released || l.ended == secure {
		return false
	}
	if !secure {
		if l.begun.Load() {
			return false
		}
		if _, err := io.WriteString(l.Conn, everyAnswer); err != nil {
			return false
		}
		l.ahead = []byte(everyAnswer)
	}
	_ = l.SetReadDeadline(time.Time{})
	l.waiting = true
	return true
}

// release ends the wait.
func (l *Conn) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.released = true
	if l.waiting {
		_ = l.SetReadDeadline(time.Unix(1, 0))
	}
}
