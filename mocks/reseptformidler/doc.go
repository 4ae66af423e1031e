// Package reseptformidler stands in for Reseptformidleren and the medicines in
// kjernejournal, as Sentral forskrivningsmodul (SFM) gives them: FHIR R4 in
// SFM's vocabulary, searched by POST with the number in the form body.
//
// It refuses a search by GET, parameters in the address but the page, and
// codes that are not in its lists.
package reseptformidler
