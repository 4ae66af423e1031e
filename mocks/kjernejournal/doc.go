// Package kjernejournal stands in for critical information in the summary care
// record (Kjernejournal): a POST of /status, and two FHIR reads that name the
// citizen in a header.
//
// It refuses headers meant for health personnel, a citizen in the body other than in
// the header, and unknown search parameters.
package kjernejournal
