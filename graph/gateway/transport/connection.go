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

// A client may end its half of a connection once its request is sent, and still
// read the answer: shutdown(SHUT_WR), as nc -N and some proxies and libraries
// do. net/http takes that for leaving, and cancels the request. It looks the
// same when a client is gone, and then the registers should be spared. The two
// are told apart as follows.
//
//   - By TLS, a client that is not gone ends its half with close_notify alone;
//     one that closes sends the end of the TCP stream after it.
//   - Without TLS, the first bytes of the answer are sent ahead, which are the
//     same for every answer. A machine whose client is gone refuses them. One
//     that leaves only after that is not noticed, and its request ends by the
//     deadline. Once the answer has begun there is nothing to send ahead, and a
//     client that ends its half then is taken to leave: its request was sent
//     long ago.

// Listen has the connections of a listener tell whether their clients are there,
// and gives them small buffers.
func Listen(l net.Listener) net.Listener { return listener{bounded{l}} }

// listener is one whose connections can tell whether the client is there.
type listener struct{ net.Listener }

// Accept waits for the next one.
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
	ended    bool   // the client sends no more
	failed   bool   // or could not be read from, or written to
	ahead    []byte // sent ahead of the answer, which is to leave it out
	waiting  bool   // somebody waits for the client to leave
	released bool   // and is not to, any longer
}

// everyAnswer is what each answer of HTTP/1 begins with.
const everyAnswer = "HTTP/1."

type lineKey struct{}

// WithConnection has the requests on a connection find it.
func WithConnection(ctx context.Context, c net.Conn) context.Context {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	if l, ok := c.(*Conn); ok {
		return context.WithValue(ctx, lineKey{}, l)
	}
	return ctx
}

// Read reads what the client sends. Once it has ended, the connection itself is
// not asked again: somebody may be waiting on it.
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

// Write sends what has not been sent ahead.
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

// CloseWrite ends our half. net/http does so before it closes on a client that
// is still sending.
func (l *Conn) CloseWrite() error {
	if c, ok := l.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// Attend returns a context that lasts as long as the client waits for the
// response to r, and its connection; nil where that is not known. When the
// request is over, done must be called.
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

// left waits until the client is gone, or the wait is released. It is called
// when the library has given the client up.
func (l *Conn) left(secure bool) bool {
	switch {
	case !l.wait(secure):
		return true
	case secure:
		return until(l.Conn, sendsNoMore)
	}
	return until(l.Conn, refusesMore)
}

// wait reports whether there is something to wait for. The connection is nobody
// else's to read from then: the library has seen the end of what the client
// sends, and sees it again whenever it looks.
func (l *Conn) wait(secure bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	// By TLS, the end of the stream is more than the end of a half.
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
