// Package dialog stands in for digital dialog with GPs' offices: what an office
// takes, in the form that package sources/dialog describes, and when it is absent,
// by Helsenorge's absence API.
//
// It refuses an identity number in the address, unknown parameters and several
// HER-ids. Nothing it holds is about a citizen.
package dialog
