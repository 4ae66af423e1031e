// Package kjernejournal stands in for critical information in the summary care
// record (Kjernejournal): a POST of /status, and two FHIR reads that name the
// citizen in a header.
//
// It refuses what is for personnel only, another citizen in the body than in
// the header, and search parameters it has not.
package kjernejournal
