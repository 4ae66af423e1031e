// Package helsekontakter stands in for Helsenorge's area of health contacts: the search
// for EpisodeOfCare that package sources/helsekontakter describes, and the push by which
// hospitals and municipalities send them.
//
// A push is refused without a communication party, which is an organization of level 2:
// one that has a HER-id and is part of another. So is one about somebody of 12–15
// without an access label.
package helsekontakter
