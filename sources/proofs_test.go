package sources_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"helsegraf/sources"
)

// proving is a service's Authorizer that has its token, and what it puts into
// the proof of one more question.
type proving struct {
	t  *testing.T
	h  *health
	by sources.Authorizer
}

func startProving(t *testing.T) proving {
	t.Helper()
	h := startHealth(t)
	helseID, err := sources.NewHelseID(h.config())
	if err != nil {
		t.Fatal(err)
	}
	p := proving{t, h, helseID.For(audience, scope)}
	p.prove(http.MethodGet) // of another method, so that nothing is ready for those to come
	return p
}

// proof is what a proof says.
type proof struct {
	ID    string `json:"jti"`
	At    int64  `json:"iat"`
	Nonce string `json:"nonce"`
}

func (p proving) request(method string) *http.Request {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.h.api.URL+"/search", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func (p proving) prove(method string) (said proof) {
	p.t.Helper()
	r := p.request(method)
	if err := p.by.Authorize(p.t.Context(), r); err != nil {
		p.t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(payload(r.Header.Get("DPoP"))), &said); err != nil {
		p.t.Fatal(err)
	}
	return said
}

// A proof is made ahead when questions come closely one after the other, and
// never used when it is old.
func TestProofsAreMadeAhead(t *testing.T) {
	for name, c := range map[string]struct {
		before int // questions, at the end of a second
		gap    time.Duration
		ahead  bool
	}{
		"soon after":           {before: 2, gap: 101 * time.Millisecond, ahead: true},
		"just soon enough":     {before: 2, gap: 500 * time.Millisecond, ahead: true},
		"too late":             {before: 2, gap: 501 * time.Millisecond},
		"much later":           {before: 2, gap: time.Minute},
		"the clock went back":  {before: 2, gap: -time.Second},
		"nobody asked twice":   {before: 1, gap: 101 * time.Millisecond},
		"nobody asked for it":  {before: 0, gap: 101 * time.Millisecond},
		"many asked before it": {before: 20, gap: 101 * time.Millisecond, ahead: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := startProving(t)
			synctest.Test(t, func(*testing.T) {
				p.h.pass(900 * time.Millisecond)
				then := p.h.clock().Unix()
				for range c.before {
					p.prove(http.MethodPost)
					synctest.Wait()
				}
				p.h.pass(c.gap)
				want := p.h.clock().Unix()
				if c.ahead {
					want = then
				}
				if got := p.prove(http.MethodPost).At; got != want {
					t.Errorf("iat is %d s after the first questions, want %d", got-then, want-then)
				}
				synctest.Wait()
			})
		})
	}
}

// What was made ahead is not used once the service asks for a nonce.
func TestProofsMadeAheadLackANonce(t *testing.T) {
	p := startProving(t)
	synctest.Test(t, func(*testing.T) {
		for range 3 {
			p.prove(http.MethodPost)
			synctest.Wait()
		}
		refused := &http.Response{StatusCode: http.StatusUnauthorized, Header: http.Header{"Dpop-Nonce": {"n1"}}, Request: p.request(http.MethodPost)}
		p.by.Heed(refused)
		if !p.by.Renew(t.Context(), refused) {
			t.Fatal("the nonce was not taken up")
		}
		for range 3 {
			if got := p.prove(http.MethodPost).Nonce; got != "n1" {
				t.Errorf("nonce %q, want n1", got)
			}
			synctest.Wait()
		}
	})
}

// Each proof is given once, however many ask at once, and whatever they ask.
func TestProofsAreGivenOnce(t *testing.T) {
	const askers, questions = 16, 40
	p := startProving(t)
	var mu sync.Mutex
	given := map[string]bool{}
	synctest.Test(t, func(*testing.T) {
		for n := range askers {
			go func() {
				for range questions {
					id := p.prove("M" + strings.Repeat("M", n%2)).ID
					mu.Lock()
					given[id] = true
					mu.Unlock()
				}
			}()
		}
	})
	if len(given) != askers*questions {
		t.Errorf("%d different proofs for %d questions", len(given), askers*questions)
	}
}

// However many addresses are asked, proofs are kept ready for some only, until
// those are asked no more.
func TestProofsAreFewWhateverIsAsked(t *testing.T) {
	p := startProving(t)
	synctest.Test(t, func(*testing.T) {
		p.h.pass(900 * time.Millisecond)
		then, ahead := p.h.clock().Unix(), 0
		methods := make([]string, 100)
		for n := range methods {
			methods[n] = strings.Repeat("M", n+1)
			p.prove(methods[n])
			p.prove(methods[n])
		}
		synctest.Wait()
		p.h.pass(101 * time.Millisecond)
		for _, method := range methods {
			if p.prove(method).At == then {
				ahead++
			}
		}
		if ahead != 64 {
			t.Errorf("%d were ahead, want 64", ahead)
		}
		p.h.pass(time.Minute - 101*time.Millisecond) // nobody asks for those any more
		then = p.h.clock().Unix()
		for range 2 {
			p.prove("OTHER")
			synctest.Wait()
		}
		p.h.pass(101 * time.Millisecond)
		if p.prove("OTHER").At != then {
			t.Error("what nobody asks for any more takes the room")
		}
	})
}
