// Package reseptformidler stands in for Reseptformidleren and the medicines in
// kjernejournal, as presented by Sentral forskrivningsmodul (SFM): FHIR R4 in SFM's
// vocabulary, searched by POST with the number in the form body.
//
// It refuses a search by GET, parameters other than the page in the address, and codes
// that are not in its lists.
package reseptformidler
