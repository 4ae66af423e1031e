package main

import (
	"slices"

	"helsegraf/cmd/lab"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/world"
)

// citizens are adults for whom every service is open, one of whom has data in
// every register. Each has a doctor who can be written to: what is read about the
// doctor is otherwise not called, and cannot fail.
func citizens(w *world.World) []*world.Person {
	lists := fastlegeregister.NewLists(w)
	return slices.DeleteFunc(lab.Citizens(w, "line"), func(p *world.Person) bool {
		l, ok := lists.Of(p)
		return !ok || l.HerID == 0
	})
}

// empower gives everybody someone to act for: an empty list of powers names
// nobody, so a mixed-up one could not be detected.
func empower(w *world.World) {
	all := citizens(w)
	for i, giver := range all {
		lab.Empower(w, giver, all[(i+1)%len(all)], i)
	}
}
