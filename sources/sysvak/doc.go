// Package sysvak reads vaccinations and vaccines that are recommended from SYSVAK,
// the national immunisation register (nasjonalt vaksinasjonsregister), which
// Folkehelseinstituttet keeps.
//
// No API for citizens is published: health personnel have XML messages and a REST
// API whose contract is not public. FHI has begun on FHIR R4 (Immunization, and
// ImmunizationRecommendation 0.1.0 "to transfer vaccine recommendations from FHI
// to Helsenorge"). The resources here are those; the address, the search and the
// errors are ours, in the house style of package nhn.
//
// Two questions about one citizen: POST Immunization/_search and
// ImmunizationRecommendation/_search. Access is by HelseID token, DPoP-bound, with
// [Audience] and [Scope].
//
// A vaccination that was offered and not given (status not-done) is on record with
// its reason, and is told apart from those given. Nothing is written: the citizen
// has records deleted through SYSVAK itself.
package sysvak
