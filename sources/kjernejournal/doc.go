// Package kjernejournal reads critical information (kritisk informasjon) from
// the summary care record (kjernejournal), which Norsk helsenett keeps: what
// may kill a patient if nobody knows it.
//
// It speaks the critical-information FHIR R4 API that health personnel use
// (utviklerportal.nhn.no, kritisk-informasjon): no API for citizens is
// published. A question is a POST of /status, which answers the citizen's
// privacy settings, and then, only where there is a record with something in
// it, a GET of AllergyIntolerance and one of Conditions side by side. The
// citizen's number stands in a header or a body, never in the address.
//
// Access is by HelseID token, DPoP-bound, with [Audience] and [Scope]. The
// register takes one citizen a call; there is no batch.
//
// Conditions are of five kinds (criticalInfoType). The description does not
// say whether the kind may be left out there, as it may for allergies. We
// leave it out of both: one call gives all, and the kind is read from the
// profile of each resource.
//
// We never send nhn-access-basis or nhn-user-role, which are for personnel:
// a citizen's reading rests on the decision behind the policy.Grant. We write
// nothing, and read no history of versions.
package kjernejournal
