package personvern

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"helsegraf/mocks/world"
)

// changes are the settings that have been changed since the stand-in began, and the
// requests that were made to change them.
type changes struct {
	mu    sync.Mutex
	now   map[string]settings // by citizen
	known map[string]known    // by the sender's reference
	told  []told

	powers   []givenPower
	attempts map[string]int // to name a holder, by giver and day
}

// settings are what a citizen has chosen.
type settings struct {
	consent     world.Consent
	blocks      []world.Block
	reserved    world.Reservation
	youthAccess bool
	sharing     map[string]bool
}

// known is what was carried out under a reference.
type known struct{ order, answer string }

// told is one request to change something, for /_control/told.
type told struct {
	Operation string `json:"operation"`
	Reference string `json:"reference"`
	Subject   string `json:"subject"`
	By        string `json:"by"`
	Role      string `json:"role"`
	// Became is endret, ikkeEndret, kjent for a reference that was known, or the
	// code of a refusal.
	Became string `json:"became"`
}

func newChanges() *changes {
	return &changes{now: map[string]settings{}, known: map[string]known{}, attempts: map[string]int{}}
}

// of returns a citizen's settings as they are now.
func (c *changes) of(p *world.Person) settings {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.current(p)
}

// current is of, locked. What it returns may be changed.
func (c *changes) current(p *world.Person) settings {
	if s, ok := c.now[p.Number]; ok {
		s.blocks, s.sharing = slices.Clone(s.blocks), maps.Clone(s.sharing)
		return s
	}
	sharing := maps.Clone(p.Sharing)
	if sharing == nil {
		sharing = map[string]bool{}
	}
	return settings{p.Consent, slices.Clone(p.Blocks), p.Reserved, p.YouthAccess, sharing}
}

// apply carries out one change of settings, once for each reference.
func (c *changes) apply(o order, p *world.Person, to func(*settings) (code string)) (answer, code string) {
	return c.once(o, func() (changed bool, code string) {
		was, now := c.current(p), c.current(p)
		if code := to(&now); code != "" {
			return false, code
		}
		c.now[p.Number] = now
		return !was.equal(now), ""
	})
}

// once carries out what is ordered, once for each reference. A refusal is remembered
// under none.
func (c *changes) once(o order, do func() (changed bool, code string)) (answer, code string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := told{o.operation, o.Reference, o.Number, o.By.Number, o.By.Role, ""}
	defer func() { c.told = append(c.told, t) }()
	if before, ok := c.known[o.Reference]; ok {
		if before.order != o.key() {
			t.Became = codeReference
			return "", codeReference
		}
		t.Became = "kjent"
		return before.answer, ""
	}
	changed, code := do()
	if code != "" {
		t.Became = code
		return "", code
	}
	answer = "ikkeEndret"
	if changed {
		answer = "endret"
	}
	c.known[o.Reference], t.Became = known{o.key(), answer}, answer
	return answer, ""
}

func (s settings) equal(than settings) bool {
	return s.consent == than.consent && slices.Equal(s.blocks, than.blocks) && s.reserved == than.reserved &&
		s.youthAccess == than.youthAccess && maps.Equal(s.sharing, than.sharing)
}

// block sets or lifts the block of one service, or of all for "".
func (s *settings) block(service string, active bool, now time.Time) {
	at := slices.IndexFunc(s.blocks, func(b world.Block) bool { return b.Service == service })
	switch {
	case active && at < 0:
		s.blocks = append(s.blocks, world.Block{Service: service, Since: now})
	case !active && at >= 0:
		s.blocks = slices.Delete(s.blocks, at, at+1)
	}
}

// showTold shows every request to change something, in order, or those about one
// subject.
func (v register) showTold(w http.ResponseWriter, r *http.Request) {
	subject := r.URL.Query().Get("subject")
	v.changes.mu.Lock()
	defer v.changes.mu.Unlock()
	all := []told{}
	for _, t := range v.changes.told {
		if subject == "" || t.Subject == subject {
			all = append(all, t)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(all)
}

// showSettings shows what a subject's settings are.
func (v register) showSettings(w http.ResponseWriter, r *http.Request) {
	p := v.World.Person(r.URL.Query().Get("subject"))
	if p == nil {
		http.NotFound(w, r)
		return
	}
	s := v.changes.of(p)
	blocks := []string{}
	for _, b := range s.blocks {
		blocks = append(blocks, b.Service)
	}
	powers := []string{}
	for _, g := range v.changes.powersWhere(func(g givenPower) bool { return g.giver == p }) {
		powers = append(powers, strings.Join(g.Services, " "))
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"powers": powers, "consent": s.consent.Level, "blocks": blocks, "reserved": !s.reserved.Since.IsZero(), "youthAccess": s.youthAccess, "sharing": s.sharing,
	})
}
