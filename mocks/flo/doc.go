// Package flo stands in for Fastlegeordningen (FLO): how a person stands in the
// scheme of regular GPs. The interface is the one that package sources/flo describes.
//
// It keeps Helfo's rules: two changes a calendar year and an extra one for those who
// moved or lost their GP, effect from the first of the next month and undoing until
// then, at most one waiting list, and no place for people who are not residents.
//
// It refuses an identity number in the address, unknown members and other media types.
package flo
