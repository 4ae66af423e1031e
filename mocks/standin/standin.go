package standin

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
)

// StandIn is one register: a name, its routes, the record of calls and the fault it is
// told to show.
type StandIn struct {
	World  *world.World
	Issuer *issuer.Issuer

	name string
	mux  *http.ServeMux

	parts map[string]*StandIn // of a register with several parts, by prefix

	mu    sync.Mutex
	calls map[string]*callCount
	fault *Fault
	rand  *rand.Rand
}

// callCount counts the calls of one operation.
type callCount struct {
	Calls    int      `json:"calls"`
	Subjects []string `json:"subjects"`
}

// New makes a stand-in with no routes except /_control.
func New(name string, w *world.World, i *issuer.Issuer) *StandIn {
	s := &StandIn{name: name, World: w, Issuer: i, mux: http.NewServeMux(), calls: map[string]*callCount{}, rand: w.Dice(name)}
	s.mux.HandleFunc("GET /_control/calls", s.showCalls)
	s.mux.HandleFunc("POST /_control/reset", s.reset)
	s.mux.HandleFunc("POST /_control/fault", s.setFault)
	s.mux.HandleFunc("DELETE /_control/fault", s.clearFault)
	return s
}

// ServeHTTP answers the register's protocol and /_control.
func (s *StandIn) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Handle adds a route of the register, with a pattern of [http.ServeMux].
func (s *StandIn) Handle(pattern string, f http.HandlerFunc) { s.mux.HandleFunc(pattern, f) }

// Name is the register's name, used in /_control and the demo's addresses.
func (s *StandIn) Name() string { return s.name }

func (s *StandIn) showCalls(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s.tallies())
}

func (s *StandIn) reset(w http.ResponseWriter, _ *http.Request) {
	s.Forget()
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

// tallies returns the record of calls, including the parts'.
func (s *StandIn) tallies() map[string]*callCount {
	sum := map[string]*callCount{}
	for _, one := range append(slices.Collect(maps.Values(s.parts)), s) {
		one.mu.Lock()
		for operation, t := range one.calls {
			if sum[operation] == nil {
				sum[operation] = &callCount{Subjects: []string{}}
			}
			sum[operation].Calls += t.Calls
			sum[operation].Subjects = append(sum[operation].Subjects, t.Subjects...)
		}
		one.mu.Unlock()
	}
	return sum
}

// Operations returns how many different operations have been called.
func (s *StandIn) Operations() int { return len(s.tallies()) }

// Forget clears the record of calls.
func (s *StandIn) Forget() {
	for _, part := range s.parts {
		part.Forget()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = map[string]*callCount{}
}

// show makes calls answer with a fault from now on; nil ends that.
func (s *StandIn) show(f *Fault) {
	for _, part := range s.parts {
		part.show(f)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Fault returns the fault shown by the whole stand-in; nil for none.
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

// Begin records the call and shows the part of a fault that precedes the answer. It
// returns false if that was the answer. Subjects are the identity numbers the request
// is about.
func (s *StandIn) Begin(w http.ResponseWriter, r *http.Request, operation string, subjects ...string) (*Call, bool) {
	c := &Call{form: s.World.Forms(slices.Concat(subjects, []string{s.name, operation, r.URL.RawQuery})...), s: s, W: w, R: r, fault: s.note(operation, subjects)}
	return c, c.early()
}

// BeginWrite is Begin for a request that changes something. If it returns false,
// nothing may be changed; some faults show only in the answer.
func (s *StandIn) BeginWrite(w http.ResponseWriter, r *http.Request, operation string, subjects ...string) (*Call, bool) {
	c := &Call{s: s, W: w, R: r, fault: s.note(operation, subjects)}
	switch {
	case c.fault.Body == bodyClose:
		panic(http.ErrAbortHandler)
	case c.fault.Body == bodyLate:
		wait(context.WithoutCancel(r.Context()), c.fault.latency())
		return c, true
	case c.fault.After:
		c.after = true
		return c, true
	}
	return c, c.early()
}

// note records the call and picks the fault to show, if any.
func (s *StandIn) note(operation string, subjects []string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.calls[operation]
	if t == nil {
		t = &callCount{Subjects: []string{}}
		s.calls[operation] = t
	}
	t.Calls++
	t.Subjects = append(t.Subjects, subjects...)
	if s.fault == nil || !s.fault.of(operation) || s.rand.Float64() >= s.fault.Rate {
		return Fault{}
	}
	return *s.fault
}

// Shuffle shuffles n things, as the registers do.
func (s *StandIn) Shuffle(n int, swap func(i, j int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rand.Shuffle(n, swap)
}

// NewGUID returns a new UUID.
func (s *StandIn) NewGUID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return world.GUID(s.rand)
}

// JSON encodes v, which the stand-ins only call with encodable values.
func JSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return text
}

// DotNet formats an instant as .NET does.
func DotNet(t time.Time) string { return t.Format("2006-01-02T15:04:05.0000000-07:00") }
