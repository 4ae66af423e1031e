package quota

import (
	"net/netip"
	"testing"
)

func at(host string) Party { return Party{host: netip.MustParsePrefix(host + "/32")} }

// While there are enough slots anybody may have them. A party with many is the
// first to be refused, and a client leaves some for others.
func TestCaseB6SlotsAreShared(t *testing.T) {
	a, b := &quota{}, &quota{}
	s := NewSlots(32)
	one := Party{client: a, citizen: digest{1}}
	for i := range 16 {
		if !s.Take(one) {
			t.Fatal("half of them are free, and", i, "taken")
		}
	}
	if s.Take(one) {
		t.Error("one has half of all, and gets more")
	}
	taken := 0
	for i := range byte(32) {
		for s.Take(Party{client: a, citizen: digest{2, i}}) {
			taken++
		}
	}
	if taken != 12 { // and no more for this client: an eighth is for others
		t.Error(taken, "were left to the others of a client")
	}
	for range 4 {
		if !s.Take(Party{client: b, citizen: digest{1}}) {
			t.Error("nothing is left to another client")
		}
	}
	if s.Take(Party{client: b, citizen: digest{2}}) {
		t.Error("more than there are")
	}
	s.Give(one)
	if !s.Take(Party{client: b, citizen: digest{2}}) {
		t.Error("what is given back is not there")
	}
	if s := NewSlots(1); !s.Take(one) || s.Take(one) {
		t.Error("one is one")
	}
}

// A finished answer frees its slot as long as there is memory for it until it is
// sent, and nothing leaks.
func TestCaseB1AnswersUnsent(t *testing.T) {
	slots, memory := NewSlots(4), NewMemory(1000)
	one, two := at("192.0.2.1"), at("192.0.2.2")
	admit := func(p Party) *Admission {
		a, ok := Admit(slots, memory, p, 600)
		if !ok {
			t.Fatal("no slot")
		}
		return a
	}
	first, second := admit(one), admit(one)
	if !first.Grow(500) || second.Grow(200) {
		t.Error("each has 600")
	}
	first.Made(550)
	second.Made(200) // does not fit in memory
	if slots.used != 1 || memory.held != 550 {
		t.Error(slots.used, memory.held)
	}
	third := admit(two)
	if third.Grow(500) || !third.Grow(450) {
		t.Error("all have 1000")
	}
	first.End()
	if third.End(); first.Grow(1) || memory.held != 0 {
		t.Error(memory.held)
	}
	second.End()
	second.End()
	if slots.used != 0 || len(slots.parties)+len(slots.clients)+len(memory.parties) != 0 {
		t.Error("something is left", slots, memory)
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
