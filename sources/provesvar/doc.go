// Package provesvar reads test results from Pasientens prøvesvar (PPS, formerly
// NILAR), run by Norsk helsenett: laboratories' reports, as FHIR R4.
//
// There are two searches about one citizen, whose number is in the header
// person-id: POST DiagnosticReport/_search with the samples included, and POST
// Observation/_search for all findings, or for those of some reports. Pages are
// linked, and counted by _skip. That reports are sorted by date, and the parameter
// report of findings, the reports' ids, are assumed.
// Access is by DPoP-bound HelseID token, with [Audience] and [Scope].
//
// A report gets a new version each time it changes: issued is the version's own
// time, and the extension reportdate that of the first. Findings form trees by
// hasMember, and refer to their report in the extension diagnosticreportref. A
// finding copied from an earlier one is marked by the extension history.
//
// An empty result is an OperationOutcome with not-found in a 200 response. So is a
// refusal by the citizen's own settings, in the code system pvk-outcome-cs or its
// older name; here that is a denial and never an empty list.
//
// The published examples have no requester. Ours is in a ServiceRequest contained
// in the report. Nothing is written.
package provesvar
