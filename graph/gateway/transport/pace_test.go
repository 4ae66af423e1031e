package transport

import (
	"errors"
	"net/http"
	"os"
	"testing"
	"time"
)

// reader reads that many bytes a second, by its own clock.
type reader struct {
	http.ResponseWriter
	perSecond int
	now       time.Time
	deadline  time.Time
	read      int
}

func (r *reader) SetWriteDeadline(at time.Time) error { r.deadline = at; return nil }

func (r *reader) Write(p []byte) (int, error) {
	r.now = r.now.Add(time.Duration(len(p)) * time.Second / time.Duration(r.perSecond))
	if r.now.After(r.deadline) {
		return 0, os.ErrDeadlineExceeded
	}
	r.read += len(p)
	return len(p), nil
}

// A client that reads below the pace falls behind until it is cut off; one that reads
// at the pace never is.
func TestCaseB6ReadersHaveAPace(t *testing.T) {
	for perSecond, whole := range map[int]bool{1 << 20: true, 100_001: true, 99_000: false, 50_000: false, 10: false} {
		r := &reader{perSecond: perSecond, now: time.Unix(0, 0)}
		p := &paced{
			ResponseWriter: r, connection: http.NewResponseController(r), now: func() time.Time { return r.now },
			perSecond: 100_000, borne: 5 * time.Second,
		}
		n, err := p.Write(make([]byte, 60_000_000))
		if n != r.read || whole && err != nil || !whole && !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%d bytes a second: %d, %v", perSecond, n, err)
		}
		if perSecond == 50_000 && (n < 350_000 || n > 550_000) { // 10 s at half the pace
			t.Error(n, "bytes at half the pace")
		}
	}
	r := &reader{perSecond: 1 << 20, now: time.Unix(0, 0)}
	p := &paced{ResponseWriter: r, connection: http.NewResponseController(r), now: func() time.Time { return r.now }, perSecond: 100_000, borne: 5 * time.Second, until: time.Unix(2, 0)}
	if n, err := p.Write(make([]byte, 4<<20)); err == nil || n > 2<<20 {
		t.Error("there is an end to it:", n, err)
	}
}
