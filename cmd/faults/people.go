package main

import (
	"fmt"

	"helsegraf/mocks/world"
)

// citizens are adults for whom every service is open.
func citizens(w *world.World) []*world.Person {
	var out []*world.Person
	for _, p := range w.People() {
		plain := p.Consent.Level == "FULL" && len(p.Blocks) == 0 && p.Reserved.Since.IsZero() &&
			p.Died.IsZero() && p.Inactive.IsZero() && p.Confidentiality == "Unclassified" && p.Adult(w.Now())
		if plain && (p.Key == "" || p.Key == "line") {
			out = append(out, p)
		}
	}
	return out
}

// empower has everybody act for somebody: an empty list of powers is about
// nobody, and so never about somebody else.
func empower(w *world.World) {
	all := citizens(w)
	for i, giver := range all {
		giver.Powers = append(giver.Powers, world.Power{
			ID: fmt.Sprintf("00000000-0000-4000-8000-%012d", i), Kind: "FU", Holder: all[(i+1)%len(all)].Number,
			From: w.Today().AddDate(0, -1, 0), All: true,
		})
	}
}
