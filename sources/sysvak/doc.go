// Package sysvak reads vaccinations and recommended vaccines from SYSVAK, the
// national immunisation register, run by Folkehelseinstituttet.
//
// No API for citizens is published. FHI has begun on FHIR R4: Immunization, and
// ImmunizationRecommendation 0.1.0 "to transfer vaccine recommendations from FHI to
// Helsenorge". Those are the resources here; URLs, searches and errors are ours, in
// the house style of package nhn, with one search for each resource.
//
// A vaccination offered but not given (status not-done) is on record with its
// reason. Nothing is written: SYSVAK itself deletes records for citizens.
package sysvak
