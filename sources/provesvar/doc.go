// Package provesvar reads test results from Pasientens prøvesvar (PPS, once NILAR),
// which Norsk helsenett keeps: what laboratories have answered, as FHIR R4.
//
// Two questions about one citizen, whose number stands in the header person-id:
// POST DiagnosticReport/_search with the samples included, and POST
// Observation/_search for all findings. Pages are told by link and counted by
// _skip. Access is by HelseID token, DPoP-bound, with [Audience] and [Scope].
//
// A report comes in a new version each time it changes: issued is the version's
// own time, and reportdate, an extension, that of the first. Findings form trees
// by hasMember, and name their report in the extension diagnosticreportref. A
// finding that is a copy of one told before is marked by the extension history.
//
// That there is nothing is an OperationOutcome with not-found in an answer of 200.
// So is a refusal by the citizen's own settings, in the code system pvk-outcome-cs
// or its older name; it is a denial here and never an empty list.
//
// The published examples show no requester. Ours is in a ServiceRequest that the
// report contains. Nothing is written.
package provesvar
