// Package personvern stands in for Personvern (PVK): a citizen's settings, and
// the powers given and held. The paths are the published ones.
//
// It refuses a number in the address, members it does not know, and a question
// for no party.
package personvern
