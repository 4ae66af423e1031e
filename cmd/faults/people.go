package main

import (
	"helsegraf/cmd/lab"
	"helsegraf/mocks/world"
)

// citizens are adults for whom every service is open, one of whom has data in
// every register.
func citizens(w *world.World) []*world.Person { return lab.Citizens(w, "line") }

// empower gives everybody someone to act for: an empty list of powers names
// nobody, so a mixed-up one could not be detected.
func empower(w *world.World) {
	all := citizens(w)
	for i, giver := range all {
		lab.Empower(w, giver, all[(i+1)%len(all)], i)
	}
}
