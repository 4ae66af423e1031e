// Package municipality is code list 3402: Norway's municipalities (kommuner) by
// number and name, as of 2024-01-01, which is the last time they changed.
//
// The list is part of the program, since it changes once in some years, and a
// number that it lacks is not wrong by that alone: registers may know a newer one.
package municipality
