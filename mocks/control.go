package mocks

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Fault is what POST /_control/fault takes: how an operation is to fail.
type Fault struct {
	Operation  string  `json:"operation"`  // "*" for every operation
	LatencyMs  int     `json:"latencyMs"`  // before answering
	Status     int     `json:"status"`     // answer this instead; 0 answers as usual
	Body       string  `json:"body"`       // one of faultBodies; "" as usual
	RetryAfter int     `json:"retryAfter"` // seconds, with Status
	Location   string  `json:"location"`   // where a redirect or a next link points
	Rate       float64 `json:"rate"`       // share of calls; absent is all
}

// The ways a body can be wrong; wrong.go has more. The first five are about
// bytes and done here; the last three are about records, and each stand-in asks
// its call for them.
const (
	bodyTruncate     = "truncate"
	bodyGarble       = "garble"
	bodyHuge         = "huge"
	bodySlow         = "slow"
	bodyReset        = "reset"
	bodyWrongSubject = "wrong-subject"
	bodyMissing      = "missing"
	bodyDuplicate    = "duplicate"
)

// StandIn is one register: what every stand-in has: a name, its routes, the record of calls
// and the fault it is told to show.
type StandIn struct {
	name   string
	world  *World
	issuer *Issuer
	mux    *http.ServeMux
	log    *slog.Logger

	parts map[string]*StandIn // of a register that is several, by their prefix

	mu    sync.Mutex
	calls map[string]*tally
	fault *Fault
	rand  *rand.Rand
}

type tally struct {
	Calls    int      `json:"calls"`
	Subjects []string `json:"subjects"`
}

func newStandIn(name string, w *World, i *Issuer) *StandIn {
	s := &StandIn{name: name, world: w, issuer: i, mux: http.NewServeMux(), log: w.log, calls: map[string]*tally{}, rand: w.source(name)}
	s.mux.HandleFunc("GET /_control/calls", s.showCalls)
	s.mux.HandleFunc("POST /_control/reset", s.reset)
	s.mux.HandleFunc("POST /_control/fault", s.setFault)
	s.mux.HandleFunc("DELETE /_control/fault", s.clearFault)
	return s
}

// ServeHTTP answers the register's protocol and /_control.
func (s *StandIn) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// handle adds a route of the register's, as [http.ServeMux] words it.
func (s *StandIn) handle(pattern string, f http.HandlerFunc) { s.mux.HandleFunc(pattern, f) }

// Name is the register's name, as in /_control and the demo's addresses.
func (s *StandIn) Name() string { return s.name }

func (s *StandIn) showCalls(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s.tallies())
}

func (s *StandIn) reset(w http.ResponseWriter, _ *http.Request) {
	s.forget()
	w.WriteHeader(http.StatusNoContent)
}

func (s *StandIn) setFault(w http.ResponseWriter, r *http.Request) {
	if f := readFault(w, r); f != nil {
		s.show(f)
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *StandIn) clearFault(w http.ResponseWriter, _ *http.Request) {
	s.show(nil)
	w.WriteHeader(http.StatusNoContent)
}

// readFault is the fault a request asks for; nil when it has said that it is none.
func readFault(w http.ResponseWriter, r *http.Request) *Fault {
	f := Fault{Rate: 1}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil || !slices.Contains(faultBodies, f.Body) || f.Rate < 0 || f.Rate > 1 || f.LatencyMs < 0 {
		http.Error(w, "a fault is {operation, latencyMs, status, body, retryAfter, location, rate}", http.StatusBadRequest)
		return nil
	}
	if f.Operation == "" {
		f.Operation = "*"
	}
	return &f
}

// tallies is the record of calls, with that of the parts added.
func (s *StandIn) tallies() map[string]*tally {
	sum := map[string]*tally{}
	for _, one := range append(slices.Collect(maps.Values(s.parts)), s) {
		one.mu.Lock()
		for operation, t := range one.calls {
			if sum[operation] == nil {
				sum[operation] = &tally{Subjects: []string{}}
			}
			sum[operation].Calls += t.Calls
			sum[operation].Subjects = append(sum[operation].Subjects, t.Subjects...)
		}
		one.mu.Unlock()
	}
	return sum
}

// operations is how many operations have been called.
func (s *StandIn) operations() int { return len(s.tallies()) }

// forget begins the record of calls anew.
func (s *StandIn) forget() {
	for _, part := range s.parts {
		part.forget()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = map[string]*tally{}
}

// show has calls answered with a fault from here on; nil ends that.
func (s *StandIn) show(f *Fault) {
	for _, part := range s.parts {
		part.show(f)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Fault is the fault that is shown by all of it; nil for none.
func (s *StandIn) Fault() *Fault {
	for _, part := range s.parts {
		if part.Fault() == nil {
			return nil
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

// call is one question a stand-in answers.
type call struct {
	s     *StandIn
	w     http.ResponseWriter
	r     *http.Request
	fault Fault
}

// begin records the call and shows the part of a fault that comes before the
// answer. It returns false when that was the answer. Subjects are the identity
// numbers the question is about.
func (s *StandIn) begin(w http.ResponseWriter, r *http.Request, operation string, subjects ...string) (*call, bool) {
	c := &call{s: s, w: w, r: r, fault: s.note(operation, subjects)}
	if !wait(r.Context(), time.Duration(c.fault.LatencyMs)*time.Millisecond) {
		return nil, false
	}
	if c.fault.Status == 0 {
		return c, true
	}
	if c.fault.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(c.fault.RetryAfter))
	}
	c.fault.redirect(w.Header())
	w.WriteHeader(c.fault.Status)
	return nil, false
}

// note records the call and picks the fault that is to be shown, if any.
func (s *StandIn) note(operation string, subjects []string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.calls[operation]
	if t == nil {
		t = &tally{Subjects: []string{}}
		s.calls[operation] = t
	}
	t.Calls++
	t.Subjects = append(t.Subjects, subjects...)
	if s.fault == nil || (s.fault.Operation != "*" && s.fault.Operation != operation) || s.rand.Float64() >= s.fault.Rate {
		return Fault{}
	}
	return *s.fault
}

// shuffle puts n things in any order, as the registers do.
func (s *StandIn) shuffle(n int, swap func(i, j int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rand.Shuffle(n, swap)
}

// guid is a new UUID.
func (s *StandIn) guid() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return guid(s.rand)
}

// broken tells whether the answer is to be wrong in any way.
func (c *call) broken() bool { return c.fault.Body != "" }

// wrongSubject, missing and duplicate tell a stand-in to make its answer wrong
// in that way: about somebody else, with a record left out, with one twice.
func (c *call) wrongSubject() bool { return c.fault.Body == bodyWrongSubject }
func (c *call) missing() bool      { return c.fault.Body == bodyMissing }
func (c *call) duplicate() bool    { return c.fault.Body == bodyDuplicate }

// hugeBody is how much a stand-in sends when it is told to send too much.
const hugeBody = 64 << 20

// reply sends a whole answer, or the wrong bytes the fault asks for.
func (c *call) reply(status int, contentType string, body []byte) {
	if c.wrong(status, contentType, body) {
		return
	}
	c.w.Header().Set("Content-Type", contentType)
	switch c.fault.Body {
	case bodyTruncate:
		c.w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		c.w.WriteHeader(status)
		_, _ = c.w.Write(body[:len(body)/2])
		// A short body would lie in the buffer still, and never be sent.
		_ = http.NewResponseController(c.w).Flush()
		panic(http.ErrAbortHandler)
	case bodyReset:
		panic(http.ErrAbortHandler)
	case bodyGarble:
		body = slices.Clone(body)
		for i := len(body) / 3; i < len(body); i += 7 {
			body[i] ^= 0x5a
		}
	case bodyHuge:
		c.w.WriteHeader(status)
		_, _ = c.w.Write(body[:len(body)/2])
		blank := make([]byte, 64<<10)
		for i := range blank {
			blank[i] = ' '
		}
		for sent := 0; sent < hugeBody && c.r.Context().Err() == nil; sent += len(blank) {
			if _, err := c.w.Write(blank); err != nil {
				return
			}
		}
		return
	case bodySlow:
		c.w.WriteHeader(status)
		for i := range body {
			if !wait(c.r.Context(), 100*time.Millisecond) {
				return
			}
			_, _ = c.w.Write(body[i : i+1])
			_ = http.NewResponseController(c.w).Flush()
		}
		return
	}
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body)
}

// jsonText is v as JSON; what the stand-ins hand in always has a form.
func jsonText(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return text
}

// wait sleeps for d and tells whether the asker is still there.
func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// dotNet is an instant as .NET writes it.
func dotNet(t time.Time) string { return t.Format("2006-01-02T15:04:05.0000000-07:00") }
