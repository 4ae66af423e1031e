// Package pasientreiser stands in for Pasientreiser: claims for travel expenses and
// ordered transport. The interface is the one that package sources/pasientreiser
// describes.
//
// It refuses an identity number in the address, unknown members and other media types.
package pasientreiser
