package world

import (
	"testing"
	"time"
)

func TestWorldIsTheSameEachTime(t *testing.T) {
	o := Options{Now: func() time.Time { return time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC) }, People: 300}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, p := range a.People() {
		if q := b.People()[i]; q.Number != p.Number || q.Name() != p.Name() {
			t.Fatal("two worlds of the same options differ")
		}
		if !ValidNumber(p.Number) || p.Number[2] < '8' || seen[p.Number] {
			t.Errorf("person %d: not a synthetic identity number of their own", i)
		}
		seen[p.Number] = true
	}
	if want := 300 + 24 + wardsOfGunnar; len(a.People()) != want {
		t.Errorf("%d people, want %d", len(a.People()), want)
	}
}
