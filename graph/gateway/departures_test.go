package gateway

import (
	"errors"
	"net/http"
	"net/netip"
	"os"
	"testing"
	"time"
)

func at(host string) party { return party{host: netip.MustParsePrefix(host + "/32")} }

// While there are slots enough anybody may have them; one who has many is the
// first to get no more, and a client leaves some to others.
func TestCaseB6SlotsAreShared(t *testing.T) {
	a, b := &quota{}, &quota{}
	s := newSlots(32)
	one := party{client: a, citizen: digest{1}}
	for i := range 16 {
		if s.take(one) != nil {
			t.Fatal("half of them are free, and", i, "taken")
		}
	}
	if s.take(one) == nil {
		t.Error("one has half of all, and gets more")
	}
	taken := 0
	for i := range byte(32) {
		for s.take(party{client: a, citizen: digest{2, i}}) == nil {
			taken++
		}
	}
	if taken != 12 { // and no more of this client: an eighth is for others
		t.Error(taken, "were left to the others of a client")
	}
	for range 4 {
		if s.take(party{client: b, citizen: digest{1}}) != nil {
			t.Error("nothing is left to another client")
		}
	}
	if s.take(party{client: b, citizen: digest{2}}) == nil {
		t.Error("more than there are")
	}
	s.give(one)
	if s.take(party{client: b, citizen: digest{2}}) != nil {
		t.Error("what is given back is not there")
	}
	if s := newSlots(1); s.take(one) != nil || s.take(one) == nil {
		t.Error("one is one")
	}
}

// An answer that is made frees its slot as long as there is room for it until
// it is sent, and nothing is left over.
func TestCaseB1AnswersUnsent(t *testing.T) {
	g := &Gateway{slots: newSlots(4), departures: newDepartures(1000)}
	one, two := at("192.0.2.1"), at("192.0.2.2")
	stays := func(p party) *stay {
		s, f := g.admit(p, 600)
		if f != nil {
			t.Fatal(f.code())
		}
		return s
	}
	first, second := stays(one), stays(one)
	if !first.more(500) || second.more(200) {
		t.Error("each has 600")
	}
	first.made(550)
	second.made(200) // for which there is no room
	if g.slots.used != 1 || g.departures.held != 550 {
		t.Error(g.slots.used, g.departures.held)
	}
	third := stays(two)
	if third.more(500) || !third.more(450) {
		t.Error("all have 1000")
	}
	first.end()
	if third.end(); first.more(1) || g.departures.held != 0 {
		t.Error(g.departures.held)
	}
	second.end()
	second.end()
	if g.slots.used != 0 || len(g.slots.parties)+len(g.slots.clients)+len(g.departures.parties) != 0 {
		t.Error("something is left", g.slots, g.departures)
	}
}

func TestHostsOf(t *testing.T) {
	for remote, want := range map[string]string{
		"192.0.2.7:41":               "192.0.2.7/32",
		"[::ffff:192.0.2.7]:41":      "192.0.2.7/32",
		"[2001:db8:1:2:3:4:5:6]:443": "2001:db8:1:2::/64",
		"nowhere":                    "invalid Prefix",
	} {
		if got := hostOf(remote).String(); got != want {
			t.Errorf("%s: %s", remote, got)
		}
	}
}

// reader takes so many bytes a second, as its own clock has it.
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

// Whoever reads below the pace falls behind until it is too much; whoever reads
// at it is never cut off.
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
		if perSecond == 50_000 && (n < 350_000 || n > 550_000) { // 10 s of half the pace
			t.Error(n, "bytes at half the pace")
		}
	}
	r := &reader{perSecond: 1 << 20, now: time.Unix(0, 0)}
	p := &paced{ResponseWriter: r, connection: http.NewResponseController(r), now: func() time.Time { return r.now }, perSecond: 100_000, borne: 5 * time.Second, until: time.Unix(2, 0)}
	if n, err := p.Write(make([]byte, 4<<20)); err == nil || n > 2<<20 {
		t.Error("there is an end to it:", n, err)
	}
}
