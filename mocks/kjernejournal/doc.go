// Package kjernejournal stands in for critical information in the summary care
// record (Kjernejournal): a POST of /status, and two FHIR reads that name the
// citizen in a header. Beside them are searches by POST for what citizens enter
// themselves, their visits, who has looked, and donor cards: those are our assumption.
//
// It refuses headers meant for health personnel, a citizen in the body other than in
// the header, and unknown search parameters.
package kjernejournal
