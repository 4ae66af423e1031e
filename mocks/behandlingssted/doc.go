// Package behandlingssted stands in for Velg behandlingssted: treatments, and the
// places that give them with their waiting times, in the JSON that its own pages use.
// The places are made up.
//
// As the real service it takes no login and ignores what it does not know. It refuses
// other methods, and an identity number anywhere in the address.
package behandlingssted
