package main

import (
	"helsegraf/cmd/lab"
	"helsegraf/mocks/world"
)

// citizens are adults for whom every service is open, one of whom is told of in
// every register.
func citizens(w *world.World) []*world.Person { return lab.Citizens(w, "line") }

// empower has everybody act for somebody: an empty list of powers is about
// nobody, and so never about somebody else.
func empower(w *world.World) {
	all := citizens(w)
	for i, giver := range all {
		lab.Empower(w, giver, all[(i+1)%len(all)], i)
	}
}
