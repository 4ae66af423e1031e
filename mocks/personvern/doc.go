// Package personvern stands in for Personvern (PVK): a citizen's settings, and the
// powers given and held. The paths are the published ones.
//
// It refuses an identity number in the address, unknown members, and a request without
// a party.
package personvern
