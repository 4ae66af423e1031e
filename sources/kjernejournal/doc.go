// Package kjernejournal reads critical information (kritisk informasjon) from
// the summary care record (kjernejournal), which Norsk helsenett keeps: what
// may kill a patient if nobody knows it.
//
// It uses the critical-information FHIR R4 API for health personnel
// (utviklerportal.nhn.no, kritisk-informasjon): there is no published API for
// citizens. A read is a POST of /status, which returns the citizen's privacy
// settings, and then, only if there is a non-empty record, a GET of
// AllergyIntolerance and one of Conditions in parallel. The citizen's number is
// in a header or a body, never in the URL.
//
// Access is by DPoP-bound HelseID token, with [Audience] and [Scope]. A call is
// about one citizen; there is no batch.
//
// Conditions are of five kinds (criticalInfoType). The documentation does not
// say whether the kind may be omitted there, as it may for allergies. We omit
// it for both: one call returns all, and the kind is read from each resource's
// profile.
//
// No contract is public for the rest of what a citizen sees: the searches below, by
// POST, are ours in the register's own style.
//
//	Encounter      contacts with specialist care since 2008 (besøkshistorikk)
//	RelatedPerson  own entries (egne registreringer): contacts and employers
//	Condition      own entries: illnesses
//	Observation    own entries: what it takes to communicate
//	AuditEvent     who has looked (logg), by HL7 Norway's profile for such looks
//	Consent        the donor card (donorkort)
//
// We never send nhn-access-basis or nhn-user-role, which are for personnel: a
// citizen's access rests on the decision behind the policy.Grant. We write
// nothing, and read no version history.
package kjernejournal
